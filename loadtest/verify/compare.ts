/**
 * Joins what a generator was told with what the database holds. Independent of the drain: it recomputes everything from
 * the ledger and the raw log.
 */
import { type Ledger, type TabletLedger, tabletKey } from "#loadtest/ledger/read-ledger";
import { lastAnswers } from "#loadtest/verify/last-answers";
import type { Stored } from "#loadtest/verify/stored";

export interface Findings {
  readonly tablets: number;
  readonly made: number;
  readonly received: number;
  readonly secured: number;
  readonly stored: number;
  /** Acknowledged (D1 or D2) and not in the log. */
  readonly missing: readonly string[];
  /** In the log with other bytes than those sent. */
  readonly altered: readonly string[];
  /** In the log without having been made. */
  readonly unexpected: readonly string[];
  /** Items whose current answer is not the last one that counts. */
  readonly wrongCurrent: readonly string[];
  readonly currentChecked: number;
  readonly quarantined: number;
}

export function compare(ledger: Ledger, stored: Stored): Findings {
  const tablets = [...ledger.tablets.values()];
  const rows = new Map(stored.log.map((row) => [`${tabletKey(row)}:${row.seq}`, row]));
  const missing: string[] = [];
  const altered: string[] = [];
  for (const tablet of tablets) {
    for (let seq = 1; seq <= Math.max(tablet.received, tablet.secured); seq++)
      if (!rows.has(`${tabletKey(tablet)}:${seq}`)) missing.push(`${tabletKey(tablet)}:${seq}`);
    for (const [seq, frame] of tablet.made) {
      const row = rows.get(`${tabletKey(tablet)}:${seq}`);
      if (row && row.frame !== frame) altered.push(`${tabletKey(tablet)}:${seq}`);
    }
  }
  const { wrong, checked } = compareCurrent(ledger, stored);
  const sum = (of: (tablet: TabletLedger) => number) => tablets.reduce((total, tablet) => total + of(tablet), 0);
  return {
    tablets: tablets.length,
    made: sum((t) => t.made.size),
    received: sum((t) => t.received),
    secured: sum((t) => t.secured),
    stored: stored.log.filter((row) => ledger.tablets.has(tabletKey(row))).length,
    missing,
    altered,
    unexpected: unexpectedRows(ledger, stored),
    wrongCurrent: wrong,
    currentChecked: checked,
    quarantined: stored.quarantined,
  };
}

export const isClean = (f: Findings): boolean =>
  f.stored > 0 &&
  f.quarantined === 0 &&
  [f.missing, f.altered, f.unexpected, f.wrongCurrent].every((list) => list.length === 0);

/** Rows of epochs before the ledger's belong to an earlier device or rehearsal; anything else must have been made. */
function unexpectedRows(ledger: Ledger, stored: Stored): string[] {
  const firstEpoch = new Map<string, number>();
  for (const t of ledger.tablets.values()) {
    const who = `${t.sittingId}:${t.candidateId}`;
    firstEpoch.set(who, Math.min(t.epoch, firstEpoch.get(who) ?? Infinity));
  }
  return stored.log
    .filter((row) => row.epoch >= (firstEpoch.get(`${row.sittingId}:${row.candidateId}`) ?? 0))
    .filter((row) => !ledger.tablets.get(tabletKey(row))?.made.has(row.seq))
    .map((row) => `${tabletKey(row)}:${row.seq}`);
}

function compareCurrent(ledger: Ledger, stored: Stored): { wrong: string[]; checked: number } {
  const expected = lastAnswers(ledger, stored.log);
  const current = new Map(stored.current.map((row) => [`${row.sittingId}:${row.candidateId}:${row.itemId}`, row]));
  const wrong = [...expected]
    .filter(([key, answer]) => {
      const row = current.get(key);
      return (
        !row || row.epoch !== answer.epoch || row.seq !== answer.seq || canonical(row.value) !== canonical(answer.value)
      );
    })
    .map(([key]) => key);
  return { wrong, checked: expected.size };
}

/** JSON with sorted keys: jsonb keeps no order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
