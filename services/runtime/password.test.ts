import { expect, test } from "vitest";
import { createPasswords } from "#runtime/password";

test("a password fits its own hash, however its letters were typed, and no other", async () => {
  const passwords = createPasswords();
  const hashed = await passwords.hash("caf\u00e9 de Flore");
  expect(hashed).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await passwords.hash("caf\u00e9 de Flore")).not.toBe(hashed);
  expect(await passwords.verify(hashed, "cafe\u0301 de Flore")).toBe(true);
  expect(await passwords.verify(hashed, "cafe de Flore")).toBe(false);
  expect(await passwords.verify(null, "")).toBe(false);
});

test("fifty at once are all answered rightly, in turn", async () => {
  const passwords = createPasswords();
  const hashed = await passwords.hash("right");
  const asked = Array.from({ length: 50 }, (_, n) =>
    passwords.verify(n % 5 === 4 ? null : hashed, n % 2 ? "wrong" : "right"),
  );
  expect(await Promise.all(asked)).toEqual(asked.map((_, n) => n % 5 !== 4 && n % 2 === 0));
  // A hash that is none rejects, and its place is given back.
  await expect(Promise.all([1, 2, 3].map(() => passwords.verify("broken", "x")))).rejects.toThrow();
  expect(await passwords.verify(hashed, "right")).toBe(true);
});
