/** The pure parts of the live view: messages put together, states, attention, the place's clock. */
import { expect, test } from "vitest";
import type { LiveMessage, LiveRow } from "#contracts/console/live";
import { recordOf } from "#domain/sitting/record";
import { anAct } from "#domain/testing/builders";
import { aRow, fakeExam } from "../testing/fake-exam.ts";
import { attentionOf, byAttention, countStates, isUrgent, roomsLookingForLate, steadyOrder } from "./attention.ts";
import { candidateViews } from "./candidate-view.ts";
import { chooseSitting } from "./choose-sitting.ts";
import { notesOf } from "./notes.ts";
import { commonEnd, pauseInForce, placeOfRoom } from "./place-clock.ts";
import { applyMessage, emptyView, renewed, type SittingView } from "./sitting-view.ts";

const NOW = 1_000_000_000;
const exam = fakeExam(NOW, { centres: 2, perRoom: 10 });
const timing = { durationMs: 3_600_000, backupDurationMs: null };
const candidate = (id: number) => ({ kind: "candidate", id }) as const;

function after(view: SittingView, ...messages: LiveMessage[]): SittingView {
  return messages.reduce((before, message) => {
    const next = applyMessage(before, message);
    if (next === "gap") throw new Error("a gap");
    return next;
  }, view);
}
const acts = (from: number, ...kinds: Parameters<typeof anAct>[]): LiveMessage => ({
  kind: "acts",
  sittingId: 1,
  from,
  acts: kinds.map((one) => anAct(...one)),
});
const rows = (...some: LiveRow[]): LiveMessage => ({ kind: "rows", sittingId: 1, rows: some });
const begun = after(
  emptyView(1),
  { kind: "places", sittingId: 1, centres: [...exam.centres] },
  acts(0, ["check_in", NOW - 9_000_000], ["start", NOW - 60_000]),
  { kind: "roster", sittingId: 1, candidates: exam.roster.filter(({ roomId }) => roomId === 10) },
);
const viewsOf = (view: SittingView, nowMs = NOW) => candidateViews(view, timing, notesOf(recordOf(view.acts)), nowMs);
const one = (view: SittingView, id: number, nowMs = NOW) => {
  const found = viewsOf(view, nowMs).find((each) => each.id === id);
  if (!found) throw new Error("nobody");
  return found;
};

test("acts are folded as they come; one that is missing in between is a gap, repeated ones change nothing", () => {
  const again = after(begun, acts(0, ["check_in", NOW - 9_000_000], ["start", NOW - 60_000], ["pause", NOW - 1_000]));
  expect(again.acts.map(({ kind }) => kind)).toEqual(["check_in", "start", "pause"]);
  expect(again.state.phase).toBe("paused");
  expect(after(again, acts(2, ["pause", NOW - 1_000])).acts).toHaveLength(3);
  expect(applyMessage(begun, acts(5, ["pause", NOW]))).toBe("gap");
});

test("a journal that was begun anew replaces the known one", () => {
  const other = after(begun, acts(0, ["check_in", NOW - 500]));
  expect(other.acts).toHaveLength(1);
  expect(other.state.phase).toBe("check_in");
});

test("after a watch, rows that are not told any more are gone; before it they stay", () => {
  const two = after(begun, rows(aRow(1000, NOW), aRow(1001, NOW)));
  expect(after(two, rows(aRow(1000, NOW, { connected: false }))).rows.size).toBe(2);
  const back = renewed(two);
  expect(back.rows.size).toBe(2);
  expect(after(back, rows(aRow(1001, NOW))).rows.size).toBe(1);
  expect(applyMessage(two, { ...rows(aRow(1002, NOW)), sittingId: 9 } as LiveMessage)).toBe(two);
});

test("each candidate is in exactly one state", () => {
  const view = after(
    begun,
    rows(
      aRow(1000, NOW),
      aRow(1001, NOW, { confirmed: false }),
      aRow(1002, NOW, { connected: false }),
      aRow(1003, NOW, { submitted: "on_tablet" }),
    ),
    acts(
      2,
      ["attendance", NOW - 5, { scope: candidate(1004), attendance: "absent" }],
      ["attendance", NOW - 4, { scope: candidate(1005), attendance: "left" }],
    ),
  );
  const counts = countStates(viewsOf(view));
  expect(Object.fromEntries(counts)).toEqual({
    composing: 1,
    connected: 1,
    offline: 1,
    submitted: 1,
    absent: 1,
    left: 1,
    not_arrived: 4,
  });
  const paused = after(view, acts(4, ["pause", NOW - 1, { scope: { kind: "room", id: 10 } }]));
  expect(countStates(viewsOf(paused)).get("paused")).toBe(2);
  expect(one(begun, 1000, NOW + 4_000_000).state).toBe("not_arrived");
  expect(one(view, 1000, NOW + 4_000_000).state).toBe("over");
});

