/** A tablet is enrolled days before: it has the sealed papers, says so, and downloads nothing on the day. */
import { expect, test, vi } from "vitest";
import { violations } from "#infra/testing/browser.ts";
import { ExamRoom } from "./testing/exam-room.ts";
import { ENROL_TOKEN } from "./testing/fake-platform.ts";
import { fr } from "./texts/fr.ts";

const room = ExamRoom.open();
/** Longer than the spread of downloads. */
const WAIT = { timeout: 40_000 };
const both = () => [room.platform.sha256Of("main"), room.platform.sha256Of("backup")];

test("enrolled, filled, ready; on the day the paper is there already, and without a network it opens by a code", async () => {
  room.platform.backupMs = 3_600_000;
  const c = await room.sitDown();
  await c.page.close();
  await c.openPage(`#enrol=${ENROL_TOKEN}`);
  await c.sees(fr.enrol.title);
  expect(await violations(c.page, "enrol")).toEqual([]);
  await c.page.getByLabel(fr.enrol.label).fill("tablette n° 17");
  await c.press(fr.enrol.go);
  await c.sees(fr.enrol.malformed);
  await c.page.getByLabel(fr.enrol.label).fill("a1-017");
  await c.press(fr.enrol.go);
  await c.sees("A1-017");
  await vi.waitFor(() => expect(room.platform.readiness.at(-1)?.packages.toSorted()).toEqual(both().toSorted()), WAIT);
  await c.sees(fr.ready.paper("Épreuve du lundi après-midi", 2, 2));
  await c.sees(fr.ready.ready);
  expect(await violations(c.page, "ready")).toEqual([]);
  await vi.waitFor(() => expect(room.platform.readiness.at(-1)?.installed).toBe(true), WAIT);
  const fetched = room.platform.given.length;
  await c.page.reload();
  await c.sees(fr.ready.paper("Épreuve du lundi après-midi", 2, 2));
  room.platform.act("check_in");
  await c.signIn();
  await vi.waitFor(() => expect(room.platform.statuses.at(-1)?.label).toBe("A1-017"), WAIT);
  await c.context.setOffline(true);
  room.platform.network(false);
  await c.page.reload();
  await c.press(fr.waiting.haveCode);
  await c.page.getByLabel(fr.waiting.code).fill(room.platform.code(null));
  await c.press(fr.code.open);
  await c.sees("Quels éléments");
  expect(room.platform.given).toHaveLength(fetched);
}, 90_000);

test("an old code of a room is refused in words", async () => {
  const c = await room.sitDown();
  await c.page.close();
  await c.openPage("#enrol=old");
  await c.page.getByLabel(fr.enrol.label).fill("A1-017");
  await c.press(fr.enrol.go);
  await c.sees(fr.enrol.refusal.enrolment_invalid);
});

test("a clock that is ten minutes wrong is said on the tablet that is got ready, and to those who look after it", async () => {
  room.platform.aheadMs = 10 * 60_000;
  const c = await room.sitDown();
  await c.page.close();
  await c.openPage(`#enrol=${ENROL_TOKEN}`);
  await c.page.getByLabel(fr.enrol.label).fill("A1-017");
  await c.press(fr.enrol.go);
  await c.sees(fr.ready.clockOff(10));
  await vi.waitFor(() => expect(room.platform.readiness.at(-1)?.packages).toHaveLength(2), WAIT);
  expect(Math.abs((room.platform.readiness.at(-1)?.clockOffsetMs ?? 0) - 10 * 60_000)).toBeLessThan(60_000);
});
