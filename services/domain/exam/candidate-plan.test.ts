import { describe, expect, test } from "vitest";
import {
  needsConsent,
  planCandidates,
  seatsTakenByKept,
  type CandidateRecord,
  type StoredCandidate,
} from "#domain/exam/candidate-plan";

const aCandidate = (studentNumber: string, over: Partial<CandidateRecord> = {}): CandidateRecord => ({
  studentNumber,
  familyName: "Dupont",
  givenName: "Anne",
  centre: "LYO",
  room: "A",
  seat: studentNumber,
  extraTime: { numerator: 1, denominator: 1 },
  identity: {},
  ...over,
});
const stored = (studentNumber: string, over: Partial<StoredCandidate> = {}): StoredCandidate => ({
  ...aCandidate(studentNumber),
  id: Number(studentNumber),
  hasAnswers: false,
  ...over,
});

describe("the plan of a second import", () => {
  test("tells new, moved, changed, gone and kept apart", () => {
    const file = [
      aCandidate("1"),
      aCandidate("2", { seat: "20" }),
      aCandidate("3", { givenName: "Annie", identity: { promotion: "2026" } }),
      aCandidate("9"),
    ];
    const before = [stored("1"), stored("2"), stored("3"), stored("4"), stored("5", { hasAnswers: true })];
    const plan = planCandidates(file, before);
    expect(plan.added.map((one) => one.studentNumber)).toEqual(["9"]);
    expect(plan.moved.map((one) => one.after.studentNumber)).toEqual(["2"]);
    expect(plan.changed.map((one) => one.fields)).toEqual([["given name", "promotion"]]);
    expect(plan.gone.map((one) => one.studentNumber)).toEqual(["4"]);
    expect(plan.kept.map((one) => one.studentNumber)).toEqual(["5"]);
    expect(plan.unchangedCount).toBe(1);
    expect(needsConsent(plan)).toBe(true);
  });

  test("needs no consent when it only adds", () => {
    expect(needsConsent(planCandidates([aCandidate("1"), aCandidate("2")], [stored("1")]))).toBe(false);
  });

  test("the same factor written otherwise is no change", () => {
    const same = planCandidates(
      [aCandidate("1", { extraTime: { numerator: 8, denominator: 6 } })],
      [stored("1", { extraTime: { numerator: 4, denominator: 3 } })],
    );
    expect(same.unchangedCount).toBe(1);
  });

  test("a seat where somebody with answers stays cannot be given away", () => {
    const file = [aCandidate("1", { seat: "5" })];
    const plan = planCandidates(file, [stored("5", { hasAnswers: true })]);
    expect(seatsTakenByKept(plan, file)).toEqual(file);
  });
});
