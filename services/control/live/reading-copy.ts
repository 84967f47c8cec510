/** What the staff of a sitting have read, in this process: read once, then followed. */
import type { StaffReading } from "#contracts/console/reading";
import type { ReadingSource } from "#control/live/ports";
import type { Viewer } from "#control/live/viewer";

export function createReadingCopy(sittingId: number, source: Pick<ReadingSource, "after">) {
  const readings: StaffReading[] = [];
  let last: Promise<void> = Promise.resolve();
  return {
    /** Takes up what is new, one read after the other. Rejects with the source. */
    read(): Promise<void> {
      const next = last
        .catch(() => undefined)
        .then(async () => {
          readings.push(...(await source.after(sittingId, readings.length)));
        });
      last = next;
      return next;
    },
    count: (): number => readings.length,
    /** Readings `from`…`to` − 1 that this viewer is told: the nation all, a centre its own. */
    between: (viewer: Viewer, from: number, to: number): StaffReading[] =>
      readings.slice(from, to).filter(({ centreId }) => viewer.centreId === null || viewer.centreId === centreId),
  };
}
