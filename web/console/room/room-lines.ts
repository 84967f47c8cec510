/** The candidates of some rooms, each with what they need. Pure. */
import { type Attention, attentionOf, byAttention, roomsLookingForLate } from "../live/attention.ts";
import type { CandidateState, CandidateView } from "../live/candidate-view.ts";

export interface RoomLine {
  readonly candidate: CandidateView;
  readonly attention: Attention | null;
}
export type Filter = "all" | "attention" | CandidateState;

/** Of these rooms, most urgent first. */
export function roomLines(
  candidates: readonly CandidateView[],
  roomIds: readonly number[],
  latestAdmissionMs: number,
  nowMs: number,
): RoomLine[] {
  const here = candidates.filter(({ place }) => roomIds.includes(place.roomId));
  const looking = roomsLookingForLate(here, latestAdmissionMs, nowMs);
  return here
    .map((candidate) => ({ candidate, attention: attentionOf(candidate, nowMs, looking.has(candidate.place.roomId)) }))
    .sort(byAttention);
}
export const linesById = (lines: readonly RoomLine[]): ReadonlyMap<number, RoomLine> =>
  new Map(lines.map((line) => [line.candidate.id, line]));

export const fits = ({ candidate, attention }: RoomLine, filter: Filter): boolean =>
  filter === "all" || (filter === "attention" ? attention !== null : candidate.state === filter);

/** The chosen ones with one more, or one less. */
export const chosenWith = (chosen: ReadonlySet<number>, id: number, on: boolean): ReadonlySet<number> =>
  new Set(on ? [...chosen, id] : [...chosen].filter((other) => other !== id));
export const chosenAll = (ids: readonly number[]): ReadonlySet<number> => new Set(ids);
