/**
 * Review of short texts (QROC) that the key does not accept. Equal texts, once normalised, are one group and judged once, for
 * everyone. Two reviewers judge each group, blind to each other and to identity; where they differ a third one decides.
 */
import type { CandidateAnswers, CandidateMarks, Marking } from "#domain/marking/run";

export interface ReviewGroup {
  readonly item: string;
  /** As normalised: what the candidates of the group share. */
  readonly text: string;
  readonly candidates: number;
  /** As it was written, a few ways. */
  readonly written: readonly string[];
}

export const VERDICTS = ["accept", "refuse"] as const;
export type Verdict = (typeof VERDICTS)[number];
export type ReviewState =
  | { readonly kind: "open" }
  | { readonly kind: "half"; readonly by: string; readonly verdict: Verdict }
  /** The first two differ. */
  | { readonly kind: "disputed"; readonly by: readonly [string, string] }
  | { readonly kind: "settled"; readonly verdict: Verdict; readonly by: readonly string[] };

export const OPEN: ReviewState = { kind: "open" };

/** Whether a reviewer has something to judge: nobody judges twice. All that a reviewer is told of a group's state. */
export function mayJudge(state: ReviewState, reviewer: string): boolean {
  switch (state.kind) {
    case "open":
      return true;
    case "half":
      return state.by !== reviewer;
    case "disputed":
      return !state.by.includes(reviewer);
    case "settled":
      return false;
  }
}

/** The state after a verdict; null: this reviewer may not judge here. */
export function judge(state: ReviewState, reviewer: string, verdict: Verdict): ReviewState | null {
  if (!mayJudge(state, reviewer)) return null;
  switch (state.kind) {
    case "open":
      return { kind: "half", by: reviewer, verdict };
    case "half":
      return state.verdict === verdict
        ? { kind: "settled", verdict, by: [state.by, reviewer] }
        : { kind: "disputed", by: [state.by, reviewer] };
    case "disputed":
      return { kind: "settled", verdict, by: [...state.by, reviewer] };
    case "settled":
      return null;
  }
}

const WRITTEN_SHOWN = 3;

/** Gathers what was written and not accepted, candidate by candidate; who wrote it is not kept. */
export function createReviewGroups({ columns }: Marking) {
  const groups = columns.map(() => new Map<string, { candidates: number; written: Set<string> }>());
  return {
    add({ answers }: CandidateAnswers, { items, ruled }: CandidateMarks): void {
      answers.forEach((answer, n) => {
        const why = answer?.marked.why;
        if (why?.kind !== "text" || why.accepted !== null || why.normalised === "") return;
        if ((items[n] ?? -1) < 0 || ruled[n] != null) return;
        const group = groups[n]?.get(why.normalised) ?? { candidates: 0, written: new Set<string>() };
        group.candidates += 1;
        if (answer?.value && "text" in answer.value && group.written.size < WRITTEN_SHOWN)
          group.written.add(answer.value.text);
        groups[n]?.set(why.normalised, group);
      });
    },
    /** In the order of the paper, the most frequent first. */
    groups: (): ReviewGroup[] =>
      columns.flatMap(({ item }, n) =>
        [...(groups[n] ?? [])]
          .map(([text, { candidates, written }]) => ({ item: item.id, text, candidates, written: [...written].sort() }))
          .sort((a, b) => b.candidates - a.candidates || (a.text < b.text ? -1 : 1)),
      ),
  };
}
