/** How a tablet is, in the words of the protocol. Pure. */
import type { StatusFrame } from "#contracts/frames/tablet";
import type { HealthWatch } from "#client-core/ports";
import type { ServerTime } from "#client-core/server-time";
import type { SessionSnapshot } from "#client-core/session-snapshot";

/** SHA-256 of the papers that this device has in full, verified; null before. */
export interface VerifiedPapers {
  readonly main: string | null;
  readonly backup: string | null;
}
type Known = Pick<SessionSnapshot, "record" | "counts" | "submitted" | "badge"> & {
  readonly build: string;
  readonly health: HealthWatch;
  readonly time: Pick<ServerTime, "offset" | "errorMs">;
  readonly papers: VerifiedPapers;
  readonly ignoredFrames: number;
  /** What is written on it, where somebody has enrolled it. */
  readonly label?: string | null;
};

export function statusOf(known: Known): StatusFrame {
  const { badge, build, counts, health, ignoredFrames, label, papers, record, submitted, time } = known;
  const refuses = badge.kind === "call_proctor" && badge.why === "storage";
  const { confirmed, hand, wrongCodes } = record;
  const { errorMs, offset } = time;
  return {
    v: 1,
    kind: "status",
    build,
    paperSha256: papers.main,
    backupSha256: papers.backup,
    // An offset that an earlier run left says nothing while nothing bounds it.
    clockOffsetMs: errorMs === null || offset === null ? null : Math.floor(offset),
    clockErrorMs: errorMs,
    ...health.now(),
    // Whatever the browser reckons: nothing more can be stored.
    ...(refuses && { storageFreeBytes: 0 }),
    confirmed,
    submitted,
    waitingEntries: counts.made - counts.received,
    wrongCodes,
    ...(ignoredFrames > 0 && { ignoredFrames }),
    hand: hand && { reason: hand.reason, atMs: hand.atMs },
    ...(label && { label }),
  };
}
