/**
 * Rehearsals that run, as they tell of themselves. In this process's memory alone: a rehearsal stops databases and kills
 * control on purpose, and its own ledgers say everything afterwards. A control that starts anew draws on from there.
 */
import type { LiveRun } from "#contracts/console/rehearsals";
import type { RunBegun, RunFigures } from "#contracts/http/rehearsal-run";

export const POINTS_MAX = 300;
/** Several operators may rehearse several targets of one installation; more is a mistake. */
const RUNS_MAX = 4;
/** A rehearsal says something every two seconds, and this long may control itself be away. */
const SILENT_MAX_MS = 120_000;
/** Lines that come sooner are not taken. */
const LINE_SPACING_MS = 500;

interface Run {
  readonly tokenId: number;
  readonly by: string;
  readonly run: RunBegun;
  /** One line in so many is kept, so that however long it runs the points are evenly spaced. */
  stride: number;
  lines: number;
  points: RunFigures[];
  last: RunFigures | null;
  heardAtMs: number;
}
export interface LiveBook {
  begin(of: { readonly tokenId: number; readonly by: string; readonly run: RunBegun }, nowMs: number): string;
  /** "unknown": it was not begun here, or with another token. */
  note(runId: string, tokenId: number, figures: RunFigures, nowMs: number): "noted" | "too_soon" | "unknown";
  end(runId: string, tokenId: number): void;
  /** The token is good no more. */
  forget(tokenId: number): void;
  runs(nowMs: number): LiveRun[];
}

export function createLiveBook(newId: () => string): LiveBook {
  const known = new Map<string, Run>();
  const drop = (is: (run: Run) => boolean) => {
    for (const [runId, run] of known) if (is(run)) known.delete(runId);
  };
  return {
    begin: (of, nowMs) => {
      drop((run) => nowMs - run.heardAtMs > SILENT_MAX_MS);
      const [oldest] = known.keys();
      if (known.size >= RUNS_MAX && oldest !== undefined) known.delete(oldest);
      const runId = newId();
      known.set(runId, { ...of, stride: 1, lines: 0, points: [], last: null, heardAtMs: nowMs });
      return runId;
    },
    note: (runId, tokenId, figures, nowMs) => {
      const run = known.get(runId);
      if (run?.tokenId !== tokenId) return "unknown";
      if (run.last !== null && nowMs - run.heardAtMs < LINE_SPACING_MS) return "too_soon";
      run.heardAtMs = nowMs;
      run.last = figures;
      if (run.lines++ % run.stride === 0) run.points.push(figures);
      if (run.points.length >= POINTS_MAX) {
        run.points = run.points.filter((_, n) => n % 2 === 0);
        run.stride *= 2;
      }
      return "noted";
    },
    end: (runId, tokenId) => void (known.get(runId)?.tokenId === tokenId && known.delete(runId)),
    forget: (tokenId) => drop((run) => run.tokenId === tokenId),
    runs: (nowMs) => {
      drop((run) => nowMs - run.heardAtMs > SILENT_MAX_MS);
      return [...known].map(([runId, { by, heardAtMs, last, points, run }]) => ({
        ...{ runId, by, run, heardAtMs },
        points: last === null || points.at(-1) === last ? [...points] : [...points, last],
      }));
    },
  };
}
