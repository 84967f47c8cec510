import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { demoCardCodes } from "#contracts/demo-cards";
import { readCardCode } from "#domain/exam/card-code";
import { DEMO_CANDIDATE_COUNT } from "#domain/exam/demo-candidates";

const hmac = (key: string, message: string) => createHmac("sha256", key).update(message).digest();

test.each([1, 7, 200, 4_999, DEMO_CANDIDATE_COUNT])("%i candidates have %i different, readable codes", (count) => {
  const codes = demoCardCodes(count, hmac);
  expect(new Set(codes).size).toBe(count);
  expect(codes.every((code) => readCardCode(code).ok)).toBe(true);
});

test("refuses more than there are", () => {
  expect(() => demoCardCodes(DEMO_CANDIDATE_COUNT + 1, hmac)).toThrow(RangeError);
});
