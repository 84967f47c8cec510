/**
 * Joins what a generator was told with what the database holds. Independent of the drain: it recomputes everything from
 * the ledger and the raw log.
 */
import { emptyLedger, type Ledger, type TabletLedger, tabletKey } from "#loadtest/ledger/read-ledger";
import { lastAnswers } from "#loadtest/verify/last-answers";
import type { Stored } from "#loadtest/verify/stored";

/** The kinds of finding of which one is too many, and what each says. */
export const FINDING_KINDS = {
  missing: "acknowledged and not in the log",
  altered: "in the log with other bytes than those sent",
  unexpected: "in the log without having been made",
  wrongCurrent: "answers in force that are not the last ones that count",
  wrongEnds: "candidates whose end differs from the journal's",
  wrongReceipts: "receipts that do not verify, or say something else than the ledger",
  unfinished: "tablets that signed in and never left: their generator broke",
} as const;
export type FindingKind = keyof typeof FINDING_KINDS;

export interface Findings {
  readonly tablets: number;
  /** Of these, broken as they were meant to be. */
  readonly broken: number;
  readonly made: number;
  readonly received: number;
  readonly secured: number;
  readonly stored: number;
  readonly currentChecked: number;
  readonly receiptsChecked: number;
  readonly quarantined: number;
  /** How many of each kind; examples name some of them. */
  readonly counts: Readonly<Record<FindingKind, number>>;
  readonly examples: Readonly<Record<FindingKind, readonly string[]>>;
}

const EXAMPLES_MAX = 10;
type Lists = Readonly<Record<FindingKind, readonly string[]>>;

/** What was found about a part of the candidates. */
export function compare(ledger: Ledger, stored: Stored): Findings {
  const tablets = [...ledger.tablets.values()];
  const rows = new Map(stored.log.map((row) => [`${tabletKey(row)}:${row.seq}`, row]));
  const missing: string[] = [];
  const altered: string[] = [];
  for (const tablet of tablets) {
    for (let seq = 1; seq <= Math.max(tablet.received, tablet.secured); seq++)
      if (!rows.has(`${tabletKey(tablet)}:${seq}`)) missing.push(`${tabletKey(tablet)}:${seq}`);
    for (const [seq, { frame }] of tablet.made) {
      const row = rows.get(`${tabletKey(tablet)}:${seq}`);
      if (row && row.frame !== frame) altered.push(`${tabletKey(tablet)}:${seq}`);
    }
  }
  const { wrong: wrongCurrent, checked } = compareCurrent(ledger, stored);
  const wrongEnds = tablets.filter((one) => one.left && one.left.endMs !== (stored.ends.get(one.candidateId) ?? null));
  const unfinished = tablets.filter((one) => one.left === null && !one.broken);
  const lists: Lists = {
    missing,
    altered,
    unexpected: unexpectedRows(ledger, stored),
    wrongCurrent,
    wrongEnds: wrongEnds.map(
      (one) => `${tabletKey(one)} ends at ${one.left?.endMs}, by the journal at ${stored.ends.get(one.candidateId)}`,
    ),
    wrongReceipts: [],
    unfinished: unfinished.map(tabletKey),
  };
  const sum = (of: (tablet: TabletLedger) => number) => tablets.reduce((total, tablet) => total + of(tablet), 0);
  return {
    tablets: tablets.length,
    broken: tablets.filter((one) => one.broken).length,
    made: sum((t) => t.made.size),
    received: sum((t) => t.received),
    secured: sum((t) => t.secured),
    stored: stored.log.filter((row) => ledger.tablets.has(tabletKey(row))).length,
    currentChecked: checked,
    receiptsChecked: 0,
    quarantined: stored.quarantined,
    ...told(lists),
  };
}

const kinds = Object.keys(FINDING_KINDS) as FindingKind[];
const byKind = <T>(of: (kind: FindingKind) => T) =>
  Object.fromEntries(kinds.map((kind) => [kind, of(kind)])) as Record<FindingKind, T>;
const told = (lists: Lists): Pick<Findings, "counts" | "examples"> => ({
  counts: byKind((kind) => lists[kind].length),
  examples: byKind((kind) => lists[kind].slice(0, EXAMPLES_MAX)),
});

/** Of no candidate at all. */
export const noFindings = (): Findings =>
  compare(emptyLedger(), { log: [], current: [], quarantined: 0, ends: new Map() });

/** What was found about two parts of the candidates together. */
export function together(a: Findings, b: Findings): Findings {
  return {
    tablets: a.tablets + b.tablets,
    broken: a.broken + b.broken,
    made: a.made + b.made,
    received: a.received + b.received,
    secured: a.secured + b.secured,
    stored: a.stored + b.stored,
    currentChecked: a.currentChecked + b.currentChecked,
    receiptsChecked: a.receiptsChecked + b.receiptsChecked,
    quarantined: a.quarantined + b.quarantined,
    counts: byKind((kind) => a.counts[kind] + b.counts[kind]),
    examples: byKind((kind) => [...a.examples[kind], ...b.examples[kind]].slice(0, EXAMPLES_MAX)),
  };
}

/** With findings that were made elsewhere, of one kind. */
export const withFindings = (findings: Findings, kind: FindingKind, found: readonly string[]): Findings => ({
  ...findings,
  counts: { ...findings.counts, [kind]: findings.counts[kind] + found.length },
  examples: { ...findings.examples, [kind]: [...findings.examples[kind], ...found].slice(0, EXAMPLES_MAX) },
});

export const isClean = (f: Findings): boolean =>
  f.stored > 0 && f.quarantined === 0 && kinds.every((kind) => f.counts[kind] === 0);

/** Rows of epochs before the ledger's belong to an earlier device or rehearsal; anything else must have been made. */
function unexpectedRows(ledger: Ledger, stored: Stored): string[] {
  const firstEpoch = new Map<number, number>();
  for (const t of ledger.tablets.values())
    firstEpoch.set(t.candidateId, Math.min(t.epoch, firstEpoch.get(t.candidateId) ?? Infinity));
  return stored.log
    .filter((row) => row.epoch >= (firstEpoch.get(row.candidateId) ?? 0))
    .filter((row) => !ledger.tablets.get(tabletKey(row))?.made.has(row.seq))
    .map((row) => `${tabletKey(row)}:${row.seq}`);
}

function compareCurrent(ledger: Ledger, stored: Stored): { wrong: string[]; checked: number } {
  const expected = lastAnswers(ledger, stored);
  const current = new Map(stored.current.map((row) => [`${row.candidateId}:${row.itemId}`, row]));
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
