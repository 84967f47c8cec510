import { describe, expect, test } from "vitest";
import { readLogoutRequest, readServiceResponse } from "#portal/student/cas/read-xml";
import { logoutRequest } from "#portal/student/cas/testing/cas-protocol-server";

const NS = 'xmlns:cas="http://www.yale.edu/tp/cas"';
const answer = (inside: string, outside = "") =>
  `<cas:serviceResponse ${NS}>${outside}<cas:authenticationSuccess>${inside}</cas:authenticationSuccess></cas:serviceResponse>`;

describe("an answer of a CAS server", () => {
  test("says who somebody is, with attributes of several values", () => {
    const read = readServiceResponse(
      answer("<cas:user>lea</cas:user><cas:attributes><cas:a>1</cas:a><cas:a>2</cas:a><cas:b/></cas:attributes>"),
    );
    expect(read).toEqual({
      user: "lea",
      attributes: new Map([
        ["a", ["1", "2"]],
        ["b", [""]],
      ]),
    });
    expect(
      readServiceResponse(
        `<serviceResponse xmlns="http://www.yale.edu/tp/cas"><authenticationSuccess><user>lea</user></authenticationSuccess></serviceResponse>`,
      ),
    ).toMatchObject({ user: "lea" });
  });
  test("is not found in what merely looks like one", () => {
    const bad = [
      "",
      "yes\nlea\n",
      "<html><body>lea</body></html>",
      answer("<cas:user>lea</cas:user>").replace("www.yale.edu", "evil.example"),
      answer("<cas:user>lea</cas:user><cas:user>admin</cas:user>"),
      answer("<cas:user> </cas:user>"),
      answer("<!-- <cas:user>lea</cas:user> -->"),
      answer("<cas:attributes><cas:user>lea</cas:user></cas:attributes>"),
      `<!DOCTYPE x [<!ENTITY e "lea">]>${answer("<cas:user>&e;</cas:user>")}`,
      answer("<cas:user>lea</cas:user>").slice(0, -3),
    ];
    for (const text of bad) expect(readServiceResponse(text), text).toBe(null);
    // a comment within a name does not cut it
    expect(readServiceResponse(answer("<cas:user>le<!-- x -->a</cas:user>"))).toMatchObject({ user: "lea" });
    const failure = `<cas:serviceResponse ${NS}><cas:authenticationFailure code="INVALID_TICKET">no</cas:authenticationFailure></cas:serviceResponse>`;
    expect(readServiceResponse(failure)).toEqual({ failure: "INVALID_TICKET" });
  });
});

test("a logout request names one ticket", () => {
  expect(readLogoutRequest(logoutRequest("ST-1"))).toBe("ST-1");
  expect(readLogoutRequest("<a/>")).toBe(null);
  expect(readLogoutRequest(logoutRequest(""))).toBe(null);
});
