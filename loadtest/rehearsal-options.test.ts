import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ecni2015 } from "#loadtest/profiles/ecni-2015";
import { smoke } from "#loadtest/profiles/smoke";
import { readRehearsalOptions, USAGE } from "#loadtest/rehearsal-options";

const TOKEN = `amphi_${"t".repeat(43)}`;

test("a platform that runs is rehearsed with a token alone, said or in a file", () => {
  const at = ["--target", "http://127.0.0.1:80"];
  const problems = (...more: string[]) => readRehearsalOptions([...at, ...more]);
  expect(problems()).toEqual([expect.stringContaining("needs --token or --token-file")]);
  expect(problems("--token", TOKEN, "--token-file", "x")).toHaveLength(1);
  expect(problems("--token", "amphi_short")).toEqual([expect.stringMatching(/^--token: no token/)]);
  expect(problems("--token-file", "/nowhere/token")).toEqual([expect.stringMatching(/^--token-file: ENOENT/)]);
  expect(readRehearsalOptions(["--token", TOKEN])).toEqual([expect.stringContaining("goes with --target")]);
  const folder = mkdtempSync(join(tmpdir(), "amphi-token-"));
  writeFileSync(join(folder, "token"), `${TOKEN}\n`);
  expect(problems("--token-file", join(folder, "token"))).toMatchObject({ token: TOKEN });
  rmSync(folder, { recursive: true });
});

test("smoke on a private platform unless told", () => {
  expect(readRehearsalOptions([])).toEqual({
    profile: smoke,
    target: null,
    token: null,
    data: "var",
    out: null,
    seed: 1,
    prefill: 0,
    faults: [],
    compare: null,
    json: false,
    keep: false,
  });
});

test("who plays the tablets is as the profile says unless told", () => {
  const generatorOf = (line: string) => {
    const options = readRehearsalOptions(line.split(" "));
    return "profile" in options ? options.profile.generator : options;
  };
  expect(generatorOf("--profile ecni-2015")).toBe("k6");
  expect(generatorOf("--profile burst")).toBe("light");
  expect(generatorOf("--profile burst --generator k6")).toBe("k6");
  expect(generatorOf("--generator heavy")).toEqual(['--generator: "heavy" is unknown; there is k6, light']);
});

test("fewer candidates keep their pace and have fewer consoles; --speed hurries everybody, --minutes moves the end", () => {
  const options = readRehearsalOptions(
    `--profile ecni-2015 --candidates 830 --speed 2 --minutes 1.5 --target http://127.0.0.1:80/ --token ${TOKEN}`.split(
      " ",
    ),
  );
  expect(options).toMatchObject({
    profile: {
      ...ecni2015,
      candidates: 830,
      minutes: 1.5,
      arrivalSeconds: 9,
      entriesPerSecond: 280,
      consoles: { proctors: 40, leads: 4, organisers: 1 },
    },
    target: "http://127.0.0.1:80",
    token: TOKEN,
  });
});

test("held tablets are as many times fewer as candidates are, and only a platform of its own lets them in", () => {
  expect(readRehearsalOptions(["--profile", "x10", "--candidates", "100"])).toMatchObject({
    profile: { candidates: 100, held: 900 },
  });
  const elsewhere = ["--profile", "x10", "--target", "http://127.0.0.1:80", "--token", TOKEN, "--tls"];
  expect(readRehearsalOptions(elsewhere)).toEqual([
    expect.stringMatching(/^--target: x10 holds/),
    expect.stringMatching(/^--tls: the tablets/),
    expect.stringMatching(/^--tls: a platform/),
  ]);
});

test("a shorter day has shorter faults", () => {
  const options = readRehearsalOptions(["--profile", "no-database", "--minutes", "1.4"]);
  expect(options).toMatchObject({ profile: { faults: [{ fault: { part: "postgres", seconds: 60 } }] } });
});

test("says every problem at once", () => {
  const problems = readRehearsalOptions(
    "--profile big --candidates 0 --minutes 0 --target ftp://x --seed x --faults kill:sun,freeze:postgres".split(" "),
  );
  expect(problems).toHaveLength(7);
  expect(String(problems)).toContain("there is smoke, stage, day, ecni-2015");
  expect(readRehearsalOptions(["--data", "elsewhere"])).toHaveLength(1);
  expect(readRehearsalOptions(["--fast"])).toHaveLength(1);
  expect(USAGE).toContain("ecni-2015");
});

test("earlier answers go with a sitting of the rehearsal's own", () => {
  expect(readRehearsalOptions(["--profile", "day", "--prefill", "1000"])).toMatchObject({ prefill: 1_000 });
  expect(readRehearsalOptions(["--profile", "smoke", "--prefill", "1000"])).toEqual([
    "--prefill: smoke joins a sitting that runs; take a profile with one of its own",
  ]);
});
