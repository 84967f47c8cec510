/** Joins the ledgers of a rehearsal with the database, a part of the candidates at a time. */
import type { KeyObject } from "node:crypto";
import { createReadStream, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { isTabletLine, parseLedgerLine } from "#loadtest/ledger/line";
import { emptyLedger, enter, type Ledger } from "#loadtest/ledger/read-ledger";
import { splitLedger } from "#loadtest/ledger/split-ledger";
import { gatherer } from "#loadtest/timeline/gather";
import type { Timeline } from "#loadtest/timeline/timeline";
import { compare, type Findings, noFindings, together, withFindings } from "#loadtest/verify/compare";
import { checkReceipts } from "#loadtest/verify/receipts";
import type { StoredSitting } from "#loadtest/verify/read-stored";

export interface Verified {
  readonly findings: Findings;
  readonly refusals: readonly { readonly tablet: number; readonly reason: string }[];
  /** Lines that were cut while they were written: the disk was full, or the generator was killed. */
  readonly cut: number;
}

const CANDIDATES_PER_PART = 400;

export interface Verification {
  /** Where parts of the ledgers are put meanwhile. */
  readonly folder: string;
  readonly candidates: number;
  readonly sittingId: number;
  /** Nobody else took part in the sitting. */
  readonly alone: boolean;
  /** What receipts are signed with. */
  readonly receiptKey: KeyObject;
}

/**
 * Puts everything on the timeline besides. Rejects when a ledger is damaged, names another sitting, or the database cannot
 * be read.
 */
export async function verifyLedgers(
  ledgers: readonly string[],
  stored: StoredSitting,
  { folder, candidates, sittingId, alone, receiptKey }: Verification,
  timeline: Timeline,
): Promise<Verified> {
  const parts = join(folder, "parts");
  mkdirSync(parts, { recursive: true });
  try {
    const split = await splitLedger(ledgers, parts, Math.ceil(candidates / CANDIDATES_PER_PART));
    let findings = noFindings();
    const ids: number[] = [];
    for (const file of split.files) {
      const ledger = await readPart(file, timeline);
      const here = candidatesOf(ledger, sittingId);
      ids.push(...here);
      if (here.length === 0) continue;
      const receipts = await checkReceipts(ledger, await stored.receipts(here), receiptKey);
      const found = withFindings(compare(ledger, await stored.of(here)), "wrongReceipts", receipts.wrong);
      findings = together(findings, { ...found, receiptsChecked: receipts.checked });
    }
    const strangers = alone && ids.length > 0 ? await stored.strangers(ids) : 0;
    if (strangers > 0) findings = withFindings(findings, "unexpected", [`entries of ${strangers} other candidates`]);
    const others = split.others.map(parseLedgerLine);
    const gather = gatherer(timeline);
    for (const line of others) gather(line);
    const refusals = others.flatMap((one) =>
      one.line === "refused" ? { tablet: one.tablet, reason: one.reason } : [],
    );
    return { findings, refusals, cut: split.cut.length };
  } finally {
    rmSync(parts, { recursive: true, force: true });
  }
}

async function readPart(file: string, timeline: Timeline): Promise<Ledger> {
  const ledger = emptyLedger();
  const gather = gatherer(timeline);
  for await (const text of createInterface({ input: createReadStream(file, "utf8"), crlfDelay: Infinity })) {
    const line = parseLedgerLine(text);
    if (!isTabletLine(line)) throw new Error(`a line of no tablet among those of a candidate: ${text}`);
    enter(ledger, line);
    gather(line);
  }
  return ledger;
}

function candidatesOf(ledger: Ledger, sittingId: number): number[] {
  const tablets = [...ledger.tablets.values()];
  const elsewhere = tablets.find((one) => one.sittingId !== sittingId);
  if (elsewhere)
    throw new Error(`candidate ${elsewhere.candidateId} took sitting ${elsewhere.sittingId}, not ${sittingId}`);
  return [...new Set(tablets.map(({ candidateId }) => candidateId))];
}
