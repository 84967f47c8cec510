import { expect, test } from "vitest";
import { closingObstacle, type ClosingCandidate, signingObstacle, stillOwing } from "#domain/sitting/closing";
import { NO_EXTRA_TIME } from "#domain/sitting/clock";
import { recordOf } from "#domain/sitting/record";
import { foldJournal } from "#domain/sitting/state";
import { anAct } from "#domain/testing/builders";

const durations = { main: 100, backup: 100 };
const one = (candidateId: number, seat: string, over: Partial<ClosingCandidate> = {}): ClosingCandidate => ({
  place: { centreId: 1, roomId: 10, candidateId },
  seat,
  extra: NO_EXTRA_TIME,
  arrived: true,
  submitted: "stored",
  ...over,
});
const of = (candidateId: number) => ({ scope: { kind: "candidate", id: candidateId } as const });
const started = [anAct("check_in", 0), anAct("start", 10)];

test("tablets that owe are those of candidates who were present, not stored and not waived, by room and seat", () => {
  const candidates = [
    one(1, "A10", { submitted: "no" }),
    one(2, "A2", { submitted: "on_tablet" }),
    one(3, "A3"),
    one(4, "A4", { submitted: "no", arrived: false }),
    one(5, "A5", { submitted: "no" }),
    one(6, "A6", { submitted: "no" }),
    one(7, "A7", { submitted: "no", arrived: false }),
  ];
  const record = recordOf([
    anAct("waive_receipt", 50, of(5)),
    anAct("attendance", 51, { ...of(6), attendance: "absent" }),
    anAct("attendance", 52, { ...of(7), attendance: "left" }),
  ]);
  expect(stillOwing(record, candidates).map(({ seat, owes }) => [seat, owes])).toEqual([
    ["A2", "entries"],
    ["A7", "submission"],
    ["A10", "submission"],
  ]);
});

test("a centre signs when its candidates' time is over and nobody owes, once", () => {
  const obstacle = (acts: typeof started, candidates: ClosingCandidate[], nowMs: number) =>
    signingObstacle(foldJournal(acts), recordOf(acts), 1, candidates, durations, nowMs);
  expect(obstacle(started, [one(1, "1", { submitted: "no" })], 109)).toEqual({ reason: "running", candidateIds: [1] });
  expect(obstacle(started, [one(1, "1", { submitted: "no" })], 110)).toMatchObject({ reason: "owing" });
  expect(obstacle(started, [one(1, "1"), one(2, "2", { submitted: "no", arrived: false })], 110)).toBeNull();
  const signed = [...started, anAct("sign_minutes", 120, { scope: { kind: "centre", id: 1 } })];
  expect(obstacle(signed, [one(1, "1")], 121)).toEqual({ reason: "signed" });
  const cancelled = [...started, anAct("cancel", 50)];
  expect(obstacle(cancelled, [one(1, "1", { submitted: "no" })], 60)).toMatchObject({ reason: "owing" });
});

test("a sitting is closed after its end, when every centre has signed or somebody says why not", () => {
  const ended = [...started, anAct("end", 110), anAct("sign_minutes", 120, { scope: { kind: "centre", id: 1 } })];
  const obstacle = (acts: typeof ended, centreIds: number[], override: string | null = null) =>
    closingObstacle(foldJournal(acts), recordOf(acts), centreIds, override);
  expect(obstacle(started, [1])).toEqual({ reason: "phase", phase: "running" });
  expect(obstacle(ended, [1])).toBeNull();
  expect(obstacle(ended, [1, 2])).toEqual({ reason: "unsigned", centreIds: [2] });
  expect(obstacle(ended, [1, 2], " ")).toMatchObject({ reason: "unsigned" });
  expect(obstacle(ended, [1, 2], "the dean is away, signs on paper")).toBeNull();
});
