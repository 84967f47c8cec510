/** All checks of a paper and its key, and what is stored when they pass. */
import { AnswerKey } from "#contracts/paper/key";
import { SourcePaper } from "#contracts/paper/source";
import { ViewPaper } from "#contracts/paper/view";
import { paperProblems } from "#domain/exam/completeness";
import { keyProblems } from "#domain/exam/key-completeness";
import { distinctProblems, type Problem } from "#domain/exam/problem";
import { sha256Of, type PaperFile, type PaperFolder } from "#cli/import/paper-files";
import { itemRows, paperView } from "#cli/import/paper-view";
import { besides, schemaProblems } from "#preparation/schema-problems";
import { reviewTexts } from "#cli/import/text-problems";
import type { PaperToStore } from "#postgres/exam/papers";

export type CheckedPaper = Omit<PaperToStore, "examId">;

export type PaperCheck =
  | {
      readonly ok: true;
      readonly paper: CheckedPaper;
      readonly keys: AnswerKey["items"] | null;
      readonly notes: readonly string[];
    }
  | { readonly ok: false; readonly inPaper: readonly Problem[]; readonly inKey: readonly Problem[] };

/** Checks everything, then builds what tablets get. Nothing is written. */
export function checkPaper(folder: Pick<PaperFolder, "paper" | "key" | "files">): PaperCheck {
  const review = reviewTexts(folder.paper);
  const facts = new Map(
    [...folder.files].map(([name, { sha256, header }]) => [name, { sha256, mediaType: header?.mediaType ?? null }]),
  );
  const complete = [...paperProblems(folder.paper, facts), ...review.problems];
  const inPaper = distinctProblems([...complete, ...besides(complete, schemaProblems(SourcePaper, folder.paper))]);
  const inKey = folder.key === null ? [] : checkKey(folder.paper, folder.key);
  if (inPaper.length + inKey.length > 0) return { ok: false, inPaper, inKey };
  const keys = folder.key === null ? null : AnswerKey.parse(folder.key).items;
  return { ok: true, paper: storable(folder), keys, notes: review.notes };
}

function checkKey(paper: unknown, key: unknown): Problem[] {
  const complete = keyProblems(paper, key);
  return distinctProblems([...complete, ...besides(complete, schemaProblems(AnswerKey, key))]);
}

function storable({ paper: source, files }: Pick<PaperFolder, "paper" | "files">): CheckedPaper {
  const paper = SourcePaper.parse(source);
  const headers = new Map([...files].flatMap(([name, { header }]) => (header ? [[name, header] as const] : [])));
  // Parsed by its own contract: a tablet parses the same bytes on the day.
  const view = Buffer.from(JSON.stringify(ViewPaper.parse(paperView(paper, headers))), "utf8");
  return {
    slug: paper.id,
    title: paper.title,
    language: paper.language,
    durationMs: paper.durationMinutes * 60_000,
    source,
    view,
    viewSha256: sha256Of(view),
    files: distinctFiles([...files.values()]),
    items: itemRows(paper),
  };
}

/** Two names may hold the same bytes; they are stored once. */
function distinctFiles(files: readonly PaperFile[]): PaperToStore["files"] {
  const bySha = new Map(files.map((file) => [file.sha256, file]));
  return [...bySha.values()].flatMap(({ sha256, header, bytes }) =>
    header ? [{ sha256, mediaType: header.mediaType, bytes }] : [],
  );
}
