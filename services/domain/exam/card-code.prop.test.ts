import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  CARD_CODE_BYTES,
  CARD_CODE_CHARS,
  cardCodeFrom,
  demoCardCode,
  groupedCardCode,
  readCardCode,
} from "#domain/exam/card-code";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const code = fc.uint8Array({ minLength: CARD_CODE_BYTES, maxLength: CARD_CODE_BYTES }).map(cardCodeFrom);
const place = fc.integer({ min: 0, max: CARD_CODE_CHARS - 1 });

describe("card codes", () => {
  test("are 13 characters of Crockford's alphabet and read back as themselves", () => {
    fc.assert(
      fc.property(code, (made) => {
        expect(made).toMatch(/^[0-9A-HJKMNP-TV-Z]{13}$/);
        expect(readCardCode(made)).toEqual({ ok: true, code: made });
      }),
    );
  });

  test("keep 60 bits of their bytes: different bits, different codes", () => {
    const bits = fc.bigInt({ min: 0n, max: (1n << 60n) - 1n });
    const codeOf = (value: bigint) =>
      cardCodeFrom(Uint8Array.from({ length: 8 }, (_, n) => Number((value >> BigInt(8 * (7 - n))) & 255n)));
    fc.assert(fc.property(bits, bits, (a, b) => (codeOf(a) === codeOf(b)) === (a === b)));
  });

  test("are read in any case, with spaces and dashes, O as 0, I and L as 1", () => {
    const disguise = (char: string) =>
      fc.constantFrom(
        ...(char === "0" ? ["0", "O", "o"] : char === "1" ? ["1", "I", "i", "L", "l"] : [char, char.toLowerCase()]),
      );
    const gap = fc.constantFrom("", "", " ", "-", "–", "\u00a0", " - ");
    const typed = code.chain((made) =>
      fc
        .tuple(...[...made].map((char) => fc.tuple(disguise(char), gap)))
        .map((parts) => ({ made, text: parts.flat().join("") })),
    );
    fc.assert(
      fc.property(typed, ({ made, text }) => {
        expect(readCardCode(text)).toEqual({ ok: true, code: made });
      }),
    );
    fc.assert(
      fc.property(code, (made) => {
        expect(readCardCode(groupedCardCode(made))).toEqual({ ok: true, code: made });
      }),
    );
  });

  test("catch any single wrong character", () => {
    fc.assert(
      fc.property(code, place, fc.constantFrom(...ALPHABET), (made, n, wrong) => {
        fc.pre(made[n] !== wrong);
        expect(readCardCode(made.slice(0, n) + wrong + made.slice(n + 1))).toEqual({ ok: false, reason: "check" });
      }),
      { numRuns: 2_000 },
    );
  });

  test("catch any swap of two different characters, adjacent or not", () => {
    fc.assert(
      fc.property(code, place, place, (made, a, b) => {
        fc.pre(made[a] !== made[b]);
        const chars = [...made];
        [chars[a], chars[b]] = [chars[b] ?? "", chars[a] ?? ""];
        expect(readCardCode(chars.join(""))).toEqual({ ok: false, reason: "check" });
      }),
      { numRuns: 2_000 },
    );
  });

  test("tell a wrong length and a foreign character apart", () => {
    expect(readCardCode("")).toEqual({ ok: false, reason: "length" });
    expect(readCardCode("7K3M")).toEqual({ ok: false, reason: "length" });
    expect(readCardCode("U000000000000")).toEqual({ ok: false, reason: "character" });
    expect(readCardCode("7K3M-Q9TB-2XH€4")).toEqual({ ok: false, reason: "character" });
  });

  test("of the demo depend on the student number and the given HMAC only", () => {
    const hmac = (key: string, message: string) => new TextEncoder().encode(`${message}${key}`).slice(5);
    expect(demoCardCode("21000001", hmac)).toBe(demoCardCode("21000001", hmac));
    expect(demoCardCode("21000001", hmac)).not.toBe(demoCardCode("31000002", hmac));
  });
});
