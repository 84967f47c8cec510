/** Questions about finished runs, answered from memory; nothing is stored. */
import type pg from "pg";
import type { z } from "zod";
import type {
  CompareAnswer,
  CompareRequest,
  KeyAnswer,
  KeyRequest,
  WhatIfAnswer,
  WhatIfRequest,
  WhyAnswer,
  WhyRequest,
} from "#contracts/marking/requests";
import type { ItemKey } from "#domain/marking/item";
import { OUT } from "#domain/marking/run";
import { rulingInWords, whyInWords } from "#domain/marking/why";
import { largestChanges, markChanges } from "#marking/questions/mark-changes";
import { ranksAfter } from "#marking/questions/ranks-after";
import { answersIn, type RememberedRun, type RunMemory } from "#marking/questions/run-memory";
import { examToRank } from "#marking/ranking/exam-ranking";
import { MarkingRefused } from "#marking/refusal";
import { checkRulings } from "#marking/rulings-in-force";
import { inputsOf, markingOf } from "#marking/runs/run-inputs";
import { databaseOf } from "#postgres/queries/reading";
import { findSitting } from "#postgres/queries/sittings";

const CHANGES_SHOWN = 200;

/** A copy that may be changed, as contracts have it. */
const plainKey = (key: ItemKey): KeyAnswer["keys"][number] => structuredClone(key) as KeyAnswer["keys"][number];
const idsOf = ({ marking }: RememberedRun): string[] => marking.columns.map(({ item }) => item.id);

export function createAnswers(pool: pg.Pool, memory: RunMemory, elapsedMs: () => number) {
  /** The exam's rules with all units' marks as they stand. */
  async function examOf(sittingId: number) {
    const sitting = await findSitting(databaseOf(pool), sittingId);
    return sitting === null ? null : examToRank(databaseOf(pool), sitting.examId, null);
  }
  return {
    async whatIf({ line, rulings, runId, without }: z.infer<typeof WhatIfRequest>): Promise<WhatIfAnswer> {
      const startedMs = elapsedMs();
      const remembered = await memory.run(runId);
      const { papers, run } = remembered;
      const unknown = without.filter((id) => !run.rulings.some((one) => one.id === id));
      if (unknown.length > 0)
        throw new MarkingRefused(
          "rulings_problems",
          unknown.map((id) => `the run has no ruling "${id}"`),
        );
      const all = [...run.rulings.filter(({ id }) => !without.includes(id)), ...rulings];
      checkRulings(all, papers);
      const other = markingOf(inputsOf(run, papers, all));
      const after = remembered.candidates.map((one) => other.mark(answersIn(other, all, one)));
      const before = remembered.marks;
      const ranks = ranksAfter(await examOf(run.sittingId), run.unit, before, after, line);
      const marks = markChanges(idsOf(remembered), before, after);
      return { kind: "what_if", runId, maximum: run.maximum ?? 0, marks, ...ranks, tookMs: elapsedMs() - startedMs };
    },
    async compare({ after, before }: z.infer<typeof CompareRequest>): Promise<CompareAnswer> {
      const [a, b] = [await memory.run(before), await memory.run(after)];
      const ids = idsOf(b);
      if (a.run.sittingId !== b.run.sittingId || idsOf(a).join() !== ids.join())
        throw new MarkingRefused("run_unknown", ["the two runs are not of the same papers"]);
      const byNumber = new Map(a.marks.map((one) => [one.anonymityNumber, one]));
      const was = b.marks.map(({ anonymityNumber }) => byNumber.get(anonymityNumber));
      const changes = largestChanges(ids, was, b.marks, CHANGES_SHOWN);
      return { kind: "compare", before, after, marks: markChanges(ids, was, b.marks), changes };
    },
    async key({ item, runId }: z.infer<typeof KeyRequest>): Promise<KeyAnswer> {
      const { marking } = await memory.run(runId);
      const column = marking.columns.find((one) => one.item.id === item);
      if (column === undefined) throw new MarkingRefused("item_unknown", [item]);
      return { kind: "key", runId, item, type: column.item.type, keys: column.keys.map(plainKey) };
    },
    async why({ anonymityNumber, runId }: z.infer<typeof WhyRequest>): Promise<WhyAnswer> {
      const { candidates, marking, run } = await memory.run(runId);
      const found = candidates.find(({ known }) => known.place.anonymityNumber === anonymityNumber);
      if (found === undefined) throw new MarkingRefused("candidate_unknown", [anonymityNumber]);
      const candidate = answersIn(marking, run.rulings, found);
      const { code, items, mark, maximum, ruled } = marking.mark(candidate);
      const whys = marking.columns.flatMap((column, n) => {
        if (column.paper !== candidate.paper || candidate.absent) return [];
        const [ruling, answer, worth] = [ruled[n] ?? null, candidate.answers[n] ?? column.noAnswer, items[n] ?? OUT];
        const why = ruling === null ? whyInWords(answer.marked.why) : rulingInWords(ruling);
        const { id: item, weight } = column.item;
        return [
          {
            item,
            mark: worth === OUT ? null : worth,
            maximum: weight,
            answer: answer.text,
            why,
            ruling: ruling?.id ?? null,
          },
        ];
      });
      return { kind: "why", runId, anonymityNumber, mark, maximum, code, items: whys };
    },
  };
}
