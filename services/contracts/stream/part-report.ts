/** How each process is: written to the control Redis every second, under a lease of `nodeLeaseMs`. */
import { z } from "zod";
import { PARTITIONS } from "#contracts/stream/answer-stream";

export const PART_KEYS = {
  /** JSON PartReport; expires when the process is silent. */
  report: (nodeId: string) => `part:${nodeId}`,
  /** Present while somebody asks that process to restart; it deletes the key and stops in order. */
  restart: (nodeId: string) => `restart:${nodeId}`,
} as const;

export const PART_KINDS = ["ingest", "drain", "control", "jobs", "packages", "marking", "portal"] as const;
export type PartKind = (typeof PART_KINDS)[number];

const count = z.number().int().min(0);

/** What only some kinds of process know. */
export const PartFigures = z.strictObject({
  /** Ingest: sockets that have said hello. */
  connected: count,
  /** 99th percentile over the last 10 s, ms; null without entries. Ingest: from reading to acknowledgement (D1). */
  d1P99Ms: count.nullable(),
  /** Drain: from received (D1) to the commit (D2). */
  d2P99Ms: count.nullable(),
  /** Ingest: entries acknowledged per second, over the last 10 s. */
  answersPerSecond: count,
  /** Drain: age of the oldest entry not yet in PostgreSQL, ms, by partition, of all partitions; null: none waits. */
  backlogMs: z.array(count.nullable()).length(PARTITIONS),
  backlogEntries: count,
  /** Jobs: records in quarantine that nobody has ruled on. Drain: those it has put there since it started. */
  quarantined: count,
});
export type PartFigures = z.infer<typeof PartFigures>;

export const PartReport = z.strictObject({
  /** One line about the process's state; a text starting with "!" means that it does not do its work. */
  detail: z.string(),
  kind: z.enum(PART_KINDS),
  /** Print of the code it runs: the same on every process of one build. */
  build: z.string(),
  /** Print of the settings that must be the same on all processes of one kind. */
  configHash: z.string(),
  memoryBytes: count,
  /** Share of one core since the last report, percent. */
  cpuPercent: z.number().min(0),
  /** Free on the disk that it runs from; null where it cannot be told. */
  diskFreeBytes: count.nullable(),
  ...PartFigures.partial().shape,
});
export type PartReport = z.infer<typeof PartReport>;
