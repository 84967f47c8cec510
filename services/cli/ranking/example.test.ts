/** The example of docs/ranking.md is what the commands make of its files. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runAmphi, settingsWith } from "#cli/testing/run-amphi";
import { projectRoot } from "#runtime/project-root";

const example = (name: string) => join(projectRoot(), "docs/examples/ranking", name);
const amphi = (...words: string[]) => runAmphi(settingsWith({}), ...words);

test("the example of docs/ranking.md: ranks and public file are made again byte for byte, and verified", async () => {
  const folder = mkdtempSync(join(tmpdir(), "amphi-example-"));
  try {
    const made = (name: string) => join(folder, name);
    const ranked = await amphi(
      ...["rank", "--marks", example("marks.csv"), "--marks", example("ue8.csv"), "--rules", example("rules.json")],
      ...["--candidates", example("candidates.csv"), "--lottery", example("lottery.json")],
      ...["--out", made("ranks.csv"), "--public", made("ranking.jsonl")],
    );
    expect([ranked.status, ranked.err]).toEqual([0, ""]);
    for (const name of ["ranks.csv", "ranking.jsonl"])
      expect(readFileSync(made(name), "utf8")).toBe(readFileSync(example(name), "utf8"));
    const { commitment } = JSON.parse(readFileSync(example("commitment.json"), "utf8")) as { commitment: string };
    expect(await amphi("verify-ranking", example("ranking.jsonl"), "--commitment", commitment)).toMatchObject({
      status: 0,
    });
    const lottery = await amphi(
      ...["lottery", "verify", example("lottery.json"), "--commitment", example("commitment.json")],
      ...["--rules", example("rules.json"), "--numbers", example("numbers.txt"), "--key-of", "10482973"],
    );
    expect(lottery.out).toContain("\n10482973 4ebc6eab8d7a2d3bb8cd249a94faebc970689cef94af3d1688962538eed080a4");
    // The document prints the ranks of the example as they are.
    const text = readFileSync(join(projectRoot(), "docs/ranking.md"), "utf8");
    for (const line of readFileSync(example("ranks.csv"), "utf8").split("\n").slice(1, 8)) expect(text).toContain(line);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
