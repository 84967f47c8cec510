/** Sittings and reserve slots in the order of time, by day. Pure. */
import type { ExamPlanView } from "#contracts/console/day";
import type { SittingSummary } from "#contracts/console/live";

export type Entry =
  | { readonly kind: "sitting"; readonly atMs: number; readonly sitting: SittingSummary }
  /** A reserve slot; taken by a sitting, that is then listed by itself. */
  | { readonly kind: "reserve"; readonly atMs: number; readonly id: number; readonly taken: boolean };

/** `dayOf` names the day of an instant in the person's language and time zone. */
export function calendarOf(
  sittings: readonly SittingSummary[],
  slots: ExamPlanView["reserveSlots"],
  dayOf: (atMs: number) => string,
): { readonly day: string; readonly entries: readonly Entry[] }[] {
  const entries: Entry[] = [
    ...sittings.map((sitting) => ({ kind: "sitting" as const, atMs: sitting.plannedStartMs, sitting })),
    ...slots.map(({ id, startMs, sittingId }) => ({
      kind: "reserve" as const,
      atMs: startMs,
      id,
      taken: sittingId !== null,
    })),
  ];
  const days = new Map<string, Entry[]>();
  for (const entry of entries.sort((a, b) => a.atMs - b.atMs)) {
    const day = dayOf(entry.atMs);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return [...days].map(([day, ofDay]) => ({ day, entries: ofDay }));
}
