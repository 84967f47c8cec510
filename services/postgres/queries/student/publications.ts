/** Publications: asked for, prepared, signed by two, and then in force from a time. */
import { and, asc, desc, eq, getTableColumns, isNull, sql } from "drizzle-orm";
import { CompetitionRelease, CompetitionWithdrawal } from "#contracts/portal/student/release";
import type { Problem } from "#domain/exam/problem";
import type { EveryonesResult } from "#domain/student/result";
import { decisionsInForce } from "#postgres/queries/decisions";
import { type Database, reading } from "#postgres/queries/reading";
import { competition } from "#postgres/schema/competition";
import { preparedResult, publication } from "#postgres/schema/student";

export type PublicationRow = Omit<typeof publication.$inferSelect, "everyone">;
/** Without what everybody sees, which may be large. */
const { everyone: _everyone, ...HEAD } = getTableColumns(publication);

export interface PublicationAsked {
  readonly competitionId: number;
  readonly ranksId: number | null;
  readonly roundId: number | null;
  readonly reorientationIds: readonly number[];
  readonly askedBy: string;
}
/** Resolves to its id; `jobs` prepares it. */
export async function askPublication(database: Database, asked: PublicationAsked): Promise<number> {
  const [row] = await reading("publication", () =>
    database
      .insert(publication)
      .values({ ...asked, reorientationIds: [...asked.reorientationIds] })
      .returning({ id: publication.id }),
  );
  if (!row) throw new Error("a publication was not asked");
  return row.id;
}
export const publicationsOf = (database: Database, competitionId: number): Promise<PublicationRow[]> =>
  reading("publications", () =>
    database
      .select(HEAD)
      .from(publication)
      .where(eq(publication.competitionId, competitionId))
      .orderBy(desc(publication.id)),
  );

/** The oldest order, held by this transaction. Null: there is none, or another process has it. */
export async function takeAskedPublication(tx: Database): Promise<PublicationRow | null> {
  const [row] = await tx
    .select(HEAD)
    .from(publication)
    .where(eq(publication.state, "asked"))
    .orderBy(asc(publication.id))
    .limit(1)
    .for("update", { skipLocked: true });
  return row ?? null;
}

const CHUNK = 5_000;
/** `results`: JSON by person, in the order that was hashed. Call inside a transaction. */
export async function storePrepared(
  tx: Database,
  id: number,
  prepared: {
    readonly results: readonly (readonly [personId: number, result: string])[];
    readonly everyone: EveryonesResult | null;
    readonly sha256: string;
  },
): Promise<void> {
  const { everyone, results, sha256 } = prepared;
  for (let first = 0; first < results.length; first += CHUNK)
    await tx
      .insert(preparedResult)
      .values(
        results.slice(first, first + CHUNK).map(([personId, result]) => ({ publicationId: id, personId, result })),
      );
  await tx
    .update(publication)
    .set({ state: "ready", sha256, everyone, people: results.length })
    .where(eq(publication.id, id));
}
export const refusePublication = (tx: Database, id: number, problems: readonly Problem[]) =>
  tx.update(publication).set({ state: "refused", problems }).where(eq(publication.id, id));

/** One result exactly as the student will read it: what an office looks at before it signs. */
export async function preparedFor(database: Database, id: number, personId: number): Promise<string | null> {
  const [row] = await reading("result", () =>
    database
      .select({ result: preparedResult.result })
      .from(preparedResult)
      .where(and(eq(preparedResult.publicationId, id), eq(preparedResult.personId, personId))),
  );
  return row?.result ?? null;
}

/** Every result of a publication. Ten thousand are some tens of megabytes. */
export async function preparedResults(database: Database, id: number): Promise<Map<number, string>> {
  const rows = await reading(
    "results",
    () =>
      database
        .select({ personId: preparedResult.personId, result: preparedResult.result })
        .from(preparedResult)
        .where(eq(preparedResult.publicationId, id)),
    60_000,
  );
  return new Map(rows.map(({ personId, result }) => [personId, result]));
}

/** A publication that two have signed; shown from its time on, unless it was withdrawn. */
export interface SignedPublication {
  readonly publicationId: number;
  readonly competitionId: number;
  readonly hasSeats: boolean;
  readonly publishAtMs: number;
  readonly answersUntilMs: number | null;
  readonly withdrawn: boolean;
  readonly mailedAtMs: number | null;
}

/** Of a competition, in the order of their times of publication. What was signed must be what is stored: else it is left out. */
export async function signedPublications(database: Database, competitionId: number): Promise<SignedPublication[]> {
  const subject = { kind: "competition", id: competitionId } as const;
  const decisions = await decisionsInForce(database, subject, ["competition_release", "competition_withdrawal"]);
  if (decisions.length === 0) return [];
  const rows = await publicationsOf(database, competitionId);
  const signed = new Map<number, SignedPublication>();
  for (const { kind, payloadText } of decisions) {
    const json: unknown = JSON.parse(payloadText);
    if (kind === "competition_withdrawal") {
      const { publicationId } = CompetitionWithdrawal.parse(json);
      const one = signed.get(publicationId);
      if (one) signed.set(publicationId, { ...one, withdrawn: true });
      continue;
    }
    const release = CompetitionRelease.parse(json);
    const row = rows.find(({ id }) => id === release.publicationId);
    if (row?.state !== "ready" || row.sha256 !== release.sha256) continue;
    signed.set(row.id, {
      ...{ publicationId: row.id, competitionId, hasSeats: row.roundId !== null, withdrawn: false },
      ...{ publishAtMs: release.publishAtMs, answersUntilMs: release.answersUntilMs, mailedAtMs: row.mailedAtMs },
    });
  }
  return [...signed.values()].sort((a, b) => a.publishAtMs - b.publishAtMs || a.publicationId - b.publicationId);
}

/** The newest whose time has come; `signed` in the order of their times. */
export const newestInForce = (signed: readonly SignedPublication[], nowMs: number): SignedPublication | null =>
  signed.findLast((one) => !one.withdrawn && one.publishAtMs <= nowMs) ?? null;

/** Competitions of which something was signed: what a process that serves results looks through. */
export async function competitionsWithReleases(database: Database): Promise<number[]> {
  const { rows } = await reading("releases", () =>
    database.execute<{ id: number }>(sql`
      SELECT DISTINCT d.subject_id AS id FROM decision d
      JOIN decision_outcome o ON o.decision_id = d.id AND o.verdict = 'signed'
      JOIN ${competition} c ON c.id = d.subject_id
      WHERE d.subject_kind = 'competition' AND d.kind = 'competition_release' ORDER BY 1`),
  );
  return rows.map(({ id }) => id);
}

export async function everyoneOf(database: Database, id: number): Promise<EveryonesResult | null> {
  const [row] = await reading("publication", () =>
    database.select({ everyone: publication.everyone }).from(publication).where(eq(publication.id, id)),
  );
  return row?.everyone ?? null;
}

/** False: its mails were queued before. Call in the transaction that queues them. */
export async function markMailed(tx: Database, id: number, nowMs: number): Promise<boolean> {
  const rows = await tx
    .update(publication)
    .set({ mailedAtMs: nowMs })
    .where(and(eq(publication.id, id), isNull(publication.mailedAtMs)))
    .returning({ id: publication.id });
  return rows.length > 0;
}
