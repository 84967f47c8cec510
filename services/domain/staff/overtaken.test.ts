import { expect, test } from "vitest";
import type { ActKind } from "#domain/sitting/act";
import { NATION, type Scope } from "#domain/sitting/scope";
import { overtakenBy } from "#domain/staff/overtaken";
import { PLACES } from "#domain/staff/testing/places";
import { anAct } from "#domain/testing/builders";

const centre = (id: number): Scope => ({ kind: "centre", id });
const candidate = (id: number): Scope => ({ kind: "candidate", id });
const seen = anAct("start", 1, { id: "seen" });
const since = (kind: ActKind, scope: Scope) => [seen, anAct(kind, 2, { id: "new", scope })];
const by = (acts: ReturnType<typeof since>, kind: ActKind, scope: Scope, seenActId: string | null = "seen") =>
  overtakenBy(acts, { kind, scope, seenActId }, PLACES)?.id ?? null;

test("an act of the same or a containing scope overtakes what moves a clock; one beside it or below does not", () => {
  expect(by(since("pause", NATION), "resume", NATION)).toBe("new");
  expect(by(since("pause", NATION), "credit", candidate(101))).toBe("new");
  expect(by(since("credit", centre(1)), "credit", candidate(102))).toBe("new");
  expect(by(since("pause", centre(2)), "credit", centre(1))).toBe(null);
  expect(by(since("pause", centre(1)), "cancel", NATION)).toBe(null);
});

test("what was seen does not overtake; a journal without it is unknown to the person", () => {
  expect(by([seen], "pause", NATION)).toBe(null);
  expect(by(since("pause", NATION), "pause", NATION, "new")).toBe(null);
  expect(by(since("pause", NATION), "pause", NATION, null)).toBe(null);
  expect(by([seen], "pause", NATION, "lost")).toBe("seen");
});

test("records are in the way of the same record only; instructions and incidents of nothing", () => {
  expect(by(since("incident", NATION), "pause", NATION)).toBe(null);
  expect(by(since("pause", NATION), "attendance", candidate(101))).toBe(null);
  expect(by(since("attendance", candidate(101)), "attendance", candidate(101))).toBe("new");
  expect(by(since("attendance", candidate(102)), "attendance", candidate(101))).toBe(null);
  expect(by(since("incident", NATION), "incident", NATION)).toBe(null);
  expect(by(since("instruction", NATION), "instruction", NATION)).toBe(null);
});
