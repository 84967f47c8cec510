import type { DevicePackages } from "#contracts/http/device";
import type { ExamDirectory, PackageStore } from "#control/ports";
import type { JournalFeed } from "#domain/ports/journal";
import { foldJournal, type Phase } from "#domain/sitting/clock";

export interface PlannedPackages {
  readonly packages: PackageStore;
  readonly directory: Pick<ExamDirectory, "sittingsOfExam">;
  readonly journals: Pick<JournalFeed, "acts">;
}
/** Nobody composes in them any more. */
const OVER: readonly Phase[] = ["ended", "collecting", "closed", "cancelled"];

/** The exam's sittings to come whose paper is sealed, soonest first. Rejects with StoreTrouble. */
export async function packagesToHave(
  { packages, directory, journals }: PlannedPackages,
  examId: number,
): Promise<DevicePackages["sittings"]> {
  const toCome = (await directory.sittingsOfExam(examId)).filter(
    ({ id }) => !OVER.includes(foldJournal(journals.acts(id)).phase),
  );
  const staged = await packages.staged(toCome.map(({ id }) => id));
  return toCome
    .sort((a, b) => a.plannedStartMs - b.plannedStartMs || a.id - b.id)
    .flatMap(({ id, title, plannedStartMs }) => {
      const { paper, backup } = staged.find(({ sittingId }) => sittingId === id) ?? { paper: null, backup: null };
      return paper ? [{ id, title, plannedStartMs, paper, backup }] : [];
    });
}
