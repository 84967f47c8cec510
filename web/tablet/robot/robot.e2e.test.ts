/** A rehearsal on the real tablet: labelled, played by itself to the end, measured, stopped by a touch. */
import { expect, test, vi } from "vitest";
import { violations } from "#infra/testing/browser.ts";
import { CARD } from "../testing/a-candidate.ts";
import { ExamRoom } from "../testing/exam-room.ts";
import { PAPER } from "../testing/paper.ts";
import { fr } from "../texts/fr.ts";
import { ROBOT_TEXTS } from "./robot-texts.ts";

const room = ExamRoom.open();
const words = ROBOT_TEXTS.fr;
const WAIT = { timeout: 150_000, interval: 250 };
const itemIds = PAPER.sections.flatMap(({ items }) =>
  items.flatMap((item) => (item.type === "KFP" ? item.items.map(({ id }) => id) : [item.id])),
);

test("told by an act, it confirms, answers every question, validates, hands in and reports; all of it by real entries", async () => {
  Object.assign(room.platform, { rehearsal: true, durationMs: 60_000 });
  const c = await room.sitDown();
  room.platform.act("check_in");
  room.platform.act("play");
  await c.page.getByLabel(fr.signIn.label).fill(CARD);
  await c.press(fr.signIn.go);
  await c.sees(fr.waiting.title);
  await c.sees(words.playing);
  room.platform.act("instruction", 0, { text: "Répétition en cours.", numbered: true });
  room.platform.act("start");
  await c.sees("Quels éléments");
  await vi.waitFor(() => expect(room.platform.frames.at(-1)?.kind).toBe("submit"), WAIT);
  expect(Object.keys(room.platform.answers()).sort()).toEqual([...itemIds].sort());
  expect(room.platform.frames.filter(({ kind }) => kind === "lock")).toHaveLength(4);
  expect(room.platform.frames.some((frame) => frame.kind === "applied" && frame.stage === "read")).toBe(true);
  await vi.waitFor(() => expect(room.platform.rehearsalReports.at(-1)?.state).toBe("complete"), WAIT);
  await c.sees(words.over);
  const { entries, paintedMs, questions, receivedMs, durableMs } = room.platform.rehearsalReports.at(-1) ?? {};
  expect(questions).toEqual({ total: itemIds.length, answered: itemIds.length });
  expect(entries).toEqual({
    made: room.platform.received.size,
    received: room.platform.received.size,
    secured: room.platform.received.size,
  });
  expect([receivedMs?.count, durableMs?.count].every((count) => count !== undefined && count > 12)).toBe(true);
  expect(paintedMs?.count).toBeGreaterThan(12);
}, 300_000);

test("by hand it stays possible; the tablet may be let play here, and a touch takes it back", async () => {
  room.platform.rehearsal = true;
  const c = await room.composing();
  await c.sees(words.byHand);
  await c.choose("Une matité");
  await c.badge("saved");
  await c.press(words.play);
  await c.sees(words.playing);
  await c.press(words.stop);
  await c.sees(words.byHand);
  await vi.waitFor(() => expect(room.platform.rehearsalReports.at(-1)?.state).toBe("stopped"), WAIT);
  expect(room.platform.answers()).toEqual({ "dp1-q1": { choice: ["c"] } });
  room.platform.act("play");
  await c.sees(words.playing);
  room.platform.act("stop_play");
  await c.sees(words.byHand);
});

test("in a real sitting there is no label, and nothing makes a tablet play", async () => {
  const c = await room.composing();
  room.platform.act("play");
  room.platform.act("instruction", 0, { text: "Fin des consignes." });
  await c.sees("Fin des consignes.");
  expect(await c.page.getByText(words.label, { exact: true }).count()).toBe(0);
  expect(room.platform.rehearsalReports).toEqual([]);
});

test("during a pause the label stays; no serious accessibility violation", async () => {
  room.platform.rehearsal = true;
  const c = await room.composing();
  await c.sees(words.byHand);
  const found = await violations(c.page, "paper");
  room.platform.act("pause");
  await c.sees(fr.pause.title);
  const bar = await c.page.getByText(words.label, { exact: true }).boundingBox();
  const pause = await c.page.locator("dialog.pause").boundingBox();
  expect(bar && pause && bar.y + bar.height <= pause.y).toBe(true);
  expect([...found, ...(await violations(c.page, "pause"))]).toEqual([]);
});
