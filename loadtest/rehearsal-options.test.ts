import { expect, test } from "vitest";
import { smoke } from "#loadtest/profiles/smoke";
import { readRehearsalOptions } from "#loadtest/rehearsal-options";

test("smoke on a private platform unless told", () => {
  expect(readRehearsalOptions([])).toEqual({ profile: smoke, target: null, data: "var", out: null, seed: 1 });
});

test("numbers change the profile's shape", () => {
  expect(
    readRehearsalOptions(["--candidates", "20", "--seconds", "5", "--target", "http://127.0.0.1:80/"]),
  ).toMatchObject({
    profile: { ...smoke, candidates: 20, seconds: 5 },
    target: "http://127.0.0.1:80",
  });
});

test("says every problem at once", () => {
  const problems = readRehearsalOptions([
    "--profile",
    "big",
    "--candidates",
    "0",
    "--target",
    "ftp://x",
    "--seed",
    "x",
  ]);
  expect(problems).toHaveLength(4);
  expect(readRehearsalOptions(["--data", "elsewhere"])).toHaveLength(1);
  expect(readRehearsalOptions(["--speed", "9"])).toHaveLength(1);
});
