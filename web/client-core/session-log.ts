/** What a device holds of a session when the application opens it. */
import type { CandidateRef, EntryFrame } from "#domain/answer/entry";
import { Outbox, type OutboxOptions, startEpoch } from "#client-core/outbox";
import { refOf, type SessionRecord } from "#client-core/records";
import { applyEntry, EMPTY_SHEET, type Sheet, sheetFrom } from "#client-core/sheet";

export interface SessionLog {
  readonly ref: CandidateRef;
  readonly outbox: Outbox;
  /** Of every epoch that is held, in order. */
  readonly frames: readonly EntryFrame[];
}

export async function openLog(
  ports: Pick<OutboxOptions, "store" | "clock" | "sha256" | "signer" | "notebook">,
  record: SessionRecord,
): Promise<SessionLog> {
  const ref = refOf(record);
  const { epoch, genesis } = record.signedIn;
  await startEpoch(ports.store, ref, epoch, genesis);
  const log = await ports.store.load(ref);
  const mine = log.entries.filter((entry) => entry.epoch === epoch);
  const earlier = log.entries.filter((entry) => entry.epoch < epoch);
  const d2 = log.epochs.find((known) => known.epoch === epoch)?.d2 ?? 0;
  const outbox = new Outbox({ ...ports, ref, epoch, genesis, held: mine, d2 });
  const frames = [...earlier.map((entry) => JSON.parse(entry.text) as EntryFrame), ...outbox.frames()];
  return { ref, outbox, frames };
}

/** What was made here stands on what was made before, elsewhere. */
export function sheetOf({ restored, signedIn }: SessionRecord, frames: readonly EntryFrame[]): Sheet {
  if (restored === null || restored === "wanted") return frames.reduce(applyEntry, EMPTY_SHEET);
  return frames.filter(({ epoch }) => epoch === signedIn.epoch).reduce(applyEntry, sheetFrom(restored));
}
