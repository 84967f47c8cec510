/** A rehearsal's result for tests: green, 8,300 candidates, unless told otherwise. */
import type { RehearsalResult, RehearsalVerdict } from "#contracts/http/rehearsal-result";

export function aResult(
  over: {
    readonly startedAt?: string;
    readonly state?: RehearsalVerdict;
    readonly candidates?: number;
    readonly profile?: string;
    readonly reasons?: readonly string[];
    readonly limits?: RehearsalResult["limits"];
  } = {},
): RehearsalResult {
  const { candidates = 8_300, profile = "ecni-2015", startedAt = "2026-03-09T10:00:00Z", state = "green" } = over;
  return {
    format: "amphi-rehearsal",
    version: 1,
    startedAt,
    profile: { name: profile, about: "8,300 candidates in 34 centres", candidates, minutes: 6 },
    seed: 1,
    commit: "0123456789ab",
    machine: {
      cores: 2,
      memoryBytes: 25_276_502_016,
      processor: "a processor",
      versions: { node: "v20" },
      loadBefore: 0.4,
    },
    verdict: { state, reasons: [...(over.reasons ?? [])] },
    capacity: { statement: `Holds ${candidates} candidates at 1400 entries/s with margin 1.6.` },
    findings: {
      ...{ tablets: candidates, made: 500_000, received: 500_000, stored: 500_000, quarantined: 0 },
      counts: { missing: 0, altered: 0, unexpected: 0, wrongCurrent: 0, wrongEnds: 0, wrongReceipts: 0, unfinished: 0 },
    },
    refusals: { count: 0 },
    figures: {
      d1P50Ms: 6,
      d1P99Ms: 21,
      d2P50Ms: 90,
      d2P99Ms: 410,
      stepP99Ms: 120,
      backSeconds: null,
      entriesPerSecond: 1_400,
    },
    limits: over.limits ?? [
      { figure: "d1P99Ms", value: 21, most: 25, ok: true },
      { figure: "d2P99Ms", value: 410, most: 1_000, ok: true },
      { figure: "stepP99Ms", value: 120, most: 300, ok: true },
    ],
  };
}