test("who needs somebody comes first, the longest waiting first", () => {
  const view = after(
    begun,
    rows(
      aRow(1000, NOW),
      aRow(1001, NOW, { connected: false, sinceMs: NOW - 70_000 }),
      aRow(1002, NOW, { connected: false, sinceMs: NOW - 90_000 }),
      aRow(1003, NOW, { connected: false, sinceMs: NOW - 5_000 }),
      aRow(1004, NOW, { hand: { reason: "unwell", atMs: NOW - 100 } }),
      aRow(1005, NOW, { waitingEntries: 2, savedAtMs: NOW - 31_000 }),
      aRow(1006, NOW, { problems: ["clock"] }),
      aRow(1007, NOW, { submitted: "on_tablet" }),
      aRow(1008, NOW, { submitted: "stored" }),
    ),
  );
  const lines = viewsOf(view)
    .map((each) => ({ candidate: each, attention: attentionOf(each, NOW) }))
    .sort(byAttention);
  expect(lines.map(({ candidate: { id }, attention }) => [id, attention?.cause])).toEqual([
    [1004, "hand"],
    [1002, "offline_long"],
    [1001, "offline_long"],
    [1005, "not_saved"],
    [1007, "owes"],
    [1006, "device"],
    [1003, "offline"],
    [1009, "late"],
    [1000, undefined],
    [1008, undefined],
  ]);
});

test("a hand that somebody answers needs nobody else; raised again later, it does", () => {
  const raised = after(begun, rows(aRow(1000, NOW, { hand: { reason: "question", atMs: NOW - 100 } })));
  const answered = after(raised, acts(2, ["hand", NOW - 50, { scope: candidate(1000), outcome: "coming" }]));
  expect(one(answered, 1000).hand?.coming).toBe(true);
  expect(attentionOf(one(answered, 1000), NOW)).toBeNull();
  const again = after(answered, rows(aRow(1000, NOW, { hand: { reason: "question", atMs: NOW - 10 } })));
  expect(attentionOf(one(again, 1000), NOW)?.cause).toBe("hand");
  const done = after(again, acts(3, ["hand", NOW - 5, { scope: candidate(1000), outcome: "done" }]));
  expect(one(done, 1000).hand).toBeNull();
});

test("the order stays while the list is held, without those who left it", () => {
  expect(steadyOrder([1, 2, 3], [4, 3, 1], true)).toEqual([1, 3, 4]);
  expect(steadyOrder([1, 2, 3], [4, 3, 1], false)).toEqual([4, 3, 1]);
});

test("the widest pause that holds is told with its act; the common end leaves out who has another", () => {
  const view = after(
    begun,
    acts(
      2,
      ["pause", NOW - 30, { scope: { kind: "room", id: 10 }, id: "room-pause" }],
      ["pause", NOW - 20, { id: "nation-pause" }],
    ),
  );
  expect(pauseInForce(view, placeOfRoom(1, 10), NOW)?.act?.id).toBe("nation-pause");
  expect(pauseInForce(begun, placeOfRoom(1, 10), NOW)).toBeNull();
  expect(commonEnd(viewsOf(begun))).toEqual({ endMs: NOW - 60_000 + timing.durationMs, others: 1 });
  expect(commonEnd(viewsOf(view))).toEqual({ endMs: null, others: 0 });
});

test("one opens with the sitting under way, else the next; never with one that was replaced", () => {
  const [next, today] = exam.sittings;
  if (!next || !today) throw new Error("no sittings");
  const replacing = { ...today, id: 3, plannedStartMs: today.plannedStartMs + 3_600_000, replacesSittingId: today.id };
  expect(chooseSitting(exam.sittings, NOW)?.id).toBe(today.id);
  expect(chooseSitting(exam.sittings, NOW + 15 * 3_600_000)?.id).toBe(next.id);
  expect(chooseSitting([replacing, ...exam.sittings], NOW)?.id).toBe(3);
  expect(chooseSitting([], NOW)).toBeNull();
});

test("a hall that fills up is no alarm: who has not arrived is looked for when few are left, or nobody is let in any more", () => {
  const arrived = (n: number) => after(begun, rows(...Array.from({ length: n }, (_, seat) => aRow(1000 + seat, NOW))));
  const looking = (view: SittingView, atMs: number) =>
    [...roomsLookingForLate(viewsOf(view, atMs), 15 * 60_000, atMs)].length > 0;
  expect(looking(arrived(2), NOW)).toBe(false);
  expect(looking(arrived(7), NOW)).toBe(true);
  expect(looking(arrived(2), NOW + 16 * 60_000)).toBe(true);
  expect(attentionOf(one(begun, 1000), NOW, false)).toBeNull();
  expect(isUrgent({ cause: "late", sinceMs: null })).toBe(false);
});
