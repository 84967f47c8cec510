/** A run is asked for: refused with the reason, or made with everything fixed that its marks depend on. */
import type pg from "pg";
import type { MarkRequest, RunStarted } from "#contracts/marking/requests";
import { RULES_1 } from "#domain/marking/marking-rules";
import { type KeyedPaper, keyedPaper } from "#marking/papers";
import { MarkingRefused } from "#marking/refusal";
import { rulingsInForce } from "#marking/rulings-in-force";
import { type SittingFacts, sittingFacts } from "#marking/sitting-facts";
import { inTransaction } from "#postgres/connection";
import { decisionsInForce } from "#postgres/queries/decisions";
import { keysNow, paperToMark } from "#postgres/queries/marking-inputs";
import { verdictsOf } from "#postgres/queries/marking-reviews";
import { insertRun } from "#postgres/queries/marking-writes";
import { type Database, databaseOf } from "#postgres/queries/reading";
import { oneSnapshot } from "#postgres/queries/snapshot";
import type { z } from "zod";

export interface RunDesk {
  readonly pool: pg.Pool;
  /** Age of what waits longest for PostgreSQL, ms; null: nothing does. Rejects with StoreTrouble. */
  oldestWaitingMs(): Promise<number | null>;
  /** Wall clock, ms. */
  now(): number;
}

/** Rejects with MarkingRefused. */
export async function startRun(
  { pool, oldestWaitingMs, now }: RunDesk,
  { sittingId, unit, by }: z.infer<typeof MarkRequest>,
): Promise<z.infer<typeof RunStarted>> {
  const waitingMs = await oldestWaitingMs();
  const made = await inTransaction(pool, async (client) => {
    await oneSnapshot(client);
    const database = databaseOf(client);
    const facts = await sittingFacts(client, sittingId);
    if (facts === null) throw new MarkingRefused("sitting_unknown", [String(sittingId)]);
    const nowMs = now();
    refuseUnlessClosed(facts, waitingMs, nowMs);
    const papers = await papersOf(database, facts);
    const decisions = await decisionsInForce(database, { kind: "sitting", id: sittingId }, ["ruling"]);
    const { rulings, decisionIds } = rulingsInForce(decisions, await verdictsOf(database, sittingId), papers);
    const run = {
      ...{ sittingId, unit: unit ?? papers[0]?.id ?? "", rules: RULES_1, rulings },
      ...{ decisionIds: [...decisionIds], papers: papers.map((one) => one.as), candidates: facts.seats.length },
      ...{ askedBy: by.accountId, askedByName: by.name, askedAtMs: nowMs },
    };
    return {
      run,
      keys: papers.map(({ as, keys }) => ({ paperId: as.paperId, sha256: as.keySha256, keys: { ...keys } })),
    };
  });
  return { kind: "run_started", runId: await insertRun(pool, made.run, made.keys) };
}

function refuseUnlessClosed({ closedAtMs, plan, state }: SittingFacts, waitingMs: number | null, nowMs: number): void {
  if (plan.rehearsal !== 0) throw new MarkingRefused("rehearsal", [plan.title]);
  if (closedAtMs === null) throw new MarkingRefused("sitting_not_closed", [state.phase]);
  // What was received before the close belongs into it.
  if (waitingMs !== null && waitingMs >= nowMs - closedAtMs)
    throw new MarkingRefused("still_arriving", [`${Math.round(waitingMs / 1000)} s`]);
}

/** The sitting's paper, and its backup where somebody took it, with the keys of now. */
async function papersOf(database: Database, { backupGiven, plan }: SittingFacts): Promise<KeyedPaper[]> {
  const ids = [plan.paperId, ...(backupGiven && plan.backup !== null ? [plan.backup.paperId] : [])];
  const papers: KeyedPaper[] = [];
  for (const paperId of ids) {
    const stored = await paperToMark(database, paperId);
    if (stored !== null) papers.push(keyedPaper(stored, await keysNow(database, paperId)));
  }
  return papers;
}
