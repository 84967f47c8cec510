/** The rulings of the next run: decisions that two jurors signed, and texts that two reviewers accepted. */
import { RulingDecision } from "#contracts/marking/ruling-decision";
import type { Decision } from "#domain/decision/decision";
import { below, problemLine } from "#domain/exam/problem";
import { acceptedTexts, type StoredVerdict } from "#domain/marking/accepted-texts";
import { ruledKeyProblems, type SourcedPaper } from "#domain/marking/ruled-key-problems";
import { rulingProblems } from "#domain/marking/ruling-problems";
import type { Ruling } from "#domain/marking/rulings";
import { createItemIndex } from "#domain/marking/run";
import { MarkingRefused } from "#marking/refusal";

export interface RulingsInForce {
  readonly rulings: readonly Ruling[];
  readonly decisionIds: readonly number[];
}

/** `decisions`: of kind ruling, in force. A ruling is named after its decision: `d12.r1`. */
export function rulingsInForce(
  decisions: readonly Decision[],
  verdicts: readonly StoredVerdict[],
  papers: readonly SourcedPaper[],
): RulingsInForce {
  const read = decisions.map(({ id, payloadText }) => ({ id, ...RulingDecision.parse(JSON.parse(payloadText)) }));
  const withdrawn = new Set(read.flatMap(({ withdraws }) => withdraws));
  const holding = read.filter(({ id }) => !withdrawn.has(id));
  const ruled = holding.flatMap(({ id, rulings }) => rulings.map((one) => ({ ...one, id: `d${id}.${one.id}` })));
  const rulings = [...ruled, ...acceptedTexts(verdicts)];
  checkRulings(rulings, papers);
  return { rulings, decisionIds: read.map(({ id }) => id) };
}

/** Refused with every contradiction, and every id that the papers do not have. */
export function checkRulings(rulings: readonly Ruling[], papers: readonly SourcedPaper[]): void {
  const itemsOf = createItemIndex(papers.flatMap(({ items }) => items));
  const problems = [
    ...rulingProblems(rulings, itemsOf, (n) => rulings[n]?.id ?? ""),
    ...rulings.flatMap((ruling, n) => ruledKeyProblems(ruling, below("rulings", n), papers)),
  ];
  if (problems.length > 0) throw new MarkingRefused("rulings_problems", problems.map(problemLine));
}
