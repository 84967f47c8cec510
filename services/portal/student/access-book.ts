/** Who saw what, gathered in memory and written many at once: at a publication two thousand a second. */
import type { Access } from "#postgres/queries/student/access-log";

/** Beyond it the oldest are dropped, and counted: a log that is away must not end the process that serves results. */
const HELD_MAX = 200_000;
const WRITTEN_AT_ONCE = 5_000;

export interface AccessBook {
  note(access: Access): void;
  /** Writes what is there. Rejects with StoreTrouble; what was not written stays. */
  write(): Promise<void>;
  /** How many were dropped since the start. */
  dropped(): number;
}

export function createAccessBook(write: (accesses: readonly Access[]) => Promise<void>): AccessBook {
  let held: Access[] = [];
  let dropped = 0;
  return {
    note: (access) => {
      held.push(access);
      if (held.length > HELD_MAX) {
        held = held.slice(WRITTEN_AT_ONCE);
        dropped += WRITTEN_AT_ONCE;
      }
    },
    write: async () => {
      while (held.length > 0) {
        const portion = held.slice(0, WRITTEN_AT_ONCE);
        await write(portion);
        held = held.slice(portion.length);
      }
    },
    dropped: () => dropped,
  };
}
