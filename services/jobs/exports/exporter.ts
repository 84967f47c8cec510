/** Closing a sitting runs `amphi export answers`: its files, signed, are there before anybody asks for them. */
export interface ClosedSitting {
  readonly sittingId: number;
  readonly closedAtMs: number;
}
export interface ExportParts {
  /** Rejects with StoreTrouble while PostgreSQL is away. */
  closed(): Promise<readonly ClosedSitting[]>;
  /** Age of the oldest record of each partition that is not committed, ms; 0 when there is none. */
  lagsMs(nowMs: number): Promise<readonly number[]>;
  /** Whether the sitting's export is there, whole. */
  exists(sittingId: number): Promise<boolean>;
  /** Makes it, whole or not at all; rejects with what went wrong. */
  make(sittingId: number): Promise<void>;
  readonly onMade: (sittingId: number) => void;
  readonly onTrouble: (sittingId: number, error: unknown) => void;
  /** Wall clock, ms. */
  readonly now: () => number;
}
export interface Exporter {
  /** Exports what was closed and has no export yet; one round at a time. A store that is away rejects. */
  round(): Promise<void>;
  /** What could not be exported, in a line; null: nothing. */
  problem(): string | null;
}

export function createExporter(parts: ExportParts): Exporter {
  let underWay = false;
  const failed = new Set<number>();

  async function exportOne({ sittingId, closedAtMs }: ClosedSitting): Promise<void> {
    if (await parts.exists(sittingId)) return;
    const nowMs = parts.now();
    // What was received before the close belongs into it: wait until the drain has passed that instant.
    if ((await parts.lagsMs(nowMs)).some((lagMs) => lagMs >= nowMs - closedAtMs)) return;
    try {
      await parts.make(sittingId);
      failed.delete(sittingId);
      parts.onMade(sittingId);
    } catch (error) {
      failed.add(sittingId);
      parts.onTrouble(sittingId, error);
    }
  }
  return {
    async round() {
      if (underWay) return;
      underWay = true;
      try {
        for (const sitting of await parts.closed()) await exportOne(sitting);
      } finally {
        underWay = false;
      }
    },
    problem: () => (failed.size === 0 ? null : `!no export of sitting ${[...failed].join(", ")}: see the log`),
  };
}
