import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  acceptedStep,
  codeAt,
  newSecondFactor,
  openSecondFactor,
  sealSecondFactor,
  secondFactorUri,
} from "#runtime/second-factor";

const KEY = Buffer.alloc(32, 7);

describe("the authenticator", () => {
  // RFC 6238, appendix B (SHA-1, the last six of eight digits).
  const secret = Buffer.from("12345678901234567890");
  test.each([
    [59, "287082"],
    [1111111109, "081804"],
    [20000000000, "353130"],
  ])("at %i s it shows %s", (seconds, code) => {
    expect(codeAt(secret, seconds * 1_000)).toBe(code);
  });

  test("a code is good for its step and the neighbours, once", () => {
    const now = 1_000_000_000_000;
    const step = Math.floor(now / 30_000);
    for (const off of [-1, 0, 1])
      expect(acceptedStep(secret, codeAt(secret, now + off * 30_000), now, null)).toBe(step + off);
    for (const off of [-2, 2]) expect(acceptedStep(secret, codeAt(secret, now + off * 30_000), now, null)).toBeNull();
    expect(acceptedStep(secret, codeAt(secret, now), now, step)).toBeNull();
    expect(acceptedStep(secret, codeAt(secret, now), now, step - 1)).toBe(step);
    expect(acceptedStep(secret, codeAt(secret, now - 30_000), now, step)).toBeNull();
    for (const wrong of ["", "12345", "abcdef", "1234567"]) expect(acceptedStep(secret, wrong, now, null)).toBeNull();
  });

  test("its address names the login and holds the secret", () => {
    const uri = secondFactorUri(secret, "claire.petit");
    expect(uri).toMatch(/^otpauth:\/\/totp\/Amphi:claire\.petit\?/);
    expect(uri).toContain("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  });
});

describe("a sealed secret", () => {
  test("opens with its key and its login only, and never twice looks the same", () => {
    const secret = newSecondFactor();
    const sealed = sealSecondFactor(KEY, "a", secret);
    expect(openSecondFactor(KEY, "a", sealed)).toEqual(secret);
    expect(openSecondFactor(KEY, "b", sealed)).toBeNull();
    expect(openSecondFactor(randomBytes(32), "a", sealed)).toBeNull();
    expect(sealSecondFactor(KEY, "a", secret)).not.toEqual(sealed);
    expect(sealed.includes(secret)).toBe(false);
    for (let at = 0; at < sealed.length; at++) {
      const damaged = Buffer.from(sealed);
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      expect(openSecondFactor(KEY, "a", damaged)).toBeNull();
    }
    for (const short of [0, 1, 29, sealed.length - 1])
      expect(openSecondFactor(KEY, "a", sealed.subarray(0, short))).toBeNull();
  });
});
