import { expect, test } from "vitest";
import { readingUrl } from "#contracts/console/reading";
import { aDesk } from "#control/testing/a-desk";
import { anAsked, SITTING } from "#control/testing/a-staff";
import type { ActAsked } from "#contracts/console/acts";
import { actOf } from "#domain/sitting/act";

function given(over: Partial<ActAsked> = {}) {
  const desk = aDesk();
  const asked = anAsked("instruction", { text: "Ouvrez les portes", audience: "proctors", ...over });
  desk.world.acts.push(actOf({ ...asked, author: "Marie Duval (organiser)", numbered: true }, desk.world.nowMs));
  const read = async (login: string, actId = asked.id) =>
    desk.told(await desk.post(readingUrl(SITTING, actId), {}, await desk.cookieOf(login)));
  return { desk, read };
}

test("the people of a centre say that they have read an instruction, once", async () => {
  const { desk, read } = given();
  expect([await read("proctor"), await read("proctor"), await read("lead")]).toEqual(["200 ok", "200 ok", "200 ok"]);
  expect(desk.world.readings).toMatchObject([
    { accountId: 5, name: "Pia Noir", centreId: 1, roomIds: [11] },
    { accountId: 4, centreId: 1, roomIds: [] },
  ]);
});

test("only who it concerns: not other rooms, not the nation's people, not instructions for candidates", async () => {
  const elsewhere = given({ scope: { kind: "room", id: 12 } });
  expect(await elsewhere.read("proctor")).toBe("403 not_allowed");
  expect(await elsewhere.read("lead")).toBe("200 ok");
  const { read } = given();
  for (const login of ["marie", "ops", "tech", "elsewhere"]) expect(await read(login)).toBe("403 not_allowed");
  expect(await read("lead", "unknown")).toBe("404 not_found");
  expect(await given({ audience: "candidates" }).read("lead")).toBe("404 not_found");
});
