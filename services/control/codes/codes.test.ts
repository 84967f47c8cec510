import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { CodeAnswer, CodeList } from "#contracts/console/codes";
import { ErrorBody } from "#contracts/errors";
import { aDesk } from "#control/testing/a-desk";
import { anAsked, KEYS, SITTING } from "#control/testing/a-staff";
import { anAct } from "#domain/testing/builders";

const AT = `/api/console/sittings/${SITTING}/codes`;
let desk: ReturnType<typeof aDesk>;
const started = () => {
  const { nowMs, acts } = desk.world;
  acts.push(anAct("check_in", nowMs - 9_000), anAct("start", nowMs - 5_000, { keys: KEYS.main }));
};
beforeEach(() => {
  desk = aDesk();
});

async function reveal(login: string, over: object = {}): Promise<string> {
  const asked = { id: randomUUID(), cause: "no network", roomId: 11, paper: "main", sectionId: "dp1", ...over };
  const body: unknown = await (await desk.post(AT, asked, await desk.cookieOf(login))).json();
  const error = ErrorBody.safeParse(body);
  if (error.success) return error.data.error.reason?.code ?? error.data.error.code;
  return CodeAnswer.parse(body).code;
}
const left = async () => {
  const list = await desk.get(`${AT}/11`, await desk.cookieOf("marie"));
  return CodeList.parse(await list.json()).codes.map((one) => `${one.paper} ${one.title ?? "start"} ${one.left}`);
};

test("the next code of the room and section, noted with its number and never with its characters", async () => {
  started();
  expect(await left()).toEqual(["main start 1", "main Dossier 1 2", "backup start 1"]);
  expect(await reveal("marie")).toBe("DP1A-0000-0000-0000");
  expect(await reveal("paul")).toBe("DP1B-0000-0000-0000");
  expect(await reveal("marie")).toBe("codes_used");
  expect(await reveal("marie", { sectionId: null })).toBe("STAR-T000-0000-0000");
  expect(await left()).toEqual(["main start 0", "main Dossier 1 0", "backup start 1"]);
  const told = desk.world.acts.filter((act) => act.kind === "reveal_code");
  expect(told).toMatchObject([
    { scope: { kind: "room", id: 11 }, sectionId: "dp1", number: 1, author: "Marie Duval (organiser)" },
    { sectionId: "dp1", number: 2, author: "Paul Roux (organiser)" },
    { sectionId: null, number: 1 },
  ]);
  expect(JSON.stringify(desk.world.acts)).not.toContain("DP1A");
});

test("asked again after a lost answer it is the same code, and no other request has its id", async () => {
  started();
  const id = randomUUID();
  expect(await reveal("marie", { id })).toBe("DP1A-0000-0000-0000");
  expect(await reveal("marie", { id })).toBe("DP1A-0000-0000-0000");
  expect(await reveal("marie", { id, sectionId: null })).toBe("act_malformed");
  expect(desk.world.acts.filter(({ kind }) => kind === "reveal_code")).toHaveLength(1);
});

test("two organisers in the same moment are told two codes", async () => {
  started();
  const codes = await Promise.all([reveal("marie"), reveal("paul")]);
  expect(codes.sort()).toEqual(["DP1A-0000-0000-0000", "DP1B-0000-0000-0000"]);
});

test("not before the room has started with that paper, and a centre's own start is one", async () => {
  const { nowMs, acts } = desk.world;
  expect(await reveal("marie")).toBe("code_too_early");
  acts.push(anAct("check_in", nowMs - 9_000));
  expect(await reveal("marie")).toBe("code_too_early");
  acts.push(anAct("hold", nowMs - 8_000, { scope: { kind: "room", id: 11 } }));
  acts.push(anAct("start", nowMs - 5_000, { keys: KEYS.main }));
  expect(await reveal("marie")).toBe("code_too_early");
  const own = { scope: { kind: "room", id: 11 } as const, keys: KEYS.main, id: "own", override: "late" };
  acts.push(anAct("start", nowMs, { ...own, effectiveAtMs: nowMs + 60_000 }));
  expect(await reveal("marie")).toBe("code_too_early");
  desk.world.nowMs += 60_000;
  expect(await reveal("marie")).toBe("DP1A-0000-0000-0000");
  expect(await reveal("marie", { paper: "backup", sectionId: null })).toBe("code_too_early");

  desk = aDesk();
  desk.world.acts.push(anAct("check_in", nowMs - 9_000));
  desk.world.acts.push(
    anAct("start", nowMs - 5_000, { scope: { kind: "centre", id: 1 }, keys: KEYS.main, override: "x" }),
  );
  expect(await reveal("marie")).toBe("DP1A-0000-0000-0000");
});

test("organisers alone, with a cause, of codes that there are; never by the route of other acts", async () => {
  started();
  for (const login of ["ops", "lead", "proctor", "tech"])
    expect(await reveal(login)).toMatch(/^(not_for_role|not_allowed)$/);
  expect(await reveal("elsewhere")).toBe("not_allowed");
  expect((await desk.get(`${AT}/11`, await desk.cookieOf("lead"))).status).toBe(403);
  expect(await reveal("marie", { cause: " " })).toBe("cause_missing");
  expect(await reveal("marie", { sectionId: "dp9" })).toBe("code_unknown");
  expect(await reveal("marie", { roomId: 21 })).toBe("code_unknown");
  expect(await reveal("marie", { roomId: 99 })).toBe("place_unknown");
  const asked = anAsked("reveal_code", { scope: { kind: "room", id: 11 } });
  expect(await desk.told(await desk.act("marie", asked))).toBe("403 not_allowed");
  expect(await desk.told(await desk.act("marie", { ...asked, sectionId: "dp1" }))).toBe("400 bad_request");
});
