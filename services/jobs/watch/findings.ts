/** What the watch looks at, and when it calls a person. */

export interface WatchedStores {
  /** Age of the oldest record of each partition that is not committed to PostgreSQL, ms; 0 when there is none. */
  partitionLagsMs(nowMs: number): Promise<readonly number[]>;
  /** Records in quarantine that nobody has ruled on. */
  quarantineNotRuled(): Promise<number>;
  /** Epochs that hold an entry received before `beforeMs` while a lower seq is missing. */
  gapsOlderThan(beforeMs: number): Promise<number>;
}

/** A committed answer is a matter of milliseconds; ten seconds mean that no drain works on the partition. */
export const LAG_ALERT_MS = 10_000;
/** A tablet resends within 30 s what was not secured; a gap of a minute will not close by itself. */
export const GAP_ALERT_MS = 60_000;

export interface Findings {
  readonly lagsMs: readonly number[];
  readonly quarantined: number;
  readonly gaps: number;
}

export async function look(stores: WatchedStores, nowMs: number): Promise<Findings> {
  const [lagsMs, quarantined, gaps] = await Promise.all([
    stores.partitionLagsMs(nowMs),
    stores.quarantineNotRuled(),
    stores.gapsOlderThan(nowMs - GAP_ALERT_MS),
  ]);
  return { lagsMs, quarantined, gaps };
}

/** One alert per cause, by name; the text says how bad it is. Empty when all is well. */
export function alertsOf(findings: Findings): ReadonlyMap<string, string> {
  const alerts = new Map<string, string>();
  const late = findings.lagsMs.map((lagMs, partition) => ({ lagMs, partition })).filter((p) => p.lagMs >= LAG_ALERT_MS);
  if (late.length > 0) {
    const seconds = Math.floor(Math.max(...late.map((p) => p.lagMs)) / 1_000);
    alerts.set("lag", `partitions ${late.map((p) => p.partition).join(", ")} are up to ${seconds} s behind`);
  }
  if (findings.quarantined > 0)
    alerts.set("quarantine", `${findings.quarantined} records wait in quarantine for a ruling`);
  if (findings.gaps > 0) alerts.set("gap", `${findings.gaps} devices have a gap older than a minute`);
  return alerts;
}
