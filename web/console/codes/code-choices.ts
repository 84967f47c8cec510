/** What may be revealed to a room now. Pure. */
import type { CodeList } from "#contracts/console/codes";
import { paperOf, startOf, type SittingState } from "#domain/sitting/clock";

export type CodeChoice = CodeList["codes"][number];
export const choiceKey = ({ paper, sectionId }: Pick<CodeChoice, "paper" | "sectionId">): string =>
  `${paper}/${sectionId ?? ""}`;

const placeOf = (centreId: number, roomId: number) => ({ centreId, roomId, candidateId: 0 });

/** Codes of the paper that the room takes. */
export const choicesFor = (
  state: SittingState,
  centreId: number,
  roomId: number,
  codes: readonly CodeChoice[],
): readonly CodeChoice[] => codes.filter(({ paper }) => paper === paperOf(state, placeOf(centreId, roomId)));

/** Whether the room's start is in effect: before it a code would open the paper early. The server judges again. */
export function hasStartedAt(state: SittingState, centreId: number, roomId: number, nowMs: number): boolean {
  const startMs = startOf(state, placeOf(centreId, roomId));
  return startMs !== null && startMs <= nowMs;
}
