/** Papers, their keys, rules and rulings, from files: everything of a run but the answers, checked as a whole. */
import { createHash } from "node:crypto";
import { BadInput, UsageError } from "#cli/command";
import { readJson, readPaperFolder, type PaperFolder } from "#cli/import/paper-files";
import type { ProblemList } from "#cli/problem-list";
import { MarkingRulesFile } from "#contracts/marking/rules";
import { RulingsFile } from "#contracts/marking/rulings";
import { AnswerKey } from "#contracts/paper/key";
import { SourcePaper } from "#contracts/paper/source";
import { paperProblems } from "#domain/exam/completeness";
import { recordOf, textOf } from "#domain/exam/json-tree";
import { keyProblems } from "#domain/exam/key-completeness";
import { below, distinctProblems, type Problem, problemLine } from "#domain/exam/problem";
import { canonicalJson } from "#domain/marking/canonical-json";
import { itemsOfPaper } from "#domain/marking/items-of-paper";
import { type MarkingRules, RULES_1 } from "#domain/marking/marking-rules";
import { rulingProblems } from "#domain/marking/ruling-problems";
import { ruledKeyProblems } from "#domain/marking/ruled-key-problems";
import type { Ruling } from "#domain/marking/rulings";
import { createItemIndex, type PaperToMark } from "#domain/marking/run";
import { besides, schemaProblems } from "#preparation/schema-problems";
import type { z } from "zod";

export interface LoadedPaper extends PaperToMark {
  readonly title: string;
  readonly source: unknown;
  /** Of the canonical JSON of the two files, hex. */
  readonly paperSha256: string;
  readonly keySha256: string;
}

export const textSha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** The papers of `paperPaths` with the keys that name them. Problems are gathered; what comes back is whole without any. */
export function loadPapers(
  paperPaths: readonly string[],
  keyPaths: readonly string[],
  problems: ProblemList,
): LoadedPaper[] {
  const folders = readable(() => paperPaths.map((path) => readPaperFolder(path, null)));
  const named = readable(() => keyPaths.map((file) => ({ file, key: readJson(file) })));
  const keys = [...named, ...folders.flatMap(({ keyFile, key }) => (keyFile === null ? [] : [{ file: keyFile, key }]))];
  const papers = folders.flatMap((folder) => {
    const id = textOf(recordOf(folder.paper)["id"]) ?? "";
    const key = keys.find((one) => recordOf(one.key)["paperId"] === id);
    if (key === undefined) throw new UsageError(`no --key is for the paper "${id}" of ${folder.paperFile}`);
    return checked(folder, key, problems);
  });
  for (const { file, key } of named)
    if (!papers.some(({ id }) => recordOf(key)["paperId"] === id) && problems.count === 0)
      throw new UsageError(`${file} is for the paper "${String(recordOf(key)["paperId"])}", which is not given`);
  for (const id of repeated(papers.flatMap(({ items }) => items.map((item) => item.id))))
    problems.say(`the item "${id}" stands in two papers: an answer would not say which is meant`);
  return papers;
}

function checked(folder: PaperFolder, named: { file: string; key: unknown }, problems: ProblemList): LoadedPaper[] {
  const before = problems.count;
  const say = (file: string, list: readonly Problem[]) =>
    void distinctProblems(list).forEach((one) => problems.say(`${file}: ${problemLine(one)}`));
  const { paper, files, paperFile } = folder;
  const facts = new Map(
    [...files].map(([name, { sha256, header }]) => [name, { sha256, mediaType: header?.mediaType ?? null }]),
  );
  // Marks need no picture but those that are pointed at: their sizes are part of the formula.
  const complete = paperProblems(paper, facts).filter(
    ({ rule, place }) => rule !== "image-missing" || place.endsWith("zoneImage.file"),
  );
  say(paperFile, [...complete, ...besides(complete, schemaProblems(SourcePaper, paper))]);
  const fitting = keyProblems(paper, named.key);
  say(named.file, [...fitting, ...besides(fitting, schemaProblems(AnswerKey, named.key))]);
  if (problems.count > before) return [];
  const { id, title } = SourcePaper.parse(paper);
  const items = itemsOfPaper(paper, (name) => files.get(name)?.header ?? null);
  const keys = AnswerKey.parse(named.key).items;
  const shas = { paperSha256: textSha256(canonicalJson(paper)), keySha256: textSha256(canonicalJson(named.key)) };
  return [{ id, title, source: paper, items, keys, ...shas }];
}

/** Rules of a file, or those of the project. */
export function loadRules(path: string | undefined, problems: ProblemList): MarkingRules {
  if (path === undefined) return RULES_1;
  return parsed(path, MarkingRulesFile, problems)?.rules ?? RULES_1;
}

/** Rulings of files, together and each fitting these papers. */
export function loadRulings(
  paths: readonly string[],
  papers: readonly LoadedPaper[],
  problems: ProblemList,
): readonly Ruling[] {
  const placed = paths.flatMap((path) =>
    (parsed(path, RulingsFile, problems)?.rulings ?? []).map((ruling, n) => ({
      ruling,
      place: `${path}: ${below("rulings", n)}`,
    })),
  );
  const rulings = placed.map(({ ruling }) => ruling);
  const itemsOf = createItemIndex(papers.flatMap(({ items }) => items));
  const wrong = [
    ...rulingProblems(rulings, itemsOf, (n) => placed[n]?.place ?? ""),
    ...placed.flatMap(({ ruling, place }) => ruledKeyProblems(ruling, place, papers)),
  ];
  for (const problem of wrong) problems.say(problemLine(problem));
  return rulings;
}

function parsed<S extends z.ZodType>(path: string, schema: S, problems: ProblemList): z.output<S> | null {
  const value = readable(() => readJson(path));
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  for (const problem of schemaProblems(schema, value)) problems.say(`${path}: ${problemLine(problem)}`);
  return null;
}

/** What cannot be read is bad input here, as what is in it. */
export function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && "lines" in error) throw new BadInput(...(error.lines as readonly string[]));
    throw error;
  }
}

const repeated = (ids: readonly string[]): string[] => [...new Set(ids.filter((id, n) => ids.indexOf(id) !== n))];
