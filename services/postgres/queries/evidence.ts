/** What is stored of candidates, whole, for receipts: a few statements however many candidates are asked for. */
import { sql } from "drizzle-orm";
import { Genesis } from "#contracts/http/sign-in";
import type { CandidateRef } from "#domain/answer/entry";
import type { Genesis as DomainGenesis } from "#domain/answer/epoch";
import { type Database, reading } from "#postgres/queries/reading";

export interface StoredChain {
  readonly epoch: number;
  readonly deviceId: string | null;
  readonly publicKey: { readonly x: string; readonly y: string } | null;
  readonly genesis: DomainGenesis | null;
  readonly genesisHash: string | null;
  /** In order of seq; holes are where nothing came. */
  readonly entries: readonly { readonly seq: number; readonly kind: string; readonly frame: string }[];
}
export interface CandidateEvidence {
  readonly candidateId: number;
  readonly studentNumber: string;
  /** Records in quarantine that nobody has ruled on. */
  readonly quarantined: number;
  /** Items with an answer in force that is not erased. */
  readonly answers: number;
  /** Oldest first. */
  readonly epochs: readonly StoredChain[];
}

interface ChainRow extends Omit<StoredChain, "genesis" | "entries"> {
  readonly candidateId: number;
  readonly genesis: unknown;
}
interface EntryRow {
  readonly candidateId: number;
  readonly epoch: number;
  readonly seq: number;
  readonly kind: string;
  readonly frame: string;
}

/**
 * Evidence of these candidates in the order asked for; who does not exist is left out. To be read in one snapshot
 * (snapshot.ts). All frames are held in memory: ask for some dozens at a time. Rejects with StoreTrouble.
 */
export async function evidenceOf(
  database: Database,
  sittingId: number,
  candidateIds: readonly number[],
): Promise<CandidateEvidence[]> {
  if (candidateIds.length === 0) return [];
  const whose = sql`sitting_id = ${sittingId} AND candidate_id = ANY(${sql.param([...candidateIds])}::int[])`;
  const ask = <T>(what: string, query: ReturnType<typeof sql>): Promise<T[]> =>
    reading(what, async () => (await database.execute(query)).rows as T[]);
  const people = await ask<Omit<CandidateEvidence, "epochs">>(
    "candidates of receipts",
    sql`SELECT c.id AS "candidateId", c.student_number AS "studentNumber",
        (SELECT count(*)::int FROM quarantine q
          WHERE q.sitting_id = ${sittingId} AND q.candidate_id = c.id AND q.ruled_at IS NULL) AS quarantined,
        (SELECT count(*)::int FROM answer_current a
          WHERE a.sitting_id = ${sittingId} AND a.candidate_id = c.id
            AND a.value IS NOT NULL AND NOT a.value ? 'empty') AS answers
      FROM unnest(${sql.param([...candidateIds])}::int[]) WITH ORDINALITY AS w (id, n)
      JOIN candidate c ON c.id = w.id ORDER BY w.n`,
  );
  const chains = await ask<ChainRow>(
    "epochs",
    sql`SELECT candidate_id AS "candidateId", epoch, device_id AS "deviceId", public_key AS "publicKey", genesis,
        genesis_hash AS "genesisHash" FROM candidate_epoch WHERE ${whose} ORDER BY candidate_id, epoch`,
  );
  const entries = await ask<EntryRow>(
    "frames",
    sql`SELECT candidate_id AS "candidateId", epoch, seq, kind, frame FROM answer_log WHERE ${whose}
      ORDER BY candidate_id, epoch, seq`,
  );
  const byEpoch = grouped(entries, ({ candidateId, epoch }) => `${candidateId}:${epoch}`);
  const byCandidate = grouped(chains, ({ candidateId }) => candidateId);
  return people.map((person) => ({
    ...person,
    epochs: (byCandidate.get(person.candidateId) ?? []).map(({ candidateId, genesis, ...chain }) => ({
      ...chain,
      genesis: genesis === null ? null : Genesis.parse(genesis),
      entries: byEpoch.get(`${candidateId}:${chain.epoch}`) ?? [],
    })),
  }));
}

function grouped<K, T>(rows: readonly T[], keyOf: (row: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}

/** The same of one candidate; null: there is none. */
export async function evidenceOfOne(database: Database, of: CandidateRef): Promise<CandidateEvidence | null> {
  return (await evidenceOf(database, of.sittingId, [of.candidateId]))[0] ?? null;
}
