import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hmacSha256, sha256 } from "#cli/ranking/hashes";
import { rulesHash } from "#domain/lottery/check";
import { commitment, listHash, lotteryKeys, secretHash, seed } from "#domain/lottery/draw";
import { publicLines, type PublicLottery } from "#domain/ranking/public-lines";
import { rank, type RankingResult } from "#domain/ranking/rank";
import type { Ranking, RankingRules, TieBreak } from "#domain/ranking/rules";
import { peopleArbitrary, rulesArbitrary } from "#domain/ranking/testing/arbitrary";
import { aRanking, inputOf, type People, someRules } from "#domain/ranking/testing/competition";
import { verifyRanking } from "#verifier/verify-ranking";

/** An opened lottery of these rules and candidates; its secret is made from a number. */
function lotteryOf(rules: RankingRules, list: readonly string[], number = 1) {
  const secret = createHash("sha256").update(String(number)).digest("hex");
  const committed = {
    listHash: listHash(sha256, list),
    rulesHash: rulesHash(sha256, rules),
    source: { method: "beacon", beacon: "a beacon", round: 7 } as const,
    secretHash: secretHash(sha256, secret),
  };
  const publicValue = "5".repeat(64);
  return {
    ...committed,
    candidates: list.length,
    commitment: commitment(sha256, committed),
    secret,
    publicValue,
    seed: seed(sha256, committed.listHash, publicValue, secret),
  };
}

interface Run {
  readonly rules: RankingRules;
  readonly people: People;
  /** What the ranking is really made with. */
  readonly made?: { readonly rules?: RankingRules; readonly seed?: string; readonly people?: People };
  readonly committed?: readonly string[];
}

/** The public file of a ranking: its head always says the true rules, marks and lottery. */
function fileOf({ rules, people, made = {}, committed = Object.keys(people) }: Run): string[] {
  const opened = lotteryOf(rules, committed);
  const [input, madeRules] = [inputOf(rules, people), made.rules ?? rules];
  const results = rank(
    madeRules,
    inputOf(madeRules, made.people ?? people),
    lotteryKeys(hmacSha256, made.seed ?? opened.seed),
  );
  return linesOf(rules, input, results, { committed, opened });
}
function linesOf(
  rules: RankingRules,
  input: ReturnType<typeof inputOf>,
  results: readonly RankingResult[],
  lottery: PublicLottery,
): string[] {
  return [...publicLines(rules, input, results, "0".repeat(64), lottery)].map((line) => line.slice(0, -1));
}

