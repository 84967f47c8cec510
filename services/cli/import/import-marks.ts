/** `amphi import marks`: marks of units that Amphi did not deliver, for the exam's ranking. */
import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { drizzle } from "drizzle-orm/node-postgres";
import { BadInput, type Command, Refusal, UsageError } from "#cli/command";
import { chosenExam, readArguments } from "#cli/import/arguments";
import { COMMAND_LINE } from "#cli/marking/desk";
import { createProblemList } from "#cli/problem-list";
import { readMarksFile } from "#cli/ranking/marks-file";
import { createMarkBook, type MarkBook, type MarkRow } from "#domain/ranking/mark-book";
import { runsOfExam } from "#postgres/queries/marking-runs";
import { type MarkToImport, rankedCandidates, rulesOfExam, storeImports } from "#postgres/queries/ranking-inputs";
import { databaseOf } from "#postgres/queries/reading";

export const importMarksCommand: Command = {
  path: ["import", "marks"],
  usage: "import marks FILE.csv [--exam SLUG]",
  summary: "stores marks and special codes of units that were not taken on Amphi; a later import of a unit replaces it",
  async run(args, context) {
    const { values, positionals } = readArguments(args, { exam: { type: "string" } });
    const [path, ...more] = positionals;
    if (path === undefined || more.length > 0) throw new UsageError("one file is needed");
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) throw new BadInput(`${path}: no such file`);
    const database = databaseOf(context.database());
    const exam = await chosenExam(drizzle(context.database()), values.exam);
    const rules = await rulesOfExam(database, exam.id);
    if (rules === null)
      throw new Refusal(`exam "${exam.slug}" has no rules of ranking; amphi ranking rules gives them`);
    const known = (await rankedCandidates(database, exam.id)).map(({ candidate }) => candidate);
    const rows: MarkRow[] = [];
    const problems = createProblemList();
    await readMarksFile(path, collecting(createMarkBook(rules.rules, known), rows), problems);
    problems.refuse();
    const units = unitsOf(rows);
    const delivered = (await runsOfExam(database, exam.id)).filter(
      ({ state, unit }) => state === "done" && units.has(unit),
    );
    if (delivered.length > 0)
      throw new BadInput(
        ...[...new Set(delivered.map(({ unit }) => unit))].map(
          (unit) => `${path}: ${unit} has marks of a sitting: a ruling changes them`,
        ),
      );
    const sha256 = createHash("sha256").update(readFileSync(path)).digest("hex");
    await storeImports(context.database(), exam.id, units, sha256, { by: COMMAND_LINE.name, atMs: context.now() });
    for (const [unit, of] of units) context.out(`${unit}: ${of.length} lines`);
    return 0;
  },
};

/** The book judges each line; those that it takes are kept. */
function collecting(book: MarkBook, rows: MarkRow[]): MarkBook {
  return {
    ...book,
    add(row, report) {
      let isGood = true;
      book.add(row, (...said) => {
        isGood = false;
        report(...said);
      });
      if (isGood) rows.push(row);
    },
  };
}

function unitsOf(rows: readonly MarkRow[]): Map<string, MarkToImport[]> {
  const units = new Map<string, MarkToImport[]>();
  for (const { candidate, code, mark, maximum, unit } of rows) {
    const [given, over] = code === "" ? [Number(mark), Number(maximum)] : [null, null];
    const line = { anonymityNumber: candidate, mark: given, maximum: over, code: code === "" ? null : code };
    const list = units.get(unit) ?? [];
    list.push(line);
    units.set(unit, list);
  }
  return units;
}
