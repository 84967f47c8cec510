/** Whether what candidates read is still that of today: asked once per release every few seconds, not by each of them. */
import type { JuryParts } from "#portal/jury/parts";
import { releaseProblems } from "#portal/jury/release-problems";
import type { Released } from "#portal/jury/results";

const ASKED_EVERY_MS = 5_000;

export function createReleaseStaleness({ database, now }: Pick<JuryParts, "database" | "now">) {
  const known = new Map<number, { readonly atMs: number; readonly stale: Promise<boolean> }>();
  /** Rejects with StoreTrouble. */
  return async (examId: number, { decisionId, release }: Released): Promise<boolean> => {
    const before = known.get(decisionId);
    if (before !== undefined && now() - before.atMs < ASKED_EVERY_MS) return before.stale;
    const stale = releaseProblems(database, examId, release).then((problems) => problems.length > 0);
    known.set(decisionId, { atMs: now(), stale });
    stale.catch(() => known.delete(decisionId));
    return stale;
  };
}
