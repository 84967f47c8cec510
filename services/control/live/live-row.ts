/** What is known of one candidate, put together for consoles. Pure. */
import type { DeviceProblem, LiveRow } from "#contracts/console/live";
import { LIMITS } from "#contracts/limits";
import type { PresenceRow } from "#contracts/stream/presence-stream";
import type { Served } from "#control/live/ports";

export interface CandidateFacts {
  /** The last thing heard from the tablet, also when it is offline now; null: never heard. */
  readonly heard: PresenceRow | null;
  readonly connected: boolean;
  /** When it went, ms; null while it is connected or was never heard. */
  readonly offlineSinceMs: number | null;
  /** Items with an answer in PostgreSQL, of the paper that is taken. */
  readonly answered: number;
  /** The submission and everything before it are in PostgreSQL. */
  readonly stored: boolean;
  readonly receiptCode: string | null;
  readonly appliedActs: number;
  /** Since when another tablet asks to take over, ms; null: none does. */
  readonly otherTabletAtMs: number | null;
}

/** Null: never connected, nor tried to be. */
export function liveRowOf(id: number, facts: CandidateFacts, served: Served): LiveRow | null {
  const { heard, connected, offlineSinceMs, otherTabletAtMs } = facts;
  const lastMs = connected ? heard?.connectedAtMs : (offlineSinceMs ?? heard?.connectedAtMs);
  const sinceMs = lastMs ?? otherTabletAtMs ?? undefined;
  if (sinceMs === undefined) return null;
  const status = heard?.status ?? null;
  return {
    id,
    connected,
    sinceMs,
    epoch: heard?.epoch ?? 0,
    confirmed: status?.confirmed ?? false,
    answered: facts.answered,
    savedAtMs: heard?.savedAtMs ?? null,
    waitingEntries: status?.waitingEntries ?? 0,
    submitted: facts.stored ? "stored" : status?.submitted ? "on_tablet" : "no",
    receiptCode: facts.receiptCode,
    hand: status?.hand ?? null,
    otherTabletAtMs,
    wrongCodes: status?.wrongCodes ?? 0,
    problems: status ? problemsOf(status, served) : [],
    clockOffsetMs: status?.clockOffsetMs ?? null,
    deviceLabel: status?.label ?? null,
    appliedActs: facts.appliedActs,
  };
}

/** A device clock that is wrong by more than this says that the device was not set up: its estimate is not trusted. */
const OFFSET_PLAUSIBLE_MS = 24 * 3_600_000;

/** What makes a tablet "not ready". Something that is not known is no problem, but a paper that is not there is one. */
export function problemsOf(status: NonNullable<PresenceRow["status"]>, served: Served): DeviceProblem[] {
  const { build, paperSha256, backupSha256 } = served;
  const found: Record<DeviceProblem, boolean> = {
    build: build !== null && status.build !== build,
    paper: paperSha256 !== null && status.paperSha256 !== paperSha256,
    backup: backupSha256 !== null && status.backupSha256 !== backupSha256,
    clock:
      (status.clockErrorMs ?? 0) > LIMITS.clockErrorMaxMs || Math.abs(status.clockOffsetMs ?? 0) > OFFSET_PLAUSIBLE_MS,
    storage: status.storageFreeBytes !== null && status.storageFreeBytes < LIMITS.storageFreeBytesMin,
    wake_lock: status.wakeLock === false,
    frames: (status.ignoredFrames ?? 0) > 0,
  };
  return (Object.keys(found) as DeviceProblem[]).filter((problem) => found[problem]);
}
