/** The log of a sitting folded again (domain/answer/sitting-fold.ts), as lines of an export: what counts, and the evidence of what does not. */
import { stringify } from "csv-stringify/sync";
import type { Entry, EntryFrame } from "#domain/answer/entry";
import type { RuledEntry } from "#domain/answer/fold";
import { createSittingFold, type FoldSources } from "#domain/answer/sitting-fold";
import type { CurrentRow, LogRow } from "#postgres/queries/export";
import type { SeatRow } from "#postgres/queries/places";

export const COUNTED_FILE = "counted-answers.csv";
export const SET_ASIDE_FILE = "set-aside.csv";
const COLUMNS = [
  "anonymity_number",
  "centre",
  "room",
  "item_id",
  "epoch",
  "seq",
  "value",
  "reason",
  "made_at",
  "received_at",
  "end",
] as const;
export const SET_ASIDE_HEADER = `${COLUMNS.join(",")}\n`;

/** Takes the log row by row, each candidate's together, and keeps what was set aside. */
export function createLogFold(sources: FoldSources) {
  const fold = createSittingFold(sources);
  const aside: string[][] = [];
  let entries: Entry[] = [];

  /** The answers in force of the candidate whose rows have come. */
  function settle(): CurrentRow[] {
    const [first] = entries;
    if (first === undefined) return [];
    const { endMs, items, ruled, seat } = fold(first.candidateId, entries);
    entries = [];
    for (const one of ruled) {
      const line = lineOf(one, seat, endMs);
      if (line) aside.push(line);
    }
    const anonymityNumber = seat?.anonymityNumber ?? null;
    return [...items].map(([itemId, { answer, lock }]) => {
      const { epoch = 0, seq = 0, value = null } = answer ?? {};
      return { anonymityNumber, itemId, epoch, seq, locked: lock !== null, value };
    });
  }
  return {
    /** Answers in force of the candidates who are complete: those before the one of the last row. */
    take: (rows: readonly LogRow[]): CurrentRow[] =>
      rows.flatMap((row) => {
        const settled = row.candidateId === entries[0]?.candidateId ? [] : settle();
        entries.push(entryOf(row));
        return settled;
      }),
    /** Those of the last one. */
    finish: settle,
    /** What was set aside, in the order of the log. */
    setAside: () => ({ text: stringify(aside, { escape_formulas: true }), rows: aside.length }),
  };
}

const entryOf = ({ candidateId, frame, generation, receivedAtMs, streamSeq }: LogRow): Entry => ({
  sittingId: 0, // of one sitting: nothing asks
  candidateId,
  frame: JSON.parse(frame) as EntryFrame, // parsed before it was stored
  arrival: { generation, id: `${receivedAtMs}-${streamSeq}` },
  receivedAtMs,
});

/** Null: it counts, or it is no answer. */
function lineOf({ entry, ruling, madeAtMs }: RuledEntry, seat: SeatRow | undefined, endMs: number | null) {
  const { frame, receivedAtMs } = entry;
  if (ruling.counts || frame.kind !== "answer") return null;
  const iso = (ms: number) => new Date(ms).toISOString();
  return [
    seat?.anonymityNumber ?? "",
    seat?.centre ?? "",
    seat?.room ?? "",
    frame.itemId,
    String(frame.epoch),
    String(frame.seq),
    JSON.stringify(frame.value),
    ruling.reason,
    iso(madeAtMs),
    iso(receivedAtMs),
    endMs === null ? "" : iso(endMs),
  ];
}
