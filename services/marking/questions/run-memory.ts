/** Finished runs in memory, the last few that were asked about: a question costs a pass over arrays, no reading. */
import type pg from "pg";
import { comparePositions } from "#domain/answer/entry";
import { StoreTrouble } from "#domain/ports/answer-stream";
import { readEntries } from "#domain/marking/entries-read";
import type { CandidateAnswers, CandidateMarks, Marking } from "#domain/marking/run";
import type { AnswerInForce } from "#domain/marking/run-digest";
import { isEntryRuling, type Ruling } from "#domain/marking/rulings";
import { countSetAside, type SetAsideEntry } from "#domain/marking/set-aside";
import type { KeyedPaper } from "#marking/papers";
import { ownAnswers } from "#marking/questions/taken-back";
import { MarkingRefused } from "#marking/refusal";
import { inputsOf, markingOf, papersOfRun } from "#marking/runs/run-inputs";
import { inTransaction } from "#postgres/connection";
import { storedCandidates, storedSetAside } from "#postgres/queries/marking-memory";
import { findRun, type MarkingRunRow } from "#postgres/queries/marking-runs";
import { databaseOf } from "#postgres/queries/reading";
import { oneSnapshot } from "#postgres/queries/snapshot";

const KEPT_RUNS = 3;

export interface RememberedCandidate {
  readonly known: Pick<CandidateAnswers, "place" | "paper" | "absent">;
  readonly inForce: readonly (AnswerInForce | null)[];
  /** Without what rulings of the run count besides; null: the log has changed since, it is not known any more. */
  readonly own: readonly (AnswerInForce | null)[] | null;
  readonly aside: readonly (SetAsideEntry & { readonly counted: boolean })[];
}
export interface RememberedRun {
  readonly run: MarkingRunRow;
  readonly papers: readonly KeyedPaper[];
  readonly marking: Marking;
  /** Ascending by anonymity number. */
  readonly candidates: readonly RememberedCandidate[];
  /** Of these candidates, by the run's own rulings. */
  readonly marks: readonly CandidateMarks[];
}

export function createRunMemory(pool: pg.Pool) {
  const kept = new Map<number, Promise<RememberedRun>>();
  return {
    /** Rejects with MarkingRefused: no such run, or not done; with StoreTrouble. */
    async run(runId: number): Promise<RememberedRun> {
      const found = kept.get(runId) ?? load(pool, runId);
      // Asked for last is forgotten last.
      kept.delete(runId);
      kept.set(runId, found);
      for (const old of [...kept.keys()].slice(0, -KEPT_RUNS)) kept.delete(old);
      try {
        return await found;
      } catch (error) {
        kept.delete(runId);
        throw error;
      }
    },
  };
}
export type RunMemory = ReturnType<typeof createRunMemory>;

async function load(pool: pg.Pool, runId: number): Promise<RememberedRun> {
  const run = await findRun(databaseOf(pool), runId);
  if (run === null) throw new MarkingRefused("run_unknown", [String(runId)]);
  if (run.state !== "done") throw new MarkingRefused("run_not_done", [run.state]);
  const papers = await papersOfRun(databaseOf(pool), run);
  const marking = markingOf(inputsOf(run, papers));
  const columnOf = new Map(marking.columns.map(({ item }, n) => [item.id, n]));
  return inTransaction(pool, async (client) => {
    await oneSnapshot(client);
    const aside = new Map<string, (SetAsideEntry & { counted: boolean })[]>();
    for (const { anonymityNumber, counted, epoch, itemId, reason, seq, value } of await storedSetAside(client, runId)) {
      const column = columnOf.get(itemId) ?? -1;
      const answer = marking.columns[column]?.answer(JSON.stringify(value));
      if (answer == null) throw new Error(`run ${runId}: an entry of ${itemId} cannot be read`);
      const entry = { column, answer, epoch, seq, reason: reason as SetAsideEntry["reason"], counted };
      aside.set(anonymityNumber, [...(aside.get(anonymityNumber) ?? []), entry]);
    }
    const counted = new Set([...aside].filter(([, list]) => list.some((one) => one.counted)).map(([number]) => number));
    const owns = await ownAnswers(client, run.sittingId, marking, counted);
    const candidates: RememberedCandidate[] = [];
    for await (const rows of storedCandidates(client, runId))
      for (const { anonymityNumber, centre, entries, paper, room } of rows) {
        const { absent, inForce } = readEntries(entries, marking.columns);
        const known = { place: { anonymityNumber, centre, room }, paper, absent };
        const entriesAside = aside.get(anonymityNumber) ?? [];
        const own = counted.has(anonymityNumber)
          ? stoodUpon(owns.get(anonymityNumber) ?? [], inForce, entriesAside)
          : inForce;
        candidates.push({ known, inForce, own, aside: entriesAside });
      }
    if (candidates.length !== run.candidates) throw new StoreTrouble(`run ${runId} is not whole`, "later");
    const marks = candidates.map((one) => marking.mark(answersIn(marking, run.rulings, one)));
    return { run, papers, marking, candidates, marks };
  });
}

/** What counted by itself, if with what was counted besides it makes what the run stored; null: the log is another one. */
function stoodUpon(
  own: readonly (AnswerInForce | null)[],
  inForce: readonly (AnswerInForce | null)[],
  aside: RememberedCandidate["aside"],
): readonly (AnswerInForce | null)[] | null {
  const again = [...own];
  for (const { answer, column, counted, epoch, seq } of aside) {
    const now = again[column] ?? null;
    if (counted && (now === null || comparePositions({ epoch, seq }, now) > 0)) again[column] = { answer, epoch, seq };
  }
  const same = inForce.every((one, n) => {
    const other = again[n] ?? null;
    return one === null || other === null ? one === other : comparePositions(one, other) === 0;
  });
  return same && again.length === inForce.length ? own : null;
}

/**
 * The candidate's answers in another marking of the same papers: as they stood, with what its rulings count besides.
 * Throws MarkingRefused where an entry that the run counted would no longer count, and the log has changed since.
 */
export function answersIn(
  marking: Marking,
  rulings: readonly Ruling[],
  { aside, inForce, known, own }: RememberedCandidate,
): CandidateAnswers {
  if (aside.length === 0) return { ...known, answers: translated(marking, inForce) };
  const entryRulings = rulings.filter(isEntryRuling);
  const after = [...(own ?? inForce)];
  const counted = countSetAside(after, aside, entryRulings, known.place);
  if (own === null && aside.some((one) => one.counted && !counted.includes(one)))
    throw new MarkingRefused("rulings_problems", [
      `${known.place.anonymityNumber}: entries that count by a ruling of the run would no longer: ask for a new run`,
    ]);
  return { ...known, answers: translated(marking, after) };
}

const translated = ({ columns }: Marking, inForce: readonly (AnswerInForce | null)[]) =>
  inForce.map((one, n) => (one === null ? null : (columns[n]?.answer(one.answer.text) ?? null)));
