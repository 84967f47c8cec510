import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runAmphi, settingsWith } from "#cli/testing/run-amphi";
import type { RankingRules } from "#domain/ranking/rules";
import { aRanking, someRules } from "#domain/ranking/testing/competition";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "amphi-ranking-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});
const at = (name: string) => join(folder, name);
const write = (name: string, text: string | Buffer | object) => {
  writeFileSync(at(name), typeof text === "string" || Buffer.isBuffer(text) ? text : JSON.stringify(text));
  return at(name);
};
const read = (name: string) => readFileSync(at(name), "utf8");
const amphi = (...words: string[]) => runAmphi(settingsWith({}), ...words);

const MARKS = `candidate,unit,mark,maximum,code,item 1
10000002,UE1,15000,20000,,1000
10000001,UE1,9000,12000,,1000
10000003,UE1,,,ABS,
10000001,UE2,10000,20000,,0
10000002,UE2,10000,20000,,0
10000003,UE2,10000,20000,,0
`;
const CANDIDATES = `Candidat;Filières;Né le;Nom
10000001;MED;02/01/2004;never read
10000002;MED;01/01/2004;never read
10000003;;;never read
`;
const RULES = someRules({
  missing: "refuse",
  lottery: "public-numbers",
  rankings: [
    aRanking(),
    aRanking({
      code: "MED",
      enrolled: "listed",
      tieBreaks: [{ by: "field", field: "né le", as: "date", first: "lowest", missing: "last" }],
    }),
  ],
});
const rankWords = (...more: string[]) => [
  "rank",
  ...["--marks", at("marks.csv"), "--rules", at("rules.json"), "--candidates", at("candidates.csv")],
  ...more,
];
function writeAll(rules: RankingRules = RULES): void {
  write("marks.csv", MARKS);
  write("candidates.csv", CANDIDATES);
  write("rules.json", rules);
  write("numbers.txt", "# the draw of the day\n9319\n2 5 12 8 10\n");
}

async function drawLottery(): Promise<void> {
  const commit = await amphi(
    ...[
      "lottery",
      "commit",
      "--candidates",
      at("candidates.csv"),
      "--rules",
      at("rules.json"),
      "--numbers",
      "A",
      "--numbers",
      "B",
    ],
    ...["--out", at("commitment.json"), "--secret", at("secret.json")],
  );
  expect([commit.status, commit.err]).toEqual([0, ""]);
  const reveal = await amphi(...revealWords());
  expect([reveal.status, reveal.err]).toEqual([0, ""]);
}
const revealWords = () => [
  ...["lottery", "reveal", "--commitment", at("commitment.json"), "--secret", at("secret.json")],
  ...[
    "--candidates",
    at("candidates.csv"),
    "--rules",
    at("rules.json"),
    "--numbers",
    at("numbers.txt"),
    "--out",
    at("lottery.json"),
  ],
];

