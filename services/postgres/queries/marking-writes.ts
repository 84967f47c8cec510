/** What the marking process writes: a run, its candidates in chunks, and its end. Each of them once. */
import { eq, inArray, sql } from "drizzle-orm";
import type pg from "pg";
import type { ItemKey } from "#domain/marking/item";
import type { ReviewGroup } from "#domain/marking/review";
import { inTransaction } from "#postgres/connection";
import type { MarkingRunRow } from "#postgres/queries/marking-runs";
import { type Database, databaseOf, reading } from "#postgres/queries/reading";
import { keyVersion, markingRun, reviewText, runCandidate, runItem, runSetAside } from "#postgres/schema/marking";

const ROWS_AT_ONCE = 1_000;
/** A statement has room for 65,535 values. */
function* slices<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) yield rows.slice(at, at + ROWS_AT_ONCE);
}

export type NewRun = Pick<
  typeof markingRun.$inferInsert,
  | "sittingId"
  | "unit"
  | "askedBy"
  | "askedByName"
  | "askedAtMs"
  | "papers"
  | "rules"
  | "rulings"
  | "decisionIds"
  | "candidates"
>;
export interface SeenKeys {
  readonly paperId: number;
  readonly sha256: string;
  readonly keys: Record<string, ItemKey>;
}

/** The run, waiting, with the keys that it will be marked by. */
export const insertRun = (pool: pg.Pool, run: NewRun, keys: readonly SeenKeys[]): Promise<number> =>
  reading("new marking run", () =>
    inTransaction(pool, async (client) => {
      const database = databaseOf(client);
      const seen = keys.map((one) => ({ ...one, seenAtMs: run.askedAtMs }));
      await database.insert(keyVersion).values(seen).onConflictDoNothing();
      const [made] = await database.insert(markingRun).values(run).returning({ id: markingRun.id });
      if (!made) throw new Error("a run was not made");
      return made.id;
    }),
  );

/** Candidates that the run has stored, with the hash of the entries that they were marked from. */
export async function storedDigests(database: Database, runId: number): Promise<ReadonlyMap<string, string>> {
  const rows = await reading("stored marks", () =>
    database
      .select({ number: runCandidate.anonymityNumber, sha256: runCandidate.entriesSha256 })
      .from(runCandidate)
      .where(eq(runCandidate.runId, runId)),
  );
  return new Map(rows.map(({ number, sha256 }) => [number, sha256]));
}

export type CandidateToStore = Omit<typeof runCandidate.$inferInsert, "runId" | "items"> & {
  readonly items: Int32Array;
};
export type SetAsideToStore = Omit<typeof runSetAside.$inferInsert, "runId">;

/** A chunk of candidates and how far the run is, in one transaction: a second worker's chunk is refused by the keys. */
export const storeChunk = (
  pool: pg.Pool,
  runId: number,
  candidates: readonly CandidateToStore[],
  setAside: readonly SetAsideToStore[],
): Promise<void> =>
  reading("marks", () =>
    inTransaction(pool, async (client) => {
      const of = <K extends keyof CandidateToStore>(name: K) => candidates.map((one) => one[name]);
      await client.query(
        `INSERT INTO run_candidate (run_id, anonymity_number, centre, room, paper, mark, maximum, code, own_mark,
           own_maximum, items, entries, entries_sha256)
         SELECT $1, a, b, c, d, e, f, g, h, i, j::int[], k, l
         FROM unnest($2::text[], $3::text[], $4::text[], $5::int2[], $6::int[], $7::int[], $8::text[], $9::int[],
           $10::int[], $11::text[], $12::text[], $13::text[]) AS rows (a, b, c, d, e, f, g, h, i, j, k, l)`,
        [
          runId,
          ...[of("anonymityNumber"), of("centre"), of("room"), of("paper"), of("mark"), of("maximum"), of("code")],
          ...[of("ownMark"), of("ownMaximum"), candidates.map(({ items }) => `{${items.join(",")}}`)],
          ...[of("entries"), of("entriesSha256")],
        ],
      );
      const database = databaseOf(client);
      for (const rows of slices(setAside))
        await database.insert(runSetAside).values(rows.map((one) => ({ ...one, runId })));
      await database
        .update(markingRun)
        .set({ state: "running", markedCandidates: sql`${markingRun.markedCandidates} + ${candidates.length}` })
        .where(eq(markingRun.id, runId));
    }),
  );

export type RunResult = Required<
  Pick<
    MarkingRunRow,
    | "entriesSha256"
    | "inputsSha256"
    | "marksSha256"
    | "maximum"
    | "codes"
    | "setAsideEntries"
    | "setAsideCounted"
    | "paperStatistics"
    | "doneAtMs"
  >
>;
export type ItemToStore = Omit<typeof runItem.$inferInsert, "runId">;

/** The run is done: hashes, statistics and texts to review, in one transaction. Only when every candidate is stored. */
export const finishRun = (
  pool: pg.Pool,
  runId: number,
  result: RunResult,
  items: readonly ItemToStore[],
  groups: readonly ReviewGroup[],
): Promise<void> =>
  reading("end of a run", () =>
    inTransaction(pool, async (client) => {
      const database = databaseOf(client);
      for (const rows of slices(items)) await database.insert(runItem).values(rows.map((one) => ({ ...one, runId })));
      for (const rows of slices(groups)) {
        const texts = rows.map(({ item, written, ...group }) => ({
          ...group,
          runId,
          itemId: item,
          written: [...written],
        }));
        await database.insert(reviewText).values(texts);
      }
      // The table refuses "done" while one is missing.
      await database
        .update(markingRun)
        .set({ ...result, state: "done" })
        .where(eq(markingRun.id, runId));
    }),
  );

/** The run ends without marks that count; what is stored of it stays. */
export const failRun = (database: Database, runId: number, trouble: string, doneAtMs: number): Promise<unknown> =>
  reading("end of a run", () =>
    database
      .update(markingRun)
      .set({ state: "failed", trouble, doneAtMs })
      .where(sql`${eq(markingRun.id, runId)} AND ${inArray(markingRun.state, ["waiting", "running"])}`),
  );
