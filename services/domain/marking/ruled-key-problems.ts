/** Keys and texts that rulings bring, against the questions that they are for. */
import { keyProblems } from "#domain/exam/key-completeness";
import { below, type Problem } from "#domain/exam/problem";
import type { PaperToMark } from "#domain/marking/run";
import type { Ruling } from "#domain/marking/rulings";

/** A paper as it was imported, beside what marking took from it. */
export interface SourcedPaper extends PaperToMark {
  readonly source: unknown;
}

/** Whether each new key fits its item, and each accepted text belongs to a QROC. */
export function ruledKeyProblems(ruling: Ruling, at: string, papers: readonly SourcedPaper[]): Problem[] {
  if (ruling.decision !== "rekey" && ruling.decision !== "accept") return [];
  const paper = papers.find(({ items }) => items.some(({ id }) => id === ruling.item));
  if (paper === undefined) return [];
  const isKey = ruling.decision === "rekey";
  const keys: readonly unknown[] = isKey ? ruling.keys : [{ type: "texts", accepted: ruling.texts }];
  return keys.flatMap((key, k) =>
    keyProblems(paper.source, { paperId: paper.id, items: { ...paper.keys, [ruling.item]: key } })
      // A candidate wrote it: it may have more words than an author would ask for.
      .filter(({ rule }) => isKey || rule !== "accepted-text-too-long")
      .map((problem) => ({ ...problem, place: isKey ? below(below(at, "keys"), k) : at })),
  );
}
