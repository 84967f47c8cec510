import { resolve } from "node:path";
import { type Command, UsageError } from "#cli/command";
import { writeWhole } from "#cli/evidence/write-whole";
import { readOptions } from "#cli/import/arguments";
import { openRun, RUN_OPTIONS, RUN_USAGE } from "#cli/marking/mark";
import { createProblemList, type ProblemList } from "#cli/problem-list";
import { readSheet, type Sheet, sheetText } from "#cli/marking/review-sheet";
import { runMarking } from "#cli/marking/run-marking";
import type { RulingsFile } from "#contracts/marking/rulings";
import { createReviewGroups, judge, OPEN, type ReviewGroup, type ReviewState } from "#domain/marking/review";

/** The sheet that each reviewer gets a copy of: no candidate, no other reviewer. */
export const reviewSheetCommand: Command = {
  path: ["review", "sheet"],
  usage: `review sheet ${RUN_USAGE}\n  --out sheet.csv`,
  summary: "writes the short texts that no key accepts, equal ones once, for two reviewers to judge apart: yes or no",
  async run(args, context) {
    const values = readOptions(args, { ...RUN_OPTIONS, out: { type: "string" } });
    if (values.out === undefined) throw new UsageError("--out is needed");
    const { problems, run } = openRun(values);
    const review = createReviewGroups(run.marking);
    await runMarking(run, problems, (candidate, marks) => review.add(candidate, marks));
    const groups = review.groups();
    await writeWhole(values.out, sheetText(groups));
    const items = new Set(groups.map(({ item }) => item)).size;
    context.out(`${values.out}: ${groups.length} texts of ${items} items to judge`);
    return 0;
  },
};

/** Two sheets, and a third where they differ, become rulings for everyone. */
export const reviewSettleCommand: Command = {
  path: ["review", "settle"],
  usage: "review settle --first A.csv --second B.csv [--third C.csv] --out rulings.json [--disputed third.csv]",
  summary:
    "makes rulings of what two reviewers accept, writes what they differ on for a third; exit 1 while any is open",
  async run(args, context) {
    const values = readOptions(args, {
      first: { type: "string" },
      second: { type: "string" },
      third: { type: "string" },
      out: { type: "string" },
      disputed: { type: "string" },
    });
    const { first, second, third, out, disputed } = values;
    if (first === undefined || second === undefined || out === undefined)
      throw new UsageError("--first, --second and --out are needed");
    const paths = [first, second, ...(third === undefined ? [] : [third])];
    if (new Set(paths.map((path) => resolve(path))).size < paths.length)
      throw new UsageError("each reviewer has a sheet of their own");
    const problems = createProblemList();
    const named = await Promise.all(paths.map(async (path) => ({ path, sheet: await readSheet(path, problems) })));
    sameTexts(named, problems);
    problems.refuse();
    const sheets = named.map(({ sheet }) => sheet);
    const settled = [...(sheets[0] ?? [])].map(([key, { group }]) => ({ group, state: stateOf(key, sheets) }));
    const of = (wanted: (state: ReviewState) => boolean): ReviewGroup[] =>
      settled.filter(({ state }) => wanted(state)).map(({ group }) => group);
    const accepted = of((state) => state.kind === "settled" && state.verdict === "accept");
    const refused = of((state) => state.kind === "settled" && state.verdict === "refuse");
    const differ = of((state) => state.kind === "disputed");
    const open = of((state) => state.kind === "open" || state.kind === "half");
    await writeWhole(out, `${JSON.stringify(rulingsOf(accepted), null, 2)}\n`);
    if (disputed !== undefined) await writeWhole(disputed, sheetText(differ));
    context.out(
      `${out}: ${accepted.length} accepted, ${refused.length} refused, ${differ.length} disputed, ${open.length} not judged by both`,
    );
    return differ.length + open.length === 0 ? 0 : 1;
  },
};

interface NamedSheet {
  readonly path: string;
  readonly sheet: Sheet;
}
/** The first two have the same texts; the third has some of them. */
function sameTexts([first, second, third]: readonly NamedSheet[], problems: ProblemList): void {
  const lacks = (of: NamedSheet | undefined, from: NamedSheet | undefined, where: string) => {
    for (const [key, { group }] of from?.sheet ?? [])
      if (of?.sheet.has(key) === false) problems.say(`${where}: "${group.text}" of ${group.item}`);
  };
  lacks(second, first, `${second?.path ?? ""}: missing`);
  lacks(first, second, `${second?.path ?? ""}: not in ${first?.path ?? ""}`);
  lacks(first, third, `${third?.path ?? ""}: not in ${first?.path ?? ""}`);
}

/** Verdicts in the order of the sheets. Nobody's is lost: a third one is asked where the first two differ, and only there. */
function stateOf(key: string, sheets: readonly Sheet[]): ReviewState {
  return sheets.reduce<ReviewState>((state, sheet, n) => {
    const verdict = sheet.get(key)?.verdict ?? null;
    if (verdict === null || (n === 2 && state.kind !== "disputed")) return state;
    return judge(state, `reviewer ${n + 1}`, verdict) ?? state;
  }, OPEN);
}

function rulingsOf(accepted: readonly ReviewGroup[]): RulingsFile {
  const items = [...new Set(accepted.map(({ item }) => item))];
  const rulings = items.map((item) => ({
    id: `review-${item}`.slice(0, 64),
    reason: "accepted by two reviewers",
    decision: "accept" as const,
    item,
    texts: accepted.flatMap((group) => (group.item === item ? [group.text] : [])),
  }));
  return { format: "amphi-rulings", version: 1, rulings };
}
