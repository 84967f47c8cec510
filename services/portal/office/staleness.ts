/** Whether what was computed is still what would be computed now (R11). */
import { createHash } from "node:crypto";
import { type AllocationFile, firstRoundFile } from "#domain/competition/allocation-file";
import { ranksInputs } from "#domain/competition/compute";
import type { StoredRanks } from "#domain/competition/stored-ranks";
import { canonicalJson } from "#domain/marking/canonical-json";
import { calculationOf, type CalculationRow, openedLottery } from "#postgres/queries/competition/calculations";
import type { CompetitionRow } from "#postgres/queries/competition/competitions";
import { competitionRows, enrolledIn } from "#postgres/queries/competition/rows";
import type { Database } from "#postgres/queries/reading";
import { wishesIn } from "#postgres/queries/student/wishes";

function hashOf(pieces: Iterable<string>): string {
  const hash = createHash("sha256");
  for (const piece of pieces) hash.update(piece);
  return hash.digest("hex");
}

export interface Staleness {
  /** Ids of those whose inputs have changed since. */
  of(database: Database, competition: CompetitionRow, rows: readonly CalculationRow[]): Promise<ReadonlySet<number>>;
}

/**
 * Current is what was computed at this revision, or from inputs that hash the same now: a change that was taken back, or of
 * what is not computed from, makes nothing stale. Everything made from stale ranks is stale too, and a first round once
 * lists or enrolments have changed; later rounds go on from the first one's. Remembers one hash per competition.
 */
export function createStaleness(): Staleness {
  const known = new Map<number, { readonly revision: number; readonly hash: string | null }>();
  async function hashNow(database: Database, { id, plan, revision }: CompetitionRow): Promise<string | null> {
    const kept = known.get(id);
    if (kept?.revision === revision) return kept.hash;
    const inputs = ranksInputs(plan, await competitionRows(database, id), await openedLottery(database, id), {
      hashOf,
    });
    const hash = "problems" in inputs ? null : inputs.inputsHash;
    known.set(id, { revision, hash });
    return hash;
  }
  return {
    async of(database, competition, rows) {
      const ranks = rows.filter(({ kind, state }) => kind === "ranks" && state === "done");
      const old = ranks.filter(({ revision }) => revision !== competition.revision);
      const now = old.length === 0 ? null : await hashNow(database, competition);
      const stale = new Set(old.filter(({ inputsHash }) => inputsHash !== now).map(({ id }) => id));
      for (const row of rows)
        if (row.state === "done" && row.ranksId !== null && stale.has(row.ranksId)) stale.add(row.id);
      for (const id of await changedFirstRounds(database, competition, rows, stale)) stale.add(id);
      for (const row of rows) if (row.roundId !== null && stale.has(row.roundId)) stale.add(row.id);
      return stale;
    },
  };
}

/** First rounds whose file would be another one now. Those who were reoriented before are taken as they were. */
async function changedFirstRounds(
  database: Database,
  { id, plan, revision }: CompetitionRow,
  rows: readonly CalculationRow[],
  stale: ReadonlySet<number>,
): Promise<number[]> {
  const asked = rows.filter(
    (row) =>
      row.kind === "round" &&
      row.state === "done" &&
      row.roundId === null &&
      row.revision !== revision &&
      !stale.has(row.id),
  );
  if (asked.length === 0) return [];
  const [people, wishes] = [await enrolledIn(database, id), await wishesIn(database, id)];
  const changed: number[] = [];
  for (const row of asked) {
    const ranks = row.ranksId === null ? null : await calculationOf(database, id, row.ranksId);
    const stored = (await calculationOf(database, id, row.id))?.input as AllocationFile | undefined;
    if (!ranks || !stored) continue;
    const leave = (stored.resigned ?? []).map((one) => one.id);
    const file = firstRoundFile(plan, people, wishes, ranks.result as StoredRanks, leave);
    if (hashOf([canonicalJson(file)]) !== row.inputsHash) changed.push(row.id);
  }
  return changed;
}
