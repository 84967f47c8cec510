import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ANSWERS_HEADER, answerLine, type Files, keyFile, paperFile, someFiles } from "#cli/marking/testing/some-files";
import { RunRecord } from "#contracts/marking/run";

let files: Files;
beforeEach(() => {
  files = someFiles();
});
afterEach(() => files.end());

const mark = (...more: string[]) =>
  files.amphi(
    "mark",
    "--paper",
    files.folder,
    "--answers",
    files.path("answers.csv"),
    "--out",
    files.path("marks.csv"),
    ...more,
  );
const rulings = (...list: object[]) =>
  files.write("rulings.json", {
    format: "amphi-rulings",
    version: 1,
    rulings: list.map((one, n) => ({ id: `r${n + 1}`, reason: "test", ...one })),
  });
const HEADER = "candidate,unit,mark,maximum,code,own_mark,own_maximum,q1,q2,q3";
const lines = () => files.read("marks.csv").trim().split("\n");

test("marks a file of answers, and says why", async () => {
  const run = await mark("--why", files.path("why.csv"), "--run", files.path("run.json"), "--unit", "UE1");
  expect(run).toMatchObject({ status: 0, err: "" });
  // 10000001: q1 one discordance 0.5, q2 1, q3 0. 10000002: 1, nothing entered, 1.
  expect(lines()).toEqual([
    HEADER,
    "10000001,UE1,1500,3000,,1500,3000,500,1000,0",
    "10000002,UE1,2000,3000,,2000,3000,1000,0,1000",
  ]);
  expect(files.read("why.csv")).toBe(
    [
      "candidate,item,mark,maximum,answer,why",
      '10000001,q1,500,1000,"{""choice"":[""b"",""a""]}","discordances: 1; right: a b; missed: c"',
      '10000001,q2,1000,1000,"{""choice"":[""a""]}","discordances: 0; right: a"',
      '10000001,q3,0,1000,"{""text"":""17, ou\\n18 \\""peut-être\\""""}","""17 ou 18 peut etre"" is none of the accepted answers"',
      '10000002,q1,1000,1000,"{""choice"":[""a"",""b"",""c""]}","discordances: 0; right: a b c"',
      "10000002,q2,0,1000,,no answer",
      '10000002,q3,1000,1000,"{""text"":"" 15. ""}","""15"" is the accepted answer ""15"""',
      "",
    ].join("\n"),
  );
  const record = RunRecord.parse(JSON.parse(files.read("run.json")));
  expect(record).toMatchObject({ unit: "UE1", candidates: 2, maximum: 3000, rules: "1", rulings: [], codes: {} });
  expect(run.out).toContain(`inputs sha256 ${record.inputsSha256}`);
});

test("the same inputs give the same hash and the same bytes; a ruling gives others", async () => {
  const [first, second] = [await mark("--run", files.path("1.json")), await mark("--run", files.path("2.json"))];
  expect(second.out).toBe(first.out);
  expect(files.read("2.json")).toBe(files.read("1.json"));
  const path = rulings({ decision: "annul", items: ["q3"] });
  expect((await mark("--rulings", path)).out).not.toBe(first.out);
  // without q3: 1500 of 2000, over 3000: 2250; 1000 of 2000: 1500
  expect(lines().slice(1)).toEqual([
    "10000001,p1,2250,3000,,1500,2000,500,1000,",
    "10000002,p1,1500,3000,,1000,2000,1000,0,",
  ]);
});

