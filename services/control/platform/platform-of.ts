/** The state of all parts, put together from what each of them said. Pure. */
import type { PartState, Platform } from "#contracts/console/live";
import { PARTITIONS } from "#contracts/stream/answer-stream";
import { PART_KINDS, type PartKind, type PartReport } from "#contracts/stream/part-report";
import type { RedisMemory } from "#control/platform/platform-watch";

export interface Looked {
  readonly atMs: number;
  readonly nodeIds: readonly string[];
  /** In the order of `nodeIds`; null: the control Redis does not answer, so nothing is known of the processes. */
  readonly reports: readonly (PartReport | null)[] | null;
  readonly answersRedis: RedisMemory | null;
  readonly controlRedis: RedisMemory | null;
  readonly postgresUp: boolean;
}

export function platformOf(looked: Looked): Platform {
  const { reports } = looked;
  const heard = (reports ?? []).filter((report) => report !== null);
  const of = (kind: PartKind) => heard.filter((report) => report.kind === kind);
  const [ingests, drains, jobs] = [of("ingest"), of("drain"), of("jobs")];
  const disks = heard.flatMap(({ diskFreeBytes }) => diskFreeBytes ?? []);
  const quarantined = [...jobs, ...drains].map((report) => report.quarantined).find((n) => n !== undefined);
  const processes = looked.nodeIds.map((nodeId, n) =>
    processState(nodeId, reports === null ? "control Redis does not answer" : null, reports?.[n] ?? null),
  );
  return {
    atMs: looked.atMs,
    parts: [
      ...processes,
      storeState("answers-redis", "answers_redis", looked.answersRedis !== null, looked.answersRedis),
      storeState("control-redis", "control_redis", looked.controlRedis !== null, looked.controlRedis),
      storeState("postgres", "postgres", looked.postgresUp, null),
    ],
    connected: sum(ingests.map((report) => report.connected)),
    present: 0,
    d1P99Ms: worst(ingests.map((report) => report.d1P99Ms)),
    d2P99Ms: worst(drains.map((report) => report.d2P99Ms)),
    answersPerSecond: sum(ingests.map((report) => report.answersPerSecond)),
    backlogMs: Array.from({ length: PARTITIONS }, (_, n) => worst(drains.map((report) => report.backlogMs?.[n]))),
    backlogEntries: worst(drains.map((report) => report.backlogEntries)) ?? 0,
    quarantined: quarantined ?? null,
    diskFreeBytes: disks.length > 0 ? Math.min(...disks) : null,
  };
}

/** A part that was never heard is called after its kind: "ingest-2". */
const kindOf = (nodeId: string): PartKind => PART_KINDS.find((kind) => nodeId.startsWith(kind)) ?? "jobs";

function processState(nodeId: string, unknown: string | null, report: PartReport | null): PartState {
  return {
    nodeId,
    kind: report?.kind ?? kindOf(nodeId),
    up: report !== null && !report.detail.startsWith("!"),
    detail: report?.detail ?? unknown ?? "not heard of for 3 s",
    build: report?.build ?? null,
    configHash: report?.configHash ?? null,
    memoryBytes: report?.memoryBytes ?? null,
    cpuPercent: report?.cpuPercent ?? null,
    restartable: true,
  };
}

const storeState = (nodeId: string, kind: PartState["kind"], up: boolean, memory: RedisMemory | null): PartState => ({
  nodeId,
  kind,
  up,
  detail: up ? "answers" : "does not answer",
  build: null,
  configHash: null,
  memoryBytes: memory?.usedBytes ?? null,
  cpuPercent: null,
  restartable: false,
});

const sum = (values: readonly (number | undefined)[]): number => values.reduce<number>((all, n) => all + (n ?? 0), 0);
const worst = (values: readonly (number | null | undefined)[]): number | null =>
  values.reduce<number | null>((most, n) => (n == null ? most : Math.max(most ?? 0, n)), null);