describe("from marks to a verified ranking, by files alone", () => {
  test("commit, reveal, rank, check, verify", async () => {
    writeAll();
    const before = await amphi(...rankWords("--out", at("ranks.csv")));
    expect([before.status, before.err.split("\n")[0]]).toEqual([
      2,
      "GEN: equal after every tie-break: 10000001, 10000002",
    ]);
    await drawLottery();
    const files = ["--lottery", at("lottery.json"), "--out", at("ranks.csv"), "--public", at("ranking.jsonl")];
    const ranked = await amphi(...rankWords(...files));
    expect([ranked.status, ranked.err]).toEqual([0, ""]);
    expect(ranked.out).toContain("GEN: 3 ranked; 1 told apart by lottery\n  MED: 2 ranked, 1 not-enrolled");
    const lines = read("ranks.csv").split("\n");
    expect(lines[0]).toMatch(
      /^candidate,ranking,total,out_of,rank,status,decided_by,because,inputs sha256 [0-9a-f]{64}$/,
    );
    // 2 × 15 + 10 = 40 for both; MED: born a day earlier comes first. Absent: 0 + 10.
    expect(lines.filter((line) => line.includes("MED"))).toEqual([
      "10000001,MED,40000,60000,2,ranked,field né le,,",
      "10000002,MED,40000,60000,1,ranked,,,",
      "10000003,MED,,,,not-enrolled,,,",
    ]);
    expect(lines.find((line) => line.startsWith("10000003,GEN"))).toBe("10000003,GEN,10000,60000,3,ranked,total,,");
    const verified = await amphi("verify-ranking", at("ranking.jsonl"));
    expect([verified.status, verified.err]).toEqual([0, ""]);
    expect(verified.out).toContain(
      "valid ranking: 3 candidates\n  GEN: 3 ranked\n  MED: 2 ranked\nlottery commitment ",
    );
    expect(verified.out.split("\n").at(-1)).toBe(ranked.out.split("\n").at(-1));
    expect(read("ranking.jsonl") + read("ranks.csv")).not.toContain("never read");
  });

  test("R16: the lottery is drawn once: the same files give the same ranks, byte for byte", async () => {
    writeAll();
    await drawLottery();
    for (const out of ["a.csv", "b.csv"]) await amphi(...rankWords("--lottery", at("lottery.json"), "--out", at(out)));
    expect(read("a.csv")).toBe(read("b.csv"));
  });

  test("R11: a corrected mark makes ranks stale; lines in another order do not; a table altered by hand is noticed", async () => {
    writeAll();
    await drawLottery();
    const words = (...more: string[]) => rankWords("--lottery", at("lottery.json"), ...more);
    await amphi(...words("--out", at("ranks.csv")));
    const check = () => amphi(...words("--check", at("ranks.csv")));
    expect(await check()).toMatchObject({ status: 0 });
    const [heading = "", ...rows] = MARKS.trim().split("\n");
    write("marks.csv", [heading, ...rows.reverse(), ""].join("\r\n"));
    expect(await check()).toMatchObject({ status: 0 });
    write("marks.csv", MARKS.replace("9000,12000", "9001,12000"));
    const stale = await check();
    expect([stale.status, stale.err]).toEqual([
      1,
      expect.stringContaining("ranks.csv is stale: it was computed from inputs"),
    ]);
    write("marks.csv", MARKS);
    write("ranks.csv", read("ranks.csv").replace(",3,ranked", ",2,ranked"));
    expect(await check()).toMatchObject({ status: 1, err: expect.stringContaining("was altered") as unknown });
  });

  test("R8: marks by hand, in points with a decimal comma, from a spreadsheet of its time, beside the others", async () => {
    writeAll();
    write("marks.csv", MARKS.replace(/.*UE2.*\n/g, ""));
    const byHand =
      "Numéro d'anonymat;UE;Note;Sur;Code\n10000001;UE2;12,25;20;\n10000002;UE2;12;20;\n10000003;UE2;;;ABS\n";
    const second = write("ue2.csv", Buffer.from(byHand, "latin1"));
    const ranked = await amphi(...rankWords("--marks", second, "--out", at("ranks.csv")));
    expect([ranked.status, ranked.err]).toEqual([0, ""]);
    expect(read("ranks.csv")).toContain("10000001,GEN,42250,60000,1,");
    expect(read("ranks.csv")).toContain("10000002,GEN,42000,60000,2,");
  });

  test("R14: values of the office stand in place of a computation", async () => {
    const imported = {
      code: "TP",
      name: "Practical",
      enrolled: "everyone",
      totals: "imported",
      ranks: "imported",
      tieBreaks: [],
    } as const;
    writeAll({ ...RULES, rankings: [imported], missing: "refuse" });
    write("candidates.csv", CANDIDATES.replaceAll("MED", ""));
    const values = write("values.csv", "candidate,ranking,total,rank\n10000001,TP,12,2\n10000002,TP,15,1\n");
    expect(
      await amphi(...rankWords("--values", values, "--out", at("r.csv"), "--public", at("r.jsonl"))),
    ).toMatchObject({ status: 0 });
    expect(read("r.csv")).toContain(
      "10000001,TP,12,,2,ranked,,,\n10000002,TP,15,,1,ranked,,,\n10000003,TP,,,,no-value,,,",
    );
    expect(await amphi("verify-ranking", at("r.jsonl"))).toMatchObject({ status: 0 });
    const twice =
      "candidate,ranking,total,rank\n10000001,TP,12,2\n10000002,TP,15,2\n10000001,TP,13,3\n10000003,TP,1,0\n";
    write("values.csv", twice);
    const refused = await amphi(...rankWords("--values", values, "--out", at("r2.csv")));
    expect([refused.status, refused.err.replaceAll(`${values}: `, "").split("\n")]).toEqual([
      2,
      [
        "line 3: rank 2 is already on line 2",
        "line 4: the same again as on line 2",
        'line 5: rank "0" is no whole number from 1',
        "3 problems; nothing was written",
      ],
    ]);
  });

  test("two files are written, or none", async () => {
    writeAll();
    await drawLottery();
    const words = rankWords(
      "--lottery",
      at("lottery.json"),
      "--out",
      at("ranks.csv"),
      "--public",
      at("nowhere/ranking.jsonl"),
    );
    expect(await amphi(...words)).toMatchObject({ status: 1 });
    expect(readdirSync(folder).filter((name) => name.startsWith("rank"))).toEqual([]);
  });
});

