/** `amphi import paper`: checks a paper and its key, and stores both or nothing. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import { Refusal, UsageError, type Command } from "#cli/command";
import type { CliContext } from "#cli/context";
import { chosenExam, readArguments, wholeNumber } from "#cli/import/arguments";
import { type CheckedPaper, checkPaper, type PaperCheck } from "#cli/import/check-paper";
import { FrenchMedMcqaFile, paperFromQuestions, usableQuestions } from "#cli/import/french-med-mcqa";
import { readJson, readPaperFolder, type PaperFolder } from "#cli/import/paper-files";
import { schemaProblems } from "#preparation/schema-problems";
import { pairLines } from "#cli/marking/side-by-side";
import { problemLine, type Problem } from "#domain/exam/problem";
import { alikePairs } from "#domain/marking/exposure";
import { passagesOf } from "#domain/marking/passages";
import { type ExamRef, lockExam } from "#postgres/exam/exams";
import { deletePaper, findPaper, insertPaper, listSources, replaceKeys } from "#postgres/exam/papers";

const OPTIONS = {
  key: { type: "string" },
  exam: { type: "string" },
  replace: { type: "boolean" },
  "dry-run": { type: "boolean" },
  from: { type: "string" },
  take: { type: "string" },
  seed: { type: "string" },
  out: { type: "string" },
} as const;

export const importPaperCommand: Command = {
  path: ["import", "paper"],
  usage:
    "import paper FILE|DIR [--key KEY] [--exam SLUG] [--dry-run] [--replace]\n" +
    "import paper --from frenchmedmcqa FILE --take N [--seed N] [--out DIR] [--exam SLUG]",
  summary: "checks a paper and its key and stores both, or tells every problem and stores nothing",
  async run(args, context) {
    const { values, positionals } = readArguments(args, OPTIONS);
    const [path, ...rest] = positionals;
    if (path === undefined || rest.length > 0) throw new UsageError("one file or folder is needed");
    const folder = values.from === undefined ? readPaperFolder(path, values.key ?? null) : converted(path, values);
    if (values.from !== undefined && values.out !== undefined) return writeFiles(folder, values.out, context);
    const checked = checkPaper(folder);
    if (!checked.ok) throw refusalOf(folder, checked);
    for (const note of checked.notes) context.err(`note: ${note}`);
    const { title, items, files } = checked.paper;
    const keys = checked.keys ? `key of ${Object.keys(checked.keys).length} items` : "no key";
    context.out(`"${title}": ${items.length} items, ${files.length} files, ${keys}: complete`);
    if (values["dry-run"]) return 0;
    return store(checked, { exam: values.exam, replace: values.replace === true }, context);
  },
};

function converted(path: string, values: { from?: string; take?: string; seed?: string; key?: string }): PaperFolder {
  if (values.from !== "frenchmedmcqa") throw new UsageError(`--from knows frenchmedmcqa, not "${values.from}"`);
  if (values.key !== undefined) throw new UsageError("--from makes the key itself: --key does not go with it");
  const take = wholeNumber("take", values.take ?? "120", 1, 9_000);
  const seed = wholeNumber("seed", values.seed ?? "1", 0, 2_147_483_647);
  const json = readJson(path);
  const problems = schemaProblems(FrenchMedMcqaFile, json);
  if (problems.length > 0) throw new Refusal(...linesOf(path, problems));
  const usable = usableQuestions(FrenchMedMcqaFile.parse(json));
  if (usable.length < take) throw new Refusal(`${path}: ${usable.length} usable questions, ${take} are wanted`);
  return { paperFile: "paper.json", keyFile: "key.json", files: new Map(), ...paperFromQuestions(usable, take, seed) };
}

function writeFiles(folder: PaperFolder, out: string, context: CliContext): number {
  mkdirSync(out, { recursive: true });
  for (const [name, value] of [["paper.json", folder.paper] as const, ["key.json", folder.key] as const]) {
    writeFileSync(join(out, name), JSON.stringify(value, null, 2) + "\n");
    context.out(join(out, name));
  }
  return 0;
}

const linesOf = (file: string, problems: readonly Problem[]): string[] =>
  problems.map((problem) => `${file}: ${problemLine(problem)}`);

export function refusalOf(folder: PaperFolder, { inPaper, inKey }: Extract<PaperCheck, { ok: false }>): Refusal {
  const count = inPaper.length + inKey.length;
  return new Refusal(
    ...linesOf(folder.paperFile, inPaper),
    ...linesOf(folder.keyFile ?? "key", inKey),
    `${count} ${count === 1 ? "problem" : "problems"}; nothing was imported`,
  );
}

async function store(
  checked: Extract<PaperCheck, { ok: true }>,
  options: { exam: string | undefined; replace: boolean },
  context: CliContext,
): Promise<number> {
  const done = await drizzle(context.database()).transaction(async (tx) => {
    const exam = await chosenExam(tx, options.exam);
    await lockExam(tx, exam.id);
    const { what, keys } = await storePaper(tx, exam, checked, options.replace);
    await warnOfExposure(tx, exam, checked.paper, context);
    return `paper "${checked.paper.slug}" ${what} in exam "${exam.slug}"${keys}`;
  });
  context.out(done);
  return 0;
}

const PAIRS_SHOWN = 20;

/** Questions and cases that stand, nearly so, in a paper that is stored already: a person decides what that means. */
async function warnOfExposure(
  tx: NodePgDatabase,
  exam: ExamRef,
  { slug, source }: Pick<CheckedPaper, "slug" | "source">,
  context: CliContext,
): Promise<void> {
  const stored = (await listSources(tx)).filter((one) => one.examSlug !== exam.slug || one.slug !== slug);
  const earlier = stored.flatMap((one) => passagesOf(`${one.examSlug}/${one.slug}`, one.source));
  const pairs = alikePairs(passagesOf(`${exam.slug}/${slug}`, source), earlier);
  for (const pair of pairs.slice(0, PAIRS_SHOWN)) for (const line of pairLines(pair)) context.err(`warning: ${line}`);
  if (pairs.length > PAIRS_SHOWN)
    context.err(`warning: and ${pairs.length - PAIRS_SHOWN} more pairs; see amphi exposure`);
}

/** Stores a checked paper and its keys, in a transaction that holds the exam. Throws Refusal. */
export async function storePaper(
  tx: NodePgDatabase,
  exam: ExamRef,
  { paper, keys }: Extract<PaperCheck, { ok: true }>,
  replace: boolean,
): Promise<{ readonly what: "imported" | "replaced" | "was already there"; readonly keys: string }> {
  const toStore = { examId: exam.id, ...paper };
  const stored = await findPaper(tx, toStore);
  if (stored && !stored.same) {
    if (stored.sittingCount > 0)
      throw new Refusal(
        `"${paper.slug}" of exam "${exam.slug}" is another paper and has a sitting; give it another id`,
      );
    if (!replace)
      throw new Refusal(
        `"${paper.slug}" of exam "${exam.slug}" is another paper; --replace puts this one in its place`,
      );
    await deletePaper(tx, stored.id);
  }
  const paperId = stored?.same ? stored.id : await insertPaper(tx, toStore);
  if (keys) await replaceKeys(tx, paperId, keys);
  const what = stored?.same ? "was already there" : stored ? "replaced" : "imported";
  const key = keys ? ", key stored" : what === "replaced" ? "; its key went with the old one, import it again" : "";
  return { what, keys: key };
}
