import { expect, test } from "vitest";
import { ActAsked } from "#contracts/console/acts";
import { LIMITS } from "#contracts/limits";
import { READINESS_CHECKS } from "#domain/sitting/act";
import { type ActAim, type ActForm, askedFrom, EMPTY_FORM } from "./act-form.ts";
import { instantOf, timeOfDay } from "./time-of-day.ts";

const NOW = new Date(2016, 5, 20, 15, 0, 0).getTime();
const ROOM = { kind: "room", id: 10 } as const;
const asking = { ids: ["a", "b"], seenActId: "start-2", nowMs: NOW };
const ask = (aim: Partial<ActAim> & Pick<ActAim, "kind">, form: Partial<ActForm> = {}) =>
  askedFrom({ scopes: [ROOM], ...aim }, { ...EMPTY_FORM, cause: "coupure", ...form }, asking);

test("one request for each of a selection, each with its id, and what was known", () => {
  const scopes = [1, 2].map((id) => ({ kind: "candidate" as const, id }));
  const result = ask({ kind: "credit", scopes }, { minutes: "3", seconds: "30" });
  if (!("asked" in result)) throw new Error(result.problem);
  expect(result.asked).toMatchObject([
    { id: "a", creditMs: 210_000, scope: scopes[0], seenActId: "start-2", effectiveAtMs: null },
    { id: "b", creditMs: 210_000, scope: scopes[1] },
  ]);
  for (const one of result.asked) expect(ActAsked.safeParse(one).success).toBe(true);
});

test("what is missing is said before anything is sent", () => {
  const problemOf = (...args: Parameters<typeof ask>) => {
    const result = ask(...args);
    return "problem" in result ? result.problem : null;
  };
  expect(problemOf({ kind: "pause" }, { cause: "  " })).toBe("cause");
  expect(problemOf({ kind: "pause" }, { when: "at", at: "25:00" })).toBe("time");
  expect(problemOf({ kind: "pause" }, { when: "at", at: "14:59:59" })).toBe("past");
  expect(problemOf({ kind: "credit" }, { minutes: "0" })).toBe("credit");
  expect(problemOf({ kind: "credit" }, { minutes: "x" })).toBe("credit");
  expect(problemOf({ kind: "extra_time" }, { fraction: "3/2" })).toBe("fraction");
  expect(problemOf({ kind: "instruction" }, { text: " " })).toBe("text");
  expect(problemOf({ kind: "instruction" }, { text: "x".repeat(LIMITS.instructionCharsMax + 1) })).toBe("text_long");
  expect(problemOf({ kind: "instruction" }, { text: "x", corrects: "deux" })).toBe("number");
  expect(problemOf({ kind: "ready" }, { cause: "", checks: READINESS_CHECKS.slice(1) })).toBe("checks");
  expect(problemOf({ kind: "ready" }, { cause: "", checks: READINESS_CHECKS })).toBeNull();
});

test("the nation's ready ticks nothing, and may say why there was no rehearsal", () => {
  const nation = { kind: "ready", scopes: [{ kind: "nation" }] } as const;
  expect(ask(nation, { cause: "", override: " répété ailleurs " })).toMatchObject({
    asked: [{ checks: [], override: "répété ailleurs", cause: "" }],
  });
  expect(ask(nation, { cause: "" })).toMatchObject({ asked: [{ override: null }] });
});

test("what the aim has decided is not asked of the form", () => {
  const result = ask(
    { kind: "instruction", details: { audience: "candidates" } },
    { text: "Calme", audience: "everyone" },
  );
  expect(result).toMatchObject({ asked: [{ audience: "candidates", text: "Calme", corrects: null, itemId: null }] });
  expect(ask({ kind: "pause" }, { when: "at", at: "15:45:00" })).toMatchObject({
    asked: [{ effectiveAtMs: NOW + 45 * 60_000 }],
  });
});

test("a time of day is the nearest one, also around midnight", () => {
  const midnight = new Date(2016, 5, 21, 0, 30, 0).getTime();
  expect(instantOf("23:50", midnight)).toBe(midnight - 40 * 60_000);
  expect(instantOf("0:45:30", midnight)).toBe(midnight + 15.5 * 60_000);
  expect(timeOfDay(NOW)).toBe("15:00:00");
  expect(instantOf("15h45", NOW)).toBeNull();
});
