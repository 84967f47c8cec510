/** Keeps the demo paper open: goes on with its sitting, or opens a fresh one when the last is over. */
import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import type { PaperKeys } from "#domain/seal/labels";
import type { ActKind } from "#domain/sitting/act";
import { foldJournal, type SittingState } from "#domain/sitting/clock";
import { inEnglish } from "#domain/sitting/reason-in-english";
import { NATION } from "#domain/sitting/scope";
import type { Journal } from "#domain/ports/journal";
import { createRehearsal, latestRehearsal, type PaperRow, type RehearsalSitting } from "#postgres/exam/rehearsals";

export interface OpenDemo {
  readonly sittingId: number;
  /** Opened just now, not gone on with. */
  readonly fresh: boolean;
  /** When a candidate without extra time has to stop, ms. */
  readonly endsAtMs: number;
}

/** Seals the papers of a sitting that is to start, and tells the keys of the main one. */
export type KeysOf = (sittingId: number) => Promise<PaperKeys | null>;
/** For measurements in which no tablet shows a paper. */
const unsealed: KeysOf = () => Promise.resolve(null);

const OVER: readonly SittingState["phase"][] = ["ended", "collecting", "closed", "cancelled"];

/**
 * Makes sure that a sitting of the demo paper runs. Repeating it changes nothing while one does. A sitting is over once it
 * was ended, or when the time without extra time has passed: whoever starts the demo the next day finds it open.
 */
export async function openDemoSitting(
  db: NodePgDatabase,
  journal: Journal,
  paper: PaperRow,
  nowMs: number,
  backup: PaperRow | null = null,
  keysOf: KeysOf = unsealed,
): Promise<OpenDemo> {
  const latest = await latestRehearsal(db, paper.id);
  if (latest && !(await isOver(latest, journal, paper, nowMs, keysOf)))
    return start(journal, paper, latest.id, false, keysOf);
  const title = `${paper.title} (démonstration)`;
  return start(journal, paper, await createRehearsal(db, paper.id, title, nowMs, backup?.id ?? null), true, keysOf);
}

async function isOver(
  latest: RehearsalSitting,
  journal: Journal,
  paper: PaperRow,
  nowMs: number,
  keysOf: KeysOf,
): Promise<boolean> {
  const acts = await journal.read(latest.id);
  // Acts that are here but not in the journal: the control Redis was emptied. That sitting cannot be gone on with.
  if (acts.length < latest.drainedActCount) return true;
  const state = foldJournal(acts);
  if (OVER.includes(state.phase)) return true;
  // Begun before papers were sealed: no tablet could open it now.
  const shut = keysOf !== unsealed && acts.some((act) => act.kind === "start" && act.keys === null);
  if (state.startedAtMs === null || (!shut && nowMs < state.startedAtMs + paper.durationMs)) return false;
  await append(journal, latest.id, "end");
  return true;
}

async function start(
  journal: Journal,
  paper: PaperRow,
  sittingId: number,
  fresh: boolean,
  keysOf: KeysOf,
): Promise<OpenDemo> {
  const { phase } = foldJournal(await journal.read(sittingId));
  if (phase === "planned") await append(journal, sittingId, "check_in");
  if (["planned", "check_in", "ready"].includes(phase))
    await append(journal, sittingId, "start", await keysOf(sittingId));
  const { startedAtMs } = foldJournal(await journal.read(sittingId));
  if (startedAtMs === null) throw new Error(`the demo sitting ${sittingId} did not start`);
  return { sittingId, fresh, endsAtMs: startedAtMs + paper.durationMs };
}

/** The act's id is made of what it does, so that two starts at once append it once. */
async function append(
  journal: Journal,
  sittingId: number,
  kind: ActKind,
  keys: PaperKeys | null = null,
): Promise<void> {
  const id = `demo-${sittingId}-${kind.replace("_", "-")}`;
  const said = await journal.append(sittingId, {
    id,
    kind,
    author: "demo",
    cause: "demonstration",
    scope: NATION,
    override: "demonstration",
    keys,
    effectiveAtMs: null,
  });
  if (said.outcome === "refused") throw new Error(`the demo sitting ${sittingId}: ${inEnglish(said.reason)}`);
}