test("several files of rulings are one set", async () => {
  const ruling = (id: string, items: string[]) => ({ id, reason: "test", decision: "annul", items });
  const file = (name: string, ...list: object[]) =>
    files.write(name, { format: "amphi-rulings", version: 1, rulings: list });
  const [one, two] = [file("one.json", ruling("a", ["q1"])), file("two.json", ruling("b", ["q3"]))];
  const [first, second] = [
    await mark("--rulings", one, "--rulings", two),
    await mark("--rulings", two, "--rulings", one),
  ];
  // q2 alone is left: 1 of 1 and 0 of 1, over 3
  expect(lines().slice(1)).toEqual(["10000001,p1,3000,3000,,1000,1000,,1000,", "10000002,p1,0,3000,,0,1000,,0,"]);
  expect(second.out).toBe(first.out);
  const again = await mark("--rulings", one, "--rulings", file("three.json", ruling("a", ["q2"])));
  expect([again.status, again.err]).toEqual([
    2,
    expect.stringContaining('three.json: rulings[0]: the id "a" is used twice'),
  ]);
});

test("other rules are a file", async () => {
  const rules = { version: "2", discordances: [1000, 250], emptyIsNothing: true };
  const path = files.write("rules.json", { format: "amphi-marking-rules", version: 1, rules });
  await mark("--marking-rules", path);
  expect(lines()[1]).toBe("10000001,p1,1250,3000,,1250,3000,250,1000,0");
});

describe("an export's folder", () => {
  const CANDIDATES = "anonymity_number,centre,room,extra_time,duration_ms,end,end_ms,paper";
  beforeEach(() => {
    files.write("counted-answers.csv", files.read("answers.csv"));
    files.write(
      "candidates.csv",
      [
        CANDIDATES,
        "10000000,REN,A1,1/1,1800000,,,p1",
        "10000001,REN,A1,1/1,1800000,,,p1",
        "10000002,REN,A2,1/1,1800000,,,p1",
        "10000003,BRE,B1,1/1,1800000,,,p1",
        "",
      ].join("\n"),
    );
    const here = ["10000001", "10000002", "10000003"].map((anonymityNumber) =>
      JSON.stringify({ anonymityNumber, epoch: 1 }),
    );
    files.write("epochs.jsonl", here.join("\n") + "\n");
    const aside = (candidate: string, reason: string, text: string, seq: number) =>
      `${answerLine(candidate, "q3", { text }, 1, seq)},${reason}`;
    files.write(
      "set-aside.csv",
      [
        `${ANSWERS_HEADER},reason`,
        aside("10000001", "after_end", "15", 9),
        aside("10000002", "after_end", "16", 9),
        aside("10000003", "superseded_device", "15", 1),
        "",
      ].join("\n"),
    );
  });
  const markFolder = (...more: string[]) =>
    files.amphi("mark", "--paper", files.folder, "--answers", files.folder, "--out", files.path("marks.csv"), ...more);
  const marks = () =>
    lines()
      .slice(1)
      .map((line) => line.split(",").slice(0, 5).join(","));

  test("tells who was absent from who entered nothing, and leaves out what was set aside", async () => {
    expect((await markFolder()).out).toContain("entries set aside: 3, of which 0 count by rulings");
    expect(marks()).toEqual([
      "10000000,p1,,3000,ABS",
      "10000001,p1,1500,3000,",
      "10000002,p1,2000,3000,",
      "10000003,p1,0,3000,",
    ]);
  });

  test("entries set aside are ruled by room, centre or candidate in one act", async () => {
    const late = { decision: "count", reasons: ["after_end"], scope: { kind: "centre", code: "REN" } };
    const notHere = { ...late, decision: "do_not_count", scope: { kind: "room", centre: "REN", code: "A2" } };
    await markFolder("--rulings", rulings(late, notHere));
    expect(marks().slice(1)).toEqual(["10000001,p1,2500,3000,", "10000002,p1,2000,3000,", "10000003,p1,0,3000,"]);
    await markFolder("--rulings", rulings(late));
    // the later answer, 16, is in force: wrong
    expect(marks()[2]).toBe("10000002,p1,1000,3000,");
    const one = { kind: "candidate", anonymityNumber: "10000003" };
    await markFolder("--rulings", rulings({ decision: "count", reasons: ["superseded_device"], scope: one }));
    expect(marks()[3]).toBe("10000003,p1,1000,3000,");
  });

  test("an entry that counts after all yields to a later one of another device", async () => {
    files.write(
      "set-aside.csv",
      `${ANSWERS_HEADER},reason\n${answerLine("10000002", "q3", { text: "16" }, 1, 1)},after_lock\n`,
    );
    await markFolder("--rulings", rulings({ decision: "count", reasons: ["after_lock"] }));
    expect(marks()[2]).toBe("10000002,p1,2000,3000,");
  });

  test("a centre that took the backup paper is marked on it, over the maximum of the paper", async () => {
    files.write("backup.json", paperFile("p2", "b", 2000));
    files.write("backup-key.json", keyFile("p2", "b"));
    const list = files
      .read("candidates.csv")
      .replace("10000003,BRE,B1,1/1,1800000,,,p1", "10000003,BRE,B1,1/1,1800000,,,p2");
    files.write("candidates.csv", list);
    files.write("set-aside.csv", `${ANSWERS_HEADER},reason\n`);
    const answers = files.read("counted-answers.csv") + answerLine("10000003", "b1", { choice: ["a", "b"] }) + "\n";
    files.write("counted-answers.csv", answers);
    const backup = ["--paper", files.path("backup.json"), "--key", files.path("backup-key.json")];
    expect(await markFolder(...backup)).toMatchObject({ status: 0, err: "" });
    // one discordance on 2: 1000 of 4000, over 3000: 750
    expect(lines().at(-1)).toBe("10000003,p1,750,3000,,1000,4000,,,,1000,0,0");
    expect(lines()[2]).toBe("10000001,p1,1500,3000,,1500,3000,500,1000,0,,,");
  });
});

