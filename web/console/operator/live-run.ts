/** How far a rehearsal is, and who works most. Pure. */
import type { RunBegun, RunFigures } from "#contracts/http/rehearsal-run";
import type { Curve } from "./live-chart.ts";

export interface Stage {
  readonly name: "signing_in" | "composing" | "settling";
  /** Of this stage, 0 to 1. */
  readonly share: number;
  readonly leftMs: number;
}

export function stageOf({ endMs, originMs, settleUntilMs, startMs }: RunBegun, nowMs: number): Stage {
  const [name, fromMs, untilMs] =
    nowMs < startMs
      ? (["signing_in", originMs, startMs] as const)
      : nowMs < endMs
        ? (["composing", startMs, endMs] as const)
        : (["settling", endMs, settleUntilMs] as const);
  const share = Math.min(1, Math.max(0, (nowMs - fromMs) / Math.max(1, untilMs - fromMs)));
  return { name, share, leftMs: Math.max(0, untilMs - nowMs) };
}

/** The two processes that had most of the processor, over all points. */
export function busiest(points: readonly RunFigures[]): Curve[] {
  const sums = new Map<string, number>();
  for (const { cpu } of points) for (const [name, share] of cpu) sums.set(name, (sums.get(name) ?? 0) + share);
  return [...sums]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 2)
    .map(([name]) => ({ name, of: ({ cpu }) => cpu.find(([one]) => one === name)?.[1] ?? null }));
}
