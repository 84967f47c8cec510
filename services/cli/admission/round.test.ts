import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runAmphi, settingsWith } from "#cli/testing/run-amphi";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "amphi-round-"))));
afterEach(() => rmSync(folder, { recursive: true }));
const file = (name: string, ...lines: string[]) => {
  writeFileSync(join(folder, name), `${lines.join("\n")}\n`);
  return join(folder, name);
};
const amphi = (...args: string[]) => runAmphi(settingsWith({}), ...args);

const RANKS = ["candidate,ranking,rank", "Ana,MED,2", "Eve,MED,1", "Ana,PHA,1", "Leo,PHA,", "Eve,PHA,2", "Ada,MED,3"];

test("ranks, places and wishes become a round that allocate takes; whoever wishes nothing takes no part", async () => {
  const out = join(folder, "in.json");
  const places = file("places.csv", "programme,places", "MED,1", "PHA,1");
  const wishes = file("wishes.csv", "candidate;voeux", "Ana;MED PHA", "Eve;MED|PHA", "Leo;PHA");
  const args = ["--ranks", file("ranks.csv", ...RANKS), "--places", places, "--wishes", wishes, "--out", out];
  expect(await amphi("round", ...args)).toMatchObject({ status: 0, err: "" });
  expect(JSON.parse(readFileSync(out, "utf8"))).toEqual({
    programmes: [
      { id: "MED", places: 1, ranking: ["Eve", "Ana"] },
      { id: "PHA", places: 1, ranking: ["Ana", "Eve"] },
    ],
    candidates: [
      { id: "Ana", wishes: ["MED", "PHA"] },
      { id: "Eve", wishes: ["MED", "PHA"] },
      { id: "Leo", wishes: ["PHA"] },
    ],
  });
  const result = join(folder, "result.json");
  expect(await amphi("allocate", "--in", out, "--out", result)).toMatchObject({ status: 0 });
  const { seats } = JSON.parse(readFileSync(result, "utf8")) as { seats: unknown };
  expect(seats).toEqual({ Ana: "PHA", Eve: "MED", Leo: null });
});

test("every problem is told with its line, and nothing is written", async () => {
  const places = file("places.csv", "programme,places", "MED,one");
  const wishes = file("wishes.csv", "candidate,wishes", "Ana,ODO");
  const args = ["--places", places, "--wishes", wishes, "--out", join(folder, "in.json")];
  const ranks = file("ranks.csv", ...RANKS);
  const first = await amphi("round", "--ranks", ranks, ...args);
  expect([first.status, first.err]).toEqual([
    2,
    expect.stringContaining('places.csv: line 2: "one" is no number of places'),
  ]);
  file("places.csv", "programme,places", "MED,1");
  const second = await amphi("round", "--ranks", file("ranks.csv", "candidate,ranking,rank", "Ana,MED,first"), ...args);
  expect(second.status).toBe(2);
  expect(second.err).toContain('line 2: "first" is no rank');
  expect(second.err).toContain('"ODO" is no programme');
});