describe("bad input: every problem with its place, exit 2, nothing written", () => {
  async function refused(...more: string[]): Promise<string[]> {
    const before = files.names();
    const run = await mark(...more);
    expect([run.status, run.out]).toEqual([2, ""]);
    expect(files.names()).toEqual(before);
    return run.err.replaceAll(`${files.folder}/`, "").split("\n");
  }

  test("in the answers, by line", async () => {
    const bad = [
      answerLine("", "q1", { choice: ["a"] }),
      answerLine("10000003", "q9", { choice: ["a"] }),
      answerLine("10000003", "q1", { chosen: ["a"] }),
      '10000003,q1,1,x,false,"{""text"":""a\nb""}"',
      answerLine("10000003", "q1", { choice: ["a"] }),
      answerLine("10000003", "q1", { choice: ["b"] }),
      answerLine("10000001", "q1", { choice: ["a"] }),
      "",
    ];
    files.write("answers.csv", files.read("answers.csv") + bad.join("\n"));
    expect(await refused()).toEqual([
      "answers.csv: line 7: no anonymity number",
      'answers.csv: line 8: the papers have no item "q9"',
      'answers.csv: line 9: {"chosen":["a"]} is no answer',
      'answers.csv: line 10: epoch and seq are whole numbers, not "1" and "x"',
      'answers.csv: line 13: a second answer of 10000003 to "q1"',
      "answers.csv: line 14: candidate 10000001 after 10000003: sort the lines below the header by their first column (LC_ALL=C sort -t, -k1,1)",
      "6 problems; nothing was written",
    ]);
  });

  test("in the paper, the key and the rules, all together", async () => {
    files.write("paper.json", { ...paperFile(), durationMinutes: 0 });
    files.write("key.json", { ...keyFile(), items: { ...keyFile().items, q2: { type: "options", right: ["z"] } } });
    const path = files.write("rules.json", {
      format: "amphi-marking-rules",
      version: 1,
      rules: { version: "2", discordances: [500, 1000] },
    });
    expect(await refused("--marking-rules", path)).toEqual([
      "paper.json: durationMinutes: Too small: expected number to be >=1",
      'key.json: items.q2.right[0]: the item has no option "z"',
      "rules.json: rules.discordances: a further discordance never gives more",
      "3 problems; nothing was written",
    ]);
  });

  test("in the rulings", async () => {
    const path = rulings(
      { decision: "annul", items: ["q1", "q9"] },
      { decision: "neutralise", items: ["q-s1"] },
      { decision: "rekey", item: "q2", keys: [{ type: "options", right: ["a", "b"] }] },
      { decision: "accept", item: "q1", texts: ["a"] },
    );
    expect(await refused("--rulings", path)).toEqual([
      'rulings.json: rulings[0]: the papers have no item "q9"',
      'rulings.json: rulings[1]: q1: the ruling "r1" decides otherwise',
      "rulings.json: rulings[2].keys[0]: 1 right options are announced, the key has 2",
      'rulings.json: rulings[3]: a QRM takes a key of type "options", not "texts"',
      "4 problems; nothing was written",
    ]);
    expect(await refused("--rulings", rulings({ decision: "annul" }))).toEqual([
      "rulings.json: rulings[0].items: is missing",
      "1 problem; nothing was written",
    ]);
  });

  test("a place that nobody can know, a candidate who is not listed, a key of another paper", async () => {
    const path = rulings({ decision: "annul", items: ["q1"], scope: { kind: "centre", code: "REN" } });
    expect((await refused("--rulings", path))[0]).toBe(
      'the ruling "r1" is about a place: --candidates must say who sits where',
    );
    const list = files.write("list.csv", "anonymity_number,centre,room\n10000001,REN,A1\n10000001,REN,A1\n");
    expect(await refused("--candidates", list)).toEqual([
      'list.csv: line 3: "10000001" comes twice',
      "answers.csv: line 5: candidate 10000002 is not in list.csv",
      "2 problems; nothing was written",
    ]);
    files.write("key.json", keyFile("p9"));
    const other = await mark();
    expect([other.status, other.err.split("\n")[0]]).toEqual([
      2,
      expect.stringContaining('no --key is for the paper "p1"'),
    ]);
  });

  test("files that are not there, or are no text", async () => {
    expect((await mark("--rulings", files.path("none.json"))).err).toContain("none.json: no such file");
    expect(
      (await files.amphi("mark", "--paper", files.folder, "--answers", files.path("none"), "--out", "x")).status,
    ).toBe(2);
    files.write("answers.csv", `${ANSWERS_HEADER}\n1,q1,1,1,false,"{`);
    expect(await refused()).toEqual(["answers.csv: line 2: a quoted cell does not end"]);
    files.write("answers.csv", ANSWERS_HEADER);
    expect(await refused()).toEqual(["answers.csv: no candidate"]);
  });
});

test("statistics come as JSON or as one line per item", async () => {
  await mark("--statistics", files.path("stats.csv"));
  expect(files.read("stats.csv")).toBe(
    [
      "item,paper,type,maximum,candidates,answered,difficulty,deviation,discrimination,choices,suspicions",
      "q1,p1,QRM,1000,2,2,0.7500,0.2500,,a*=1.000 | b*=1.000 | c*=0.500 | d=0.000 | e=0.000,",
      "q2,p1,QRU,1000,2,1,0.5000,0.5000,-1.0000,a*=0.500 | b=0.000 | c=0.000 | d=0.000 | e=0.000,",
      "q3,p1,QROC,1000,2,2,0.5000,0.5000,-1.0000,15*=0.500 | 17 ou 18 peut etre=0.500,",
      "",
    ].join("\n"),
  );
  await mark("--statistics", files.path("stats.json"));
  expect(JSON.parse(files.read("stats.json"))).toMatchObject({
    format: "amphi-item-statistics",
    papers: [{ paper: "p1", candidates: 2, mean: 1750 }],
    items: [{ item: "q1" }, { item: "q2" }, { item: "q3" }],
  });
  expect((await mark("--statistics", files.path("stats.txt"))).status).toBe(2);
});