describe("what is wrong is told with its place, all at once, status 2, and nothing is written", () => {
  async function refused(...more: string[]): Promise<string[]> {
    const run = await amphi(...rankWords("--out", at("ranks.csv"), "--public", at("ranking.jsonl"), ...more));
    expect(run.status).toBe(2);
    expect(readdirSync(folder).filter((name) => name.startsWith("rank"))).toEqual([]);
    return run.err.replaceAll(`${folder}/`, "").split("\n");
  }

  test("marks", async () => {
    writeAll();
    const bad = [
      ...["10000009,UE1,1,20000,", "10000001,UE9,1,20000,", "10000001,UE1,1,20000,", "10000001,UE3,21000,20000,"],
      ...["10000002,UE3,1.5,20000,", "10000003,UE3,5,20000,ABS", "10000003,UE3,,,XYZ", "10000001,UE3"],
    ];
    write("marks.csv", `${MARKS.replace(/,item 1|,1000$|,0$/gm, "").replace("ABS,", "ABS")}${bad.join("\n")}\n`);
    expect(await refused()).toEqual([
      'marks.csv: line 8: "10000009" is not among the candidates',
      'marks.csv: line 9: no unit "UE9" in the rules',
      "marks.csv: line 10: candidate 10000001 has a second line for UE1",
      "marks.csv: line 11: the mark 21000 is above its maximum 20000",
      'marks.csv: line 12: "1.5" is no whole number of thousandths',
      "marks.csv: line 13: a mark and the code ABS on one line",
      'marks.csv: line 14: no special code "XYZ" in the rules',
      "marks.csv: line 15: 2 cells where the heading has 5",
      "8 problems; nothing was written",
    ]);
  });

  test.each(["mark", "rank", "exposure", "lottery commit", "lottery reveal", "lottery select"])(
    "%s: a word that belongs to no option is told, not passed over",
    async (command) => {
      const { err, status } = await amphi(...command.split(" "), "stray");
      expect(status).toBe(2);
      expect(err).toContain('"stray" belongs to no option');
    },
  );

  test("a line that is missing is no absence", async () => {
    writeAll();
    write("marks.csv", MARKS.replace(/10000001,UE2.*\n/, ""));
    expect(await refused()).toEqual([
      "marks.csv: candidate 10000001 has no line for UE2, which counts in GEN, MED",
      "1 problem; nothing was written",
    ]);
  });

  test("candidates", async () => {
    writeAll();
    write("candidates.csv", "candidate,programmes,né le\n10000001,MED XYZ,30/02/2004\n10000001,MED,\nan id,,\n");
    expect(await refused()).toEqual([
      'candidates.csv: line 2: "XYZ" is no ranking of the rules that enrols by list',
      'candidates.csv: line 2: né le "30/02/2004" is no date (2004-02-29, 29/02/2004)',
      "candidates.csv: line 3: candidate 10000001 is already on line 2",
      'candidates.csv: line 4: "an id" is no candidate\'s number',
      "4 problems; nothing was written",
    ]);
    write("candidates.csv", "candidate,name\n10000001,x\n");
    expect(await refused()).toEqual([
      expect.stringMatching(/^candidates.csv: line 1: no column for programmes/),
      'candidates.csv: line 1: no column "né le", which ties are broken by',
      "2 problems; nothing was written",
    ]);
  });

  test("headings, rules, values and files that are not there", async () => {
    writeAll();
    write("marks.csv", "candidate,unit,mark\n");
    expect((await refused())[0]).toBe('marks.csv: line 1: needs either "mark" and "maximum", or "points" and "out of"');
    write("marks.csv", MARKS);
    const values = write("values.csv", "candidate,ranking,total\n10000001,GEN,5\n10000009,MED,x\n");
    expect(await refused("--values", values)).toEqual([
      "values.csv: line 2: totals of GEN are not imported",
      'values.csv: line 3: "10000009" is not among the candidates',
      'values.csv: line 3: total "x" is no whole number',
      "3 problems; nothing was written",
    ]);
    const units = [
      { code: "U,1", name: "", scale: 0.5 },
      { code: "constructor", name: "x", scale: 1 },
    ];
    write("rules.json", { ...RULES, units, extra: 1 });
    expect(await refused()).toEqual([
      'rules.json: units[0].code: "U,1" is not well formed',
      expect.stringMatching(/^rules.json: units\[0\].name: /),
      "rules.json: units[0].scale: must be a whole number",
      "rules.json: units[1].code: is a word that programs keep for themselves",
      'rules.json: unknown field "extra"',
    ]);
    rmSync(at("rules.json"));
    expect(await refused()).toEqual(["rules.json: no such file"]);
  });

  test("rankings of those enrolled need the file of candidates", async () => {
    writeAll();
    const run = await amphi("rank", "--marks", at("marks.csv"), "--rules", at("rules.json"), "--out", at("ranks.csv"));
    expect([run.status, run.err.split("\n")[0]]).toEqual([
      2,
      `${at("rules.json")}: rankings[1]: MED ranks those who are enrolled: give --candidates FILE.csv`,
    ]);
  });
});

