/** Works at runs that wait or were interrupted, one after the other. The database says which: no queue can lose one. */
import type pg from "pg";
import { StoreTrouble } from "#domain/ports/answer-stream";
import { MarkingRefused } from "#marking/refusal";
import { markSitting, RunOvertaken } from "#marking/runs/mark-sitting";
import { withRunLock } from "#postgres/queries/marking-lock";
import { failRun } from "#postgres/queries/marking-writes";
import { findRun, unfinishedRuns } from "#postgres/queries/marking-runs";
import { databaseOf } from "#postgres/queries/reading";
import type { Log } from "#runtime/log";

/** Two of them are in memory at once: with more, collecting garbage costs more than transactions do. */
const CHUNK = 100;

export interface RunWorker {
  /** Works until nothing waits; a call while it works changes nothing. Rejects with StoreTrouble. */
  work(): Promise<void>;
  /** What it is at, in a line. */
  summary(): string;
}

export function createRunWorker(pool: pg.Pool, log: Log, now: () => number, chunk = CHUNK): RunWorker {
  const database = databaseOf(pool);
  let at: Promise<void> | null = null;
  let shown = "no run waits";

  async function workAt(runId: number): Promise<void> {
    // Read under the lock: another process may just have finished it.
    const run = await findRun(database, runId);
    if (run === null || run.state === "done" || run.state === "failed") return;
    const onProgress = (marked: number) => void (shown = `run ${runId}: ${marked} of ${run.candidates} candidates`);
    onProgress(run.markedCandidates);
    try {
      await markSitting({ pool, chunk, now, onProgress }, run);
      log.info({ runId, sittingId: run.sittingId }, "marked");
    } catch (error) {
      if (!(error instanceof RunOvertaken) && !(error instanceof MarkingRefused)) throw error;
      log.error({ runId, err: error }, "the run cannot be made");
      await failRun(database, runId, error.message, now());
    }
  }
  /** Looks again until nothing is new: a run may be asked for while another one is made. */
  async function all(): Promise<void> {
    const tried = new Set<number>();
    const next = async () => (await unfinishedRuns(database)).find(({ id }) => !tried.has(id));
    try {
      for (let run = await next(); run !== undefined; run = await next()) {
        const { id } = run;
        tried.add(id);
        await withRunLock(pool, id, () => workAt(id));
      }
      shown = "no run waits";
    } catch (error) {
      if (!(error instanceof StoreTrouble)) shown = "!a run fails again and again: see the log";
      throw error;
    }
  }
  return {
    work: () => (at ??= all().finally(() => (at = null))),
    summary: () => shown,
  };
}
