import { describe, expect, test } from "vitest";
import {
  type Decision,
  type DecisionOutcome,
  proposingProblem,
  type Settling,
  settlingProblem,
  stateOf,
} from "#domain/decision/decision";

const [ANNE, BORIS] = [
  { accountId: 1, name: "Anne (jury)" },
  { accountId: 2, name: "Boris (jury)" },
];
const aDecision = (over: Partial<Decision> = {}): Decision => ({
  id: 7,
  kind: "ruling",
  subject: { kind: "exam", id: 1 },
  payloadText: '{"item":"Q1"}',
  payloadSha256: "ab",
  reason: "two right answers",
  proposedBy: ANNE,
  proposedAtMs: 1_000,
  expiresAtMs: 2_000,
  outcome: null,
  ...over,
});
const outcome = (over: Partial<DecisionOutcome> = {}): DecisionOutcome => ({
  verdict: "signed",
  by: BORIS,
  reason: "",
  atMs: 1_500,
  ...over,
});
const settling = (over: Partial<Settling> = {}): Settling => ({
  verdict: "signed",
  accountId: BORIS.accountId,
  role: "jury",
  payloadSha256: "ab",
  reason: "",
  ...over,
});

describe("a proposal", () => {
  test("is made by a role that decides such things, with a reason", () => {
    expect(proposingProblem("ruling", "jury", "two right answers")).toBe(null);
    for (const role of ["office", "teacher", "organiser", "operator", "proctor"] as const)
      expect(proposingProblem("ruling", role, "why not")).toBe("role_may_not_decide");
    expect(proposingProblem("competition_release", "office", "results are complete")).toBe(null);
    expect(proposingProblem("ruling", "jury", "  ")).toBe("reason_missing");
    expect(proposingProblem("ruling", "jury", "x".repeat(2_001))).toBe("reason_too_long");
  });

  test("is in force when a second, different person signs the text that was proposed, in time", () => {
    expect(settlingProblem(aDecision(), settling(), 1_999)).toBe(null);
    expect(settlingProblem(aDecision(), settling({ accountId: 1 }), 1_999)).toBe("second_person_needed");
    expect(settlingProblem(aDecision(), settling({ payloadSha256: "cd" }), 1_999)).toBe("payload_differs");
    expect(settlingProblem(aDecision(), settling({ role: "office" }), 1_999)).toBe("role_may_not_decide");
    expect(settlingProblem(aDecision(), settling(), 2_000)).toBe("proposal_expired");
  });

  test("is refused by a second person, with a reason, or taken back by the first", () => {
    expect(settlingProblem(aDecision(), settling({ verdict: "refused" }), 1_500)).toBe("reason_missing");
    expect(settlingProblem(aDecision(), settling({ verdict: "refused", reason: "no" }), 1_500)).toBe(null);
    expect(settlingProblem(aDecision(), settling({ verdict: "refused", reason: "no", accountId: 1 }), 1_500)).toBe(
      "second_person_needed",
    );
    expect(settlingProblem(aDecision(), settling({ verdict: "taken_back", accountId: 1 }), 1_500)).toBe(null);
    expect(settlingProblem(aDecision(), settling({ verdict: "taken_back" }), 1_500)).toBe("proposer_only");
  });

  test("ends once", () => {
    for (const verdict of ["signed", "refused", "taken_back"] as const)
      expect(settlingProblem(aDecision({ outcome: outcome({ verdict }) }), settling(), 1_600)).toBe("settled_already");
  });
});

test("the state follows from what was written, and from the time only while nothing was", () => {
  expect(stateOf(aDecision(), 1_999)).toBe("proposed");
  expect(stateOf(aDecision(), 2_000)).toBe("expired");
  expect(stateOf(aDecision({ outcome: outcome() }), 9_000)).toBe("in_force");
  expect(stateOf(aDecision({ outcome: outcome({ verdict: "refused" }) }), 9_000)).toBe("refused");
  expect(stateOf(aDecision({ outcome: outcome({ verdict: "taken_back" }) }), 9_000)).toBe("taken_back");
});
