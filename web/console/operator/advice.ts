/** What is wrong with the installation and what to do about it: codes and numbers, the sentences are the screen's. */
import type { LiveMessage, PartState, Platform } from "#contracts/console/live";
import { oddParts } from "./mismatches.ts";

/** Beyond these a person should look. Bounds of docs/capacity.md, with room. */
export const BOUNDS = {
  d1P99Ms: 500,
  d2P99Ms: 5_000,
  backlogMs: 10_000,
  /** Memory of one part. */
  memoryBytes: 1_500 * 1024 * 1024,
  diskFreeBytes: 5 * 1024 * 1024 * 1024,
  cpuPercent: 85,
} as const;

export const ADVICE_CODES = [
  "part_down",
  "store_missing",
  "quarantine",
  "disk",
  "backlog",
  "d1",
  "d2",
  "memory",
  "cpu",
  "mismatch",
] as const;
export type AdviceCode = (typeof ADVICE_CODES)[number];
export interface Advice {
  readonly code: AdviceCode;
  readonly severity: "stopped" | "attention";
  /** The part, store or partition that it is about; empty for the whole. */
  readonly about: string;
  /** Milliseconds, bytes, percent or a count, as the code says. */
  readonly n: number;
  /** The part that may be restarted to help, or null. */
  readonly restart: string | null;
}
type Missing = Extract<LiveMessage, { kind: "missing" }>["stores"];

/** Most urgent first. */
export function adviceOf(platform: Platform, missing: Missing): Advice[] {
  const found: Advice[] = [];
  const say = (
    code: AdviceCode,
    severity: Advice["severity"],
    about: string,
    n: number,
    restart: string | null = null,
  ) => found.push({ code, severity, about, n, restart });
  const over = (code: AdviceCode, value: number | null, bound: number) => {
    if (value !== null && value > bound) say(code, "attention", "", value);
  };
  for (const part of platform.parts) sayOfPart(part, say);
  for (const store of missing) say("store_missing", "stopped", store, 0);
  if ((platform.quarantined ?? 0) > 0) say("quarantine", "attention", "", platform.quarantined ?? 0);
  const { diskFreeBytes } = platform;
  if (diskFreeBytes !== null && diskFreeBytes < BOUNDS.diskFreeBytes) say("disk", "attention", "", diskFreeBytes);
  over("d1", platform.d1P99Ms, BOUNDS.d1P99Ms);
  over("d2", platform.d2P99Ms, BOUNDS.d2P99Ms);
  over("backlog", Math.max(0, ...platform.backlogMs.map((ms) => ms ?? 0)), BOUNDS.backlogMs);
  for (const nodeId of oddParts(platform.parts)) say("mismatch", "attention", nodeId, 0);
  return found.sort((a, b) => urgency(a) - urgency(b));
}

function sayOfPart(
  part: PartState,
  say: (code: AdviceCode, severity: Advice["severity"], about: string, n: number, restart: string | null) => void,
): void {
  const restart = part.restartable ? part.nodeId : null;
  if (!part.up) return say("part_down", "stopped", part.nodeId, 0, restart);
  if ((part.memoryBytes ?? 0) > BOUNDS.memoryBytes)
    say("memory", "attention", part.nodeId, part.memoryBytes ?? 0, restart);
  if ((part.cpuPercent ?? 0) > BOUNDS.cpuPercent) say("cpu", "attention", part.nodeId, part.cpuPercent ?? 0, null);
}
const urgency = ({ severity, code }: Advice) =>
  (severity === "stopped" ? 0 : ADVICE_CODES.length) + ADVICE_CODES.indexOf(code);
