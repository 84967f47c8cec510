/** Reading a command's words: options by node's own parser, mistakes as UsageError. */
import { parseArgs, type ParseArgsConfig } from "node:util";
import { Refusal, UsageError } from "#cli/command";
import { findExam, listExams, type ExamRef } from "#postgres/exam/exams";
import type { NodePgDatabase } from "drizzle-orm/node-postgres";

/** Options and the words that are none. Throws UsageError on an unknown option. */
export function readArguments<T extends NonNullable<ParseArgsConfig["options"]>>(
  args: readonly string[],
  options: T,
): ReturnType<typeof parseArgs<{ args: string[]; options: T; allowPositionals: true; strict: true }>> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Options alone. Throws UsageError on an unknown one, and on words that belong to none. */
export function readOptions<T extends NonNullable<ParseArgsConfig["options"]>>(args: readonly string[], options: T) {
  const { values, positionals } = readArguments(args, options);
  if (positionals.length > 0) throw new UsageError(`"${positionals.join(" ")}" belongs to no option`);
  return values;
}

/** A whole number from `least` to `most`. Throws UsageError naming the option. */
export function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most)
    throw new UsageError(`--${option} takes a whole number from ${least} to ${most}, not "${text}"`);
  return value;
}

/** The exam of `--exam`, or the only one there is. Throws Refusal when that does not name one. */
export async function chosenExam(db: NodePgDatabase, slug: string | undefined): Promise<ExamRef> {
  if (slug !== undefined) {
    const found = await findExam(db, slug);
    if (!found) throw new Refusal(`no exam "${slug}"; make it with: amphi create exam ${slug} --title TITLE`);
    return found;
  }
  const exams = await listExams(db);
  const [only] = exams;
  if (!only) throw new Refusal("there is no exam yet; make one with: amphi create exam SLUG --title TITLE");
  if (exams.length > 1) throw new Refusal(`which exam? --exam ${exams.map((one) => one.slug).join(" | ")}`);
  return only;
}
