/**
 * The log of a sitting folded again under its whole journal, with the rule that settled it (rule.ts): the answers that
 * count, which marks are made from, and those that do not. What the drain settled went by the clock known at that moment:
 * a credit given later moves an end.
 */
import type { AnswerValue, Arrival, EntryToFold } from "#domain/answer/entry";
import { type CandidateFold, foldCandidate, type FoldContext } from "#domain/answer/fold";
import { endOf } from "#domain/sitting/clock";
import { durationAt, type Durations } from "#domain/sitting/duration";
import { extraTimeOf, placeOf, type Seat } from "#domain/sitting/seat";
import type { SittingState } from "#domain/sitting/state";

/** Where in the stream a candidate's device took over. */
export interface DeviceMarker {
  readonly candidateId: number;
  readonly epoch: number;
  readonly generation: number;
  readonly ms: number;
  readonly streamSeq: number;
}
export interface FoldSources {
  readonly seats: readonly Seat[];
  readonly markers: readonly DeviceMarker[];
  readonly state: SittingState;
  readonly durations: Durations;
}
export interface FoldedCandidate<V = AnswerValue> extends CandidateFold<V> {
  /** Undefined: the exam has no such candidate. */
  readonly seat: Seat | undefined;
  /** The candidate's end, ms; null while unknown. */
  readonly endMs: number | null;
}

/** Folds all entries of one candidate, in any order. */
export function createSittingFold({ seats, markers, state, durations }: FoldSources) {
  const seatOf = new Map(seats.map((seat) => [seat.candidateId, seat]));
  const markersOf = new Map<number, { epoch: number; arrival: Arrival }[]>();
  for (const { candidateId, epoch, generation, ms, streamSeq } of markers) {
    const list = markersOf.get(candidateId) ?? [];
    list.push({ epoch, arrival: { generation, id: `${ms}-${streamSeq}` } });
    markersOf.set(candidateId, list);
  }
  for (const list of markersOf.values()) list.sort((a, b) => a.epoch - b.epoch);

  return <V>(candidateId: number, entries: readonly EntryToFold<V>[]): FoldedCandidate<V> => {
    const own = markersOf.get(candidateId) ?? [];
    const seat = seatOf.get(candidateId);
    const place = seat === undefined ? null : placeOf(seat);
    const endMs =
      seat === undefined ? null : endOf(state, durationAt(state, durations, place), extraTimeOf(seat), place);
    const context: FoldContext = {
      nextMarker: (epoch) => own.find((one) => one.epoch > epoch)?.arrival ?? null,
      endMs,
    };
    return { seat, endMs, ...foldCandidate(entries, context) };
  };
}
