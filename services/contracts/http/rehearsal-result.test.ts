import { expect, test } from "vitest";
import { problemsOf, RehearsalResult } from "#contracts/http/rehearsal-result";
import { aResult } from "#contracts/testing/a-rehearsal";

const NOW_MS = Date.parse("2026-03-10T10:00:00Z");

test("a result is read with what it has besides, and kept without it", () => {
  const told = { ...aResult(), series: { connected: [1, 2] }, findings: { ...aResult().findings, examples: {} } };
  expect(RehearsalResult.parse(told)).toEqual(aResult());
  expect(RehearsalResult.safeParse({ ...aResult(), version: 2 }).success).toBe(false);
  expect(RehearsalResult.safeParse({ ...aResult(), figures: { d1P99Ms: "fast" } }).success).toBe(false);
});

test("a green verdict is believed only over figures that are; another one is taken as it is", () => {
  const { findings, ...rest } = aResult();
  const limit = { figure: "d1P99Ms", value: 26, most: 25, ok: true };
  expect(problemsOf(aResult(), NOW_MS)).toEqual([]);
  const wrong = [
    { ...rest, findings: { ...findings, counts: { missing: 1 } } },
    { ...rest, findings: { ...findings, quarantined: 2 } },
    { ...rest, findings: { ...findings, tablets: 8_299 } },
    { ...rest, findings: { ...findings, stored: 0 } },
    { ...aResult(), refusals: { count: 1 } },
    aResult({ limits: [limit] }),
    aResult({ limits: [{ ...limit, value: null, ok: false }] }),
    aResult({ reasons: ["a centre was cut"] }),
  ];
  for (const result of wrong) expect(problemsOf(result, NOW_MS)).toHaveLength(1);
  expect(problemsOf(aResult({ state: "red", limits: [limit], reasons: ["slow"] }), NOW_MS)).toEqual([]);
});

test("a rehearsal of tomorrow was not played", () => {
  expect(problemsOf(aResult({ startedAt: "2026-03-10T11:00:00Z" }), NOW_MS)).toEqual(["startedAt: in the future"]);
});
