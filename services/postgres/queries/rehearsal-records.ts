/** Rehearsals that were played: recorded once, never changed. */
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { count, desc, eq } from "drizzle-orm";
import { RehearsalResult } from "#contracts/http/rehearsal-result";
import type { PassedRehearsal } from "#domain/sitting/rehearsed";
import { type Database, reading } from "#postgres/queries/reading";
import { candidate } from "#postgres/schema/exam";
import { rehearsalRecord } from "#postgres/schema/rehearsal-record";

export interface RehearsalToRecord {
  readonly result: RehearsalResult;
  /** The page that opens offline. */
  readonly report: string;
  /** Name of the token, or of who recorded it. */
  readonly by: string;
}

/** "known": the same result was recorded before; nothing is changed. Rejects with StoreTrouble. */
export async function recordRehearsal(
  database: Database,
  { by, report, result }: RehearsalToRecord,
): Promise<{ readonly id: number; readonly outcome: "recorded" | "known" }> {
  const { profile, startedAt, verdict } = result;
  const resultSha256 = createHash("sha256").update(JSON.stringify(result)).digest("hex");
  const [made] = await reading("rehearsal record", () =>
    database
      .insert(rehearsalRecord)
      .values({
        ...{ resultSha256, profile: profile.name, candidates: profile.candidates, verdict: verdict.state, result },
        ...{ startedAt: new Date(startedAt), report: gzipSync(report), recordedBy: by },
      })
      .onConflictDoNothing({ target: rehearsalRecord.resultSha256 })
      .returning({ id: rehearsalRecord.id }),
  );
  if (made) return { id: made.id, outcome: "recorded" };
  const [known] = await reading("rehearsal record", () =>
    database
      .select({ id: rehearsalRecord.id })
      .from(rehearsalRecord)
      .where(eq(rehearsalRecord.resultSha256, resultSha256)),
  );
  if (!known) throw new Error("a rehearsal was neither recorded nor known");
  return { id: known.id, outcome: "known" };
}

export interface RecordedRehearsal {
  readonly id: number;
  readonly result: RehearsalResult;
  readonly recordedBy: string;
  /** When it was recorded, ms. */
  readonly recordedAtMs: number;
}

/** The newest by their beginning, newest first, without their reports. */
export async function recordedRehearsals(database: Database, limit: number): Promise<RecordedRehearsal[]> {
  const { id, recordedAt, recordedBy, result, startedAt } = rehearsalRecord;
  const rows = await reading("rehearsals", () =>
    database
      .select({ id, result, recordedBy, recordedAt })
      .from(rehearsalRecord)
      .orderBy(desc(startedAt), desc(id))
      .limit(limit),
  );
  return rows.map((row) => ({
    id: row.id,
    result: RehearsalResult.parse(row.result),
    recordedBy: row.recordedBy,
    recordedAtMs: row.recordedAt.getTime(),
  }));
}

/** The report of a rehearsal, gzip; null: there is no such rehearsal. */
export async function reportOf(database: Database, id: number): Promise<Buffer | null> {
  const [found] = await reading("rehearsal report", () =>
    database.select({ report: rehearsalRecord.report }).from(rehearsalRecord).where(eq(rehearsalRecord.id, id)),
  );
  return found?.report ?? null;
}

const PASSED_MAX = 1_000;
/** Those that ended green, the newest first: what the rule of domain/sitting/rehearsed.ts chooses from. */
export async function passedRehearsals(database: Database): Promise<PassedRehearsal[]> {
  const { candidates, profile, startedAt, verdict } = rehearsalRecord;
  const rows = await reading("passed rehearsals", () =>
    database
      .select({ profile, candidates, startedAt })
      .from(rehearsalRecord)
      .where(eq(verdict, "green"))
      .orderBy(desc(startedAt))
      .limit(PASSED_MAX),
  );
  return rows.map((row) => ({ profile: row.profile, candidates: row.candidates, atMs: row.startedAt.getTime() }));
}

/** How many candidates an exam has: the size that its rehearsal must have. */
export async function candidateCount(database: Database, examId: number): Promise<number> {
  const [found] = await reading("candidates", () =>
    database.select({ candidates: count() }).from(candidate).where(eq(candidate.examId, examId)),
  );
  return found?.candidates ?? 0;
}
