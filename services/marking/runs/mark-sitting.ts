/**
 * Does a run: one snapshot of the database is read candidate by candidate, and what comes out is stored in chunks, each in
 * one transaction. After a crash the same pass is made again; what is stored already is compared, not stored twice.
 */
import { createHash } from "node:crypto";
import type pg from "pg";
import { marksHeader, marksLine } from "#domain/marking/mark-lines";
import { createReviewGroups } from "#domain/marking/review";
import { createRunPass } from "#domain/marking/run-pass";
import { createStatistics } from "#domain/marking/statistics";
import { paperOf } from "#domain/sitting/clock";
import { placeOf, type Seat } from "#domain/sitting/seat";
import { sha256 } from "#marking/hashes";
import { createLogReader } from "#marking/runs/candidate-log";
import { finishOf } from "#marking/runs/finish";
import { inputsOf, markingOf, papersOfRun } from "#marking/runs/run-inputs";
import { type SittingFacts, sittingFacts } from "#marking/sitting-facts";
import { inTransaction } from "#postgres/connection";
import { type CandidateLog, logsOf } from "#postgres/queries/marking-inputs";
import type { MarkingRunRow } from "#postgres/queries/marking-runs";
import {
  type CandidateToStore,
  finishRun,
  type SetAsideToStore,
  storeChunk,
  storedDigests,
} from "#postgres/queries/marking-writes";
import { databaseOf } from "#postgres/queries/reading";
import { oneSnapshot } from "#postgres/queries/snapshot";

/** What is stored of a run no longer comes out of the database: it cannot be gone on with, another is to be asked for. */
export class RunOvertaken extends Error {
  override name = "RunOvertaken";
}

export interface MarkingWork {
  readonly pool: pg.Pool;
  /** Candidates of one transaction. */
  readonly chunk: number;
  readonly now: () => number;
  readonly onProgress: (marked: number) => void;
}

/** Rejects with RunOvertaken or MarkingRefused where the run cannot be made, with StoreTrouble where it may be later. */
export async function markSitting(work: MarkingWork, run: MarkingRunRow): Promise<void> {
  const { chunk, now, onProgress, pool } = work;
  const papers = await papersOfRun(databaseOf(pool), run);
  const inputs = inputsOf(run, papers);
  const marking = markingOf(inputs);
  const pass = createRunPass(marking, inputs, sha256);
  const statistics = createStatistics(marking);
  const review = createReviewGroups(marking);
  const marksHash = createHash("sha256").update(marksHeader(marking));
  const stored = await storedDigests(databaseOf(pool), run.id);

  await inTransaction(pool, async (client) => {
    await oneSnapshot(client);
    const facts = await sittingFacts(client, run.sittingId);
    if (facts?.seats.length !== run.candidates) throw new RunOvertaken("the exam's candidates are others since");
    const read = createLogReader(marking, facts);
    const chunks = chunked(facts.seats, chunk);
    const logs = (seats: readonly Seat[] = []) =>
      logsOf(
        client,
        run.sittingId,
        seats.map(({ candidateId }) => candidateId),
      );
    let next = logs(chunks[0]);
    let storing: Promise<void> = Promise.resolve();
    for (const [n, seats] of chunks.entries()) {
      const texts = await next;
      // PostgreSQL reads the next chunk while this one is marked, and stores it while the next one is.
      next = n + 1 < chunks.length ? logs(chunks[n + 1]) : Promise.resolve(new Map<number, CandidateLog>());
      next.catch(() => undefined); // said when it is awaited
      const [candidates, setAside]: [CandidateToStore[], SetAsideToStore[]] = [[], []];
      for (const seat of seats) {
        const { aside, found } = read(seat, texts.get(seat.candidateId));
        const passed = pass.take(knownOf(facts, seat, papers.length), found, aside);
        const { candidate, counted, entries, entriesSha256, marks } = passed;
        marksHash.update(marksLine(run.unit, marks));
        statistics.add(candidate, marks);
        review.add(candidate, marks);
        if (isStored(stored, seat.anonymityNumber, entriesSha256)) continue;
        const { anonymityNumber, centre, room } = candidate.place;
        const { code, items, mark, maximum, own } = marks;
        candidates.push({
          ...{
            anonymityNumber,
            centre,
            room,
            paper: candidate.paper,
            mark,
            maximum,
            code,
            items,
            entries,
            entriesSha256,
          },
          ...{ ownMark: own.mark, ownMaximum: own.maximum },
        });
        for (const { answer: _answer, column: _column, ...evidence } of aside)
          setAside.push({
            ...evidence,
            anonymityNumber,
            centre,
            room,
            counted: counted.some((one) => isSame(one, evidence)),
          });
      }
      await storing;
      storing = candidates.length === 0 ? Promise.resolve() : storeChunk(pool, run.id, candidates, setAside);
      storing.catch(() => undefined); // said when it is awaited
      onProgress(Math.min((n + 1) * chunk, facts.seats.length));
    }
    await storing;
  });
  const { groups, items, result } = finishOf(marking, pass.finish(), statistics.report(), review.groups());
  await finishRun(pool, run.id, { ...result, marksSha256: marksHash.digest("hex"), doneAtMs: now() }, items, groups);
}

function knownOf({ present, state }: SittingFacts, seat: Seat, papers: number) {
  const { anonymityNumber, centre, room } = seat;
  const paper = papers > 1 && paperOf(state, placeOf(seat)) === "backup" ? 1 : 0;
  return { place: { anonymityNumber, centre, room }, paper, absent: !present.has(seat.candidateId) };
}

function isStored(stored: ReadonlyMap<string, string>, number: string, entriesSha256: string): boolean {
  const before = stored.get(number);
  if (before !== undefined && before !== entriesSha256)
    throw new RunOvertaken(`entries of ${number} have come since the run was begun`);
  return before !== undefined;
}

interface Position {
  readonly epoch: number;
  readonly seq: number;
}
const isSame = (a: Position, b: Position): boolean => a.epoch === b.epoch && a.seq === b.seq;

function chunked<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, n) => list.slice(n * size, (n + 1) * size));
}
