/**
 * The log of a sitting folded again under its whole journal, with the rule that settled it (domain/answer/rule.ts): the
 * answers that count, which marks are made from, and those that do not, with the evidence that the jury rules on. What the
 * drain settled (`current-answers.csv`) went by the clock known at that moment: a credit given later moves an end.
 */
import { stringify } from "csv-stringify/sync";
import { extraTimeOf, placeOf } from "#cli/replay/exam-places";
import type { Arrival, Entry, EntryFrame } from "#domain/answer/entry";
import { type FoldContext, foldCandidate, type RuledEntry } from "#domain/answer/fold";
import { endOf } from "#domain/sitting/clock";
import { durationAt, type Durations } from "#domain/sitting/duration";
import type { SittingState } from "#domain/sitting/state";
import type { CurrentRow, LogRow, MarkerRow } from "#postgres/queries/export";
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

export interface FoldSources {
  readonly seats: readonly SeatRow[];
  readonly markers: readonly MarkerRow[];
  readonly state: SittingState;
  readonly durations: Durations;
}

/** Takes the log row by row, each candidate's together, and keeps what was set aside. */
export function createLogFold({ seats, markers, state, durations }: FoldSources) {
  const seatOf = new Map(seats.map((seat) => [seat.candidateId, seat]));
  const markersOf = new Map<number, { epoch: number; arrival: Arrival }[]>();
  for (const { candidateId, epoch, generation, ms, streamSeq } of markers) {
    const list = markersOf.get(candidateId) ?? [];
    list.push({ epoch, arrival: { generation, id: `${ms}-${streamSeq}` } });
    markersOf.set(candidateId, list);
  }
  const aside: string[][] = [];
  let entries: Entry[] = [];

  function contextOf(candidateId: number): FoldContext {
    const own = [...(markersOf.get(candidateId) ?? [])].sort((a, b) => a.epoch - b.epoch);
    const seat = seatOf.get(candidateId);
    const place = seat === undefined ? null : placeOf(seat);
    const endMs =
      seat === undefined ? null : endOf(state, durationAt(state, durations, place), extraTimeOf(seat), place);
    return { nextMarker: (epoch) => own.find((one) => one.epoch > epoch)?.arrival ?? null, endMs };
  }
  /** The answers in force of the candidate whose rows have come. */
  function settle(): CurrentRow[] {
    const [first] = entries;
    if (first === undefined) return [];
    const context = contextOf(first.candidateId);
    const seat = seatOf.get(first.candidateId);
    const { items, ruled } = foldCandidate(entries, context);
    entries = [];
    for (const one of ruled) {
      const line = lineOf(one, seat, context.endMs);
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
