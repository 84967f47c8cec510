import { expect, test } from "vitest";
import { Reason } from "#contracts/reason";
import { inEnglish, REASONS_IN_ENGLISH } from "#domain/sitting/reason-in-english";

test("every reason goes over the wire, and nothing else does", () => {
  const codes = Reason.options.flatMap(({ shape: { code } }) => ("options" in code ? code.options : [...code.values]));
  expect([...codes].sort()).toEqual(Object.keys(REASONS_IN_ENGLISH).sort());
  const owing = { code: "tablets_owe", count: 2, seats: ["A1", "A2"] } as const;
  expect(Reason.parse(owing)).toEqual(owing);
  expect(inEnglish(owing)).toContain("2 tablets still owe entries (seats A1, A2)");
  expect(Reason.safeParse({ code: "because" }).success).toBe(false);
});