describe("the independent verifier", () => {
  test("finds nothing in what the ranking makes, whatever the rules", async () => {
    await fc.assert(
      fc.asyncProperty(rulesArbitrary, peopleArbitrary, async (rules, people) => {
        expect((await verifyRanking(fileOf({ rules, people }))).problems).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test("accepts late entries and withdrawals, and still finds the committed list", async () => {
    const people = { A: { marks: { UE1: 1, UE2: 1 } }, B: { marks: { UE1: 1, UE2: 1 } } };
    const lines = fileOf({ rules: someRules(), people, committed: ["A", "Z"] });
    expect((await verifyRanking(lines)).problems).toEqual([]);
    expect(lines[1]).not.toContain('"late"');
    expect(lines[2]).toContain('"late":true');
    const hidden = lines.map((line) => line.replace('"late":true,', ""));
    expect((await verifyRanking(hidden)).problems).toEqual(["lottery: committed to other candidates"]);
  });

  test("a file shows an identity field only where it decided", () => {
    const born: TieBreak = { by: "field", field: "born", as: "date", first: "lowest", missing: "last" };
    const rules = someRules({ rankings: [aRanking({ tieBreaks: [born] })] });
    const people: People = {
      A: { marks: { UE1: 5, UE2: 5 }, fields: { born: "2001-01-01" } },
      B: { marks: { UE1: 5, UE2: 5 }, fields: { born: "2002-02-02" } },
      C: { marks: { UE1: 9, UE2: 9 }, fields: { born: "2003-03-03" } },
    };
    const text = fileOf({ rules, people }).join("\n");
    expect(["2001-01-01", "2002-02-02", "2003-03-03"].map((one) => text.includes(one))).toEqual([true, true, false]);
  });
});

/** A competition in which every rule decides something. */
const tieBreaks: TieBreak[] = [
  { by: "mark", unit: "UE3", first: "highest", missing: "last" },
  { by: "field", field: "born", as: "date", first: "lowest", missing: "last" },
];
const RULES = someRules({
  rankings: [aRanking({ tieBreaks }), aRanking({ code: "MED", enrolled: "listed", coefficients: { UE1: 1, UE3: 2 } })],
});
const even = { UE1: 10_000, UE2: 10_000 };
const PEOPLE: People = {
  A: { marks: { ...even, UE3: 12_000 }, fields: { born: "2001-01-01" }, enrolled: ["MED"] },
  B: { marks: { ...even, UE3: 12_000 }, fields: { born: "2000-01-01" }, enrolled: ["MED"] },
  C: { marks: { ...even, UE3: "ABS" }, fields: { born: "1999-01-01" }, enrolled: ["MED"] },
  D: { marks: { ...even, UE3: 0 }, fields: { born: "2003-01-01" }, enrolled: ["MED"] },
  E: { marks: { UE1: [7_001, 9_000], UE2: "DSP" }, fields: { born: "2003-01-01" } },
  F: { marks: { UE1: 1, UE2: "DEF", UE3: 1 }, enrolled: ["MED"] },
  G: { marks: { ...even, UE3: 12_000 }, fields: { born: "2001-01-01" }, enrolled: ["MED"] },
  H: { marks: { ...even, UE3: 12_000 }, fields: { born: "2001-01-01" } },
  I: { marks: { UE1: 4_000, UE2: 4_000, UE3: "FRD" }, enrolled: ["MED"] },
};
const withRanking = (over: Partial<Ranking>): RankingRules => ({
  ...RULES,
  rankings: RULES.rankings.map((one, n) => (n === 0 ? { ...one, ...over } : one)),
});
const withBreak = (index: number, over: object) =>
  withRanking({ tieBreaks: tieBreaks.map((one, n) => (n === index ? { ...one, ...over } : one)) });
const withEffect = (code: string, effect: "zero" | "neutral" | "excludes-here" | "excludes-everywhere") => ({
  ...RULES,
  codes: RULES.codes.map((one) => (one.code === code ? { ...one, effect } : one)),
});

describe("each mutant of the ranking is caught by the verifier", () => {
  const mutants: Record<string, NonNullable<Run["made"]>> = {
    "a coefficient": { rules: withRanking({ coefficients: { UE1: 2, UE2: 2 } }) },
    "a unit left out": { rules: withRanking({ coefficients: { UE1: 2 } }) },
    "ECTS instead of coefficients": { rules: withRanking({ coefficients: "ects" }) },
    "another scale": { rules: { ...RULES, units: RULES.units.map((one) => ({ ...one, scale: 40_000 })) } },
    "no tie-breaks": { rules: withRanking({ tieBreaks: [] }) },
    "tie-breaks in another order": { rules: withRanking({ tieBreaks: [...tieBreaks].reverse() }) },
    "the direction of a mark": { rules: withBreak(0, { first: "lowest" }) },
    "the direction of a field": { rules: withBreak(1, { first: "highest" }) },
    "a missing mark first": { rules: withBreak(0, { missing: "first" }) },
    "a missing mark as zero": { rules: withBreak(0, { missing: "zero" }) },
    "dates as texts of another order": { rules: withBreak(1, { as: "text", first: "highest" }) },
    "an absence that is neutral": { rules: { ...withEffect("ABS", "neutral"), missing: { as: "DSP" } } },
    "a dispensation that counts 0": { rules: withEffect("DSP", "zero") },
    "an exclusion that counts 0": { rules: withEffect("DEF", "zero") },
    "an exclusion from everything": { rules: withEffect("DEF", "excludes-everywhere") },
    "a fraud that excludes here only": { rules: withEffect("FRD", "excludes-here") },
    "everyone ranked": {
      rules: { ...RULES, rankings: RULES.rankings.map((one) => ({ ...one, enrolled: "everyone" as const })) },
    },
    "no ranks": { rules: withRanking({ ranks: "none", tieBreaks: [] }) },
    "another seed": { seed: lotteryOf(RULES, Object.keys(PEOPLE), 2).seed },
    "one more draw": { seed: lotteryOf(RULES, Object.keys(PEOPLE).slice(1)).seed },
    "a mark rounded down": { people: { ...PEOPLE, E: { ...PEOPLE["E"], marks: { UE1: 15_557, UE2: "DSP" } } } },
  };
  test("the unharmed ranking passes", async () => {
    expect((await verifyRanking(fileOf({ rules: RULES, people: PEOPLE }))).problems).toEqual([]);
  });
  test.each(Object.entries(mutants))("%s", async (_name, made) => {
    expect((await verifyRanking(fileOf({ rules: RULES, people: PEOPLE, made }))).problemCount).toBeGreaterThan(0);
  });
});

describe("each change of a published file is caught", () => {
  const lines = fileOf({ rules: RULES, people: PEOPLE });
  const replace = (from: string | RegExp, to: string) => () => {
    const changed = lines.map((line) => line.replace(from, to));
    expect(changed).not.toEqual(lines);
    return changed;
  };
  const changes: Record<string, () => string[]> = {
    "two ranks exchanged": () =>
      lines.map((line) => (line.startsWith('{"candidate":"A"') ? line.replace(/"rank":\d+/, '"rank":3') : line)),
    "a total": replace('"total":30000', '"total":30001'),
    "a mark": replace("[12000,20000]", "[12001,20000]"),
    "a date": replace("2000-01-01", "2002-01-01"),
    "a line left out": () => lines.filter((line) => !line.startsWith('{"candidate":"D"')),
    "two lines exchanged": () => [...lines.slice(0, 2), ...lines.slice(2, 4).reverse(), ...lines.slice(4)],
    "a line twice": () => [...lines, lines.at(-1) ?? ""],
    "a line without result": replace(/"results":\{.*?\}\}/, '"results":{}'),
    "an enrolment": replace('"enrolled":["MED"],', ""),
    "a coefficient": replace('"UE1":2', '"UE1":3'),
    "the secret": replace(/"secret":"\w/, '"secret":"z'),
    "the seed": replace(/"seed":"(\w)/, '"seed":"0$1'),
    "the public value": replace('"publicValue":"5', '"publicValue":"6'),
    "the round": replace('"round":7', '"round":8'),
    "no lottery": replace(/"lottery":\{.*\},"rules":/, '"lottery":null,"rules":'),
    "a date that is gone": replace('"fields":{"born":"2001-01-01"},', ""),
    "no JSON": () => [...lines.slice(0, 3), "{", ...lines.slice(3)],
    "another format": replace('"v":1', '"v":2'),
    "an empty file": () => [],
  };
  test.each(Object.entries(changes))("%s", async (_name, changed) => {
    expect((await verifyRanking(changed())).problemCount).toBeGreaterThan(0);
  });
});

/** Where whoever forges has computed everything else anew, one check is left: each names its reason. */
describe("a forged lottery", () => {
  const committed = Object.keys(PEOPLE);
  const honest = lotteryOf(RULES, committed);
  const made = (rules: RankingRules, opened: ReturnType<typeof lotteryOf>) => {
    const input = inputOf(rules, PEOPLE);
    const results = rank(rules, input, lotteryKeys(hmacSha256, opened.seed));
    return verifyRanking(linesOf(rules, input, results, { committed, opened }));
  };
  test("another secret, with its seed and ranks", async () => {
    const other = lotteryOf(RULES, committed, 2);
    const forged = { ...honest, secret: other.secret, seed: other.seed };
    expect((await made(RULES, forged)).problems).toEqual(["lottery: another secret than the committed one"]);
  });
  test("other rules than were committed to, with their ranks", async () => {
    const problems = (await made(withRanking({ coefficients: { UE1: 9 } }), honest)).problems;
    expect(problems).toEqual(["lottery: committed to other rules"]);
  });
  test("another source of chance than the rules name", async () => {
    const rules: RankingRules = { ...RULES, lottery: "public-numbers" };
    const problems = (await made(rules, lotteryOf(rules, committed))).problems;
    expect(problems).toEqual(["lottery: not by the method that the rules name"]);
  });
});

describe("imported ranks", () => {
  const rules = someRules({
    rankings: [aRanking({ totals: "none", ranks: "imported", coefficients: undefined })],
  });
  const people: People = {
    A: { marks: {}, values: { GEN: { rank: 5 } } },
    B: { marks: {}, values: { GEN: { rank: 6 } } },
  };
  test("are those that were given, and no two the same", async () => {
    const lines = fileOf({ rules, people });
    expect((await verifyRanking(lines)).problems).toEqual([]);
    const stated = lines.map((line) => line.replace('"results":{"GEN":{"rank":6}}', '"results":{"GEN":{"rank":7}}'));
    expect((await verifyRanking(stated)).problems).toEqual(["GEN: candidate B has rank 7, and was given 6"]);
    const twice = lines.map((line) => line.replaceAll('{"rank":6}', '{"rank":5}'));
    expect((await verifyRanking(twice)).problems).toEqual(["GEN: candidate B has the rank of A"]);
  });
});