describe("lottery", () => {
  test("the secret is readable by its owner alone, and no commitment is written over another", async () => {
    writeAll();
    await drawLottery();
    expect(statSync(at("secret.json")).mode & 0o777).toBe(0o600);
    const secret = read("secret.json");
    const again = await amphi(
      ...["lottery", "commit", "--candidates", at("candidates.csv"), "--rules", at("rules.json"), "--numbers", "A"],
      ...["--out", at("commitment.json"), "--secret", at("secret.json")],
    );
    expect([again.status, again.err]).toEqual([
      1,
      `${at("secret.json")} exists: a commitment that was published is not made again`,
    ]);
    expect(read("secret.json")).toBe(secret);
    expect(read("commitment.json")).not.toContain((JSON.parse(secret) as { secret: string }).secret);
    expect(readdirSync(folder).some((name) => name.includes("partial"))).toBe(false);
  });

  test("nothing is opened with other candidates, rules, secret or numbers than were committed", async () => {
    writeAll();
    await drawLottery();
    const reveal = async () => (await amphi(...revealWords())).err.replaceAll(`${folder}/`, "");
    write("numbers.txt", "9319\n");
    expect(await reveal()).toBe("numbers.txt: 1 lines of numbers, where the commitment names 2 sources");
    write("candidates.csv", CANDIDATES.replace("10000003", "10000004"));
    write("rules.json", { ...RULES, title: "Other" });
    write("secret.json", { ...(JSON.parse(read("secret.json")) as object), secret: "0".repeat(64) });
    const told = await reveal();
    expect(told).toContain("commitment.json: it was committed to other rules");
    expect(told).toContain("candidates.csv: the list of candidates is not the committed one");
    expect(told).toContain("secret.json: not the committed secret");
  });

  test("a source that the published rules do not name is refused, at the commitment and at the ranking", async () => {
    writeAll({ ...RULES, lottery: "beacon" });
    const refused = await amphi(
      ...["lottery", "commit", "--candidates", at("candidates.csv"), "--rules", at("rules.json"), "--numbers", "A"],
      ...["--out", at("commitment.json"), "--secret", at("secret.json")],
    );
    expect([refused.status, refused.err]).toEqual([
      2,
      `${at("rules.json")}: lottery: the published rules say "beacon", not "public-numbers"`,
    ]);
    writeAll();
    await drawLottery();
    write("rules.json", { ...RULES, lottery: "none" });
    const ranked = await amphi(...rankWords("--lottery", at("lottery.json"), "--out", at("ranks.csv")));
    expect([ranked.status, ranked.err.replaceAll(`${folder}/`, "").split("\n")]).toEqual([
      2,
      [
        "lottery.json: it was committed to other rules",
        "lottery.json: its source is public-numbers, where the rules say none",
      ],
    ]);
  });

  test("verify compares with what was published before, and prints keys", async () => {
    writeAll();
    await drawLottery();
    const verify = (...more: string[]) =>
      amphi(
        "lottery",
        "verify",
        at("lottery.json"),
        "--commitment",
        at("commitment.json"),
        "--rules",
        at("rules.json"),
        ...more,
      );
    const fine = await verify("--numbers", at("numbers.txt"), "--key-of", "10000001");
    expect([fine.status, fine.err]).toEqual([0, ""]);
    expect(fine.out).toContain("public value 9319./2.5.8.10.12./");
    expect(fine.out).toMatch(/\n10000001 [0-9a-f]{64}$/);
    const published = read("commitment.json");
    rmSync(at("commitment.json"));
    rmSync(at("secret.json"));
    await amphi(
      ...["lottery", "commit", "--candidates", at("candidates.csv"), "--rules", at("rules.json"), "--numbers", "A"],
      ...["--out", at("commitment.json"), "--secret", at("secret.json")],
    );
    const err = "not valid: it opens another commitment than the published one";
    expect(await verify()).toMatchObject({ status: 1, err });
    write("commitment.json", published);
    write("numbers.txt", "9319\n2 5 12 8 11\n");
    expect(await verify("--numbers", at("numbers.txt"))).toMatchObject({
      status: 1,
      err: "not valid: its public value is not that of the file",
    });
    write("lottery.json", read("lottery.json").replace("9319./", "9320./"));
    expect(await verify()).toMatchObject({
      status: 1,
      err: "not valid: the seed is not the hash of list, public value and secret",
    });
    const ranked = await amphi(...rankWords("--lottery", at("lottery.json"), "--out", at("ranks.csv")));
    expect([ranked.status, ranked.err]).toEqual([
      2,
      `${at("lottery.json")}: the seed is not the hash of list, public value and secret`,
    ]);
  });

  test("a beacon's round is taken as drand gives it; another round, or a damaged one, is refused", async () => {
    writeAll({ ...RULES, lottery: "beacon" });
    const commit = await amphi(
      ...[
        "lottery",
        "commit",
        "--candidates",
        at("candidates.csv"),
        "--rules",
        at("rules.json"),
        "--beacon",
        "drand",
        "--round",
        "7",
      ],
      ...["--out", at("commitment.json"), "--secret", at("secret.json")],
    );
    expect(commit.status).toBe(0);
    const reveal = async (round: object) => {
      const words = revealWords().map((word) =>
        word === "--numbers" ? "--beacon" : word === at("numbers.txt") ? write("round.json", round) : word,
      );
      const run = await amphi(...words);
      return run.status === 0 ? run.out.split("\n")[0] : run.err.replaceAll(`${folder}/`, "");
    };
    // SHA-256 of the two bytes 00 01.
    const randomness = "B413F47D13EE2FE6C845B2EE141AF81DE858DF4EC549A58B7970BB96645BC8D2";
    expect(await reveal({ round: 7, randomness, signature: "0001", previous_signature: "x" })).toBe(
      `public value ${randomness.toLowerCase()}`,
    );
    expect(await reveal({ round: 8, randomness })).toBe("round.json: round 8, where the commitment names 7");
    expect(await reveal({ round: 7, randomness, signature: "0002" })).toBe(
      "round.json: randomness is not the SHA-256 of the signature beside it",
    );
    expect(await reveal({ round: 7, randomness: "12" })).toContain("round.json: randomness: ");
  });

  test("the selection of RFC 3797 is printed as the RFC prints it", async () => {
    write("numbers.txt", "9319\n2 5 12 8 10\n9 18 26 34 41 45\n");
    const { out } = await amphi("lottery", "select", "--numbers", at("numbers.txt"), "--pool", "25", "--count", "2");
    expect(out.split("\n").map((line) => line.trim().split(/ +/))).toEqual([
      ["9319./2.5.8.10.12./9.18.26.34.41.45./"],
      ["1", "990DD0A5692A029A98B5E01AA28F3459", "25", "17"],
      ["2", "3691E55CB63FCC37914430B2F70B5EC6", "24", "7"],
    ]);
  });

  test("a published ranking names the commitment that was published before", async () => {
    writeAll();
    await drawLottery();
    await amphi(...rankWords("--lottery", at("lottery.json"), "--out", at("r.csv"), "--public", at("r.jsonl")));
    const { commitment } = JSON.parse(read("commitment.json")) as { commitment: string };
    expect(await amphi("verify-ranking", at("r.jsonl"), "--commitment", commitment)).toMatchObject({ status: 0 });
    const other = await amphi("verify-ranking", at("r.jsonl"), "--commitment", "0".repeat(64));
    expect([other.status, other.err]).toEqual([1, expect.stringContaining(`opens commitment ${commitment}`)]);
  });
});
