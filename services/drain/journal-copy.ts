/** Copies journals from the control Redis to PostgreSQL, like answers: late at worst, never lost. */
import type { JournalFeed } from "#domain/ports/journal";
import type { Act } from "#domain/sitting/act";

export interface JournalCopyDeps {
  readonly journal: JournalFeed;
  readonly store: (sittingId: number, acts: readonly Act[]) => Promise<void>;
  readonly onTrouble: (error: unknown) => void;
}

/** `copy()` stores every journal that has grown since it was last stored; call it again after trouble. */
export function createJournalCopy({ journal, store, onTrouble }: JournalCopyDeps) {
  const grown = new Set<number>();
  let copying: Promise<void> | null = null;
  journal.onAct((sittingId) => void grown.add(sittingId));

  async function copyAll(): Promise<void> {
    for (const sittingId of [...grown]) {
      grown.delete(sittingId);
      try {
        await store(sittingId, journal.acts(sittingId));
      } catch (error) {
        grown.add(sittingId);
        return onTrouble(error);
      }
    }
  }
  return {
    copy: (): Promise<void> => (copying ??= copyAll().finally(() => (copying = null))),
  };
}
