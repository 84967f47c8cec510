/** Waits until what was played has come to rest in PostgreSQL: the journal, the log, the receipts. */
import { setTimeout as delay } from "node:timers/promises";
import type { Conducted } from "#loadtest/conductor/conduct";
import type { Profile } from "#loadtest/profiles/profile";
import type { Timetable } from "#loadtest/profiles/timetable";
import { openStored, type StoredSitting } from "#loadtest/verify/read-stored";
import { healthOf } from "#loadtest/watch/watch";

const JOURNAL_WITHIN_MS = 30_000;

/** What is stored, once the journal in PostgreSQL has every act that was done: the drain brings it a moment later. */
export async function storedBehind(
  databaseUrl: string,
  sittingId: number,
  { acts }: Pick<Conducted, "acts">,
): Promise<StoredSitting> {
  const last = acts.at(-1)?.act.id;
  for (const endMs = Date.now() + JOURNAL_WITHIN_MS; ; await delay(500)) {
    const stored = await openStored(databaseUrl, sittingId);
    const hasAll = last === undefined || stored.acts.some(({ id }) => id === last);
    if (hasAll || Date.now() > endMs) return stored;
    await stored.close();
  }
}

const DRAINED_WITHIN_MS = 120_000;
const STILL_MS = 2_000;

/** Resolves when nothing is added any more: tablets that left early did not wait until everything was secured. */
export async function untilDrained(stored: StoredSitting, target: string): Promise<void> {
  let before = -1;
  for (const untilMs = Date.now() + DRAINED_WITHIN_MS; Date.now() < untilMs; await delay(STILL_MS)) {
    const now = (await healthOf(target)) ? await stored.entries() : -1;
    if (now >= 0 && now === before) return;
    before = now;
  }
}

const RECEIPTS_WITHIN_MS = 120_000;
/** Receipts are made one after the other: when none has come for so long, there are no more. */
const RECEIPTS_STILL_MS = 20_000;

/** Resolves to how long after the end the last receipt was issued, s; NaN where nobody hands in. */
export async function untilReceipts(
  stored: StoredSitting,
  { moments, candidates }: Profile,
  { endMs }: Timetable,
  isPartial: boolean,
): Promise<number> {
  if (isPartial || !moments.some(({ what }) => what === "submit")) return NaN;
  let [before, sinceMs] = [0, Date.now()];
  for (const untilMs = Date.now() + RECEIPTS_WITHIN_MS; ; await delay(1_000)) {
    const { count, lastAtMs } = await stored.receiptsMade();
    if (count !== before) [before, sinceMs] = [count, Date.now()];
    const isStill = count > 0 && Date.now() - sinceMs > RECEIPTS_STILL_MS;
    // Whoever broke or gave up has none: the verifier says whose is missing.
    if (count >= candidates || isStill || Date.now() > untilMs)
      return lastAtMs === null ? NaN : (lastAtMs - endMs) / 1_000;
  }
}
