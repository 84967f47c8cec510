/** The verdict. Pure. */
import { CLOCK_JUMP_MOST_MS, GENERATOR_LATE_MOST_MS, type Limit } from "#loadtest/thresholds";
import { FIGURES, type FigureName, type Figures } from "#loadtest/report/figures";
import { FINDING_KINDS, type FindingKind, type Findings } from "#loadtest/verify/compare";

export interface Judged {
  readonly figure: FigureName;
  readonly value: number;
  readonly most: number;
  readonly ok: boolean;
  readonly why: string;
}
/**
 * `green`: everything holds. `red`: something was lost or a limit was broken. `void`: the generator or the clock was at
 * fault, so nothing is known about the platform. `partial`: it was interrupted.
 */
export type VerdictState = "green" | "red" | "void" | "partial";
export interface Verdict {
  readonly state: VerdictState;
  /** Why it is not green, the gravest first. */
  readonly reasons: readonly string[];
}
export interface Evidence {
  readonly findings: Findings;
  /** Tablets that could not go on. */
  readonly refusals: readonly { readonly tablet: number; readonly reason: string }[];
  /** Tablets that there should have been. */
  readonly candidates: number;
  readonly figures: Figures;
  readonly limits: readonly Limit[];
  readonly clockJumpMs: number;
  /** Lines of ledgers that were cut. */
  readonly cut: number;
  /** What the conductor could not do. */
  readonly troubles: readonly string[];
  /** Why it was ended before its time, or null. */
  readonly interrupted: string | null;
}

/** What never happened (no faults, no locks, nothing loaded) is not judged. */
export const judgedLimits = (figures: Figures, limits: readonly Limit[]): readonly Judged[] =>
  limits
    .filter(({ figure }) => !Number.isNaN(figures[figure]))
    .map(({ figure, most, why }) => ({ figure, value: figures[figure], most, why, ok: figures[figure] <= most }));

export function judge(evidence: Evidence): Verdict {
  const { findings, figures } = evidence;
  const lost = lossesIn(evidence);
  if (lost.length > 0)
    return { state: "red", reasons: [...lost, ...(evidence.interrupted ? [evidence.interrupted] : [])] };
  if (evidence.interrupted !== null) return { state: "partial", reasons: [evidence.interrupted] };
  const faulty = generatorFaults(evidence);
  if (faulty.length > 0) return { state: "void", reasons: faulty };
  const reasons = [
    ...evidence.troubles,
    ...evidence.refusals.slice(0, 5).map(({ tablet, reason }) => `tablet ${tablet} gave up: ${reason}`),
    ...(evidence.refusals.length > 5 ? [`${evidence.refusals.length - 5} more tablets gave up`] : []),
    ...judgedLimits(figures, evidence.limits)
      .filter(({ ok }) => !ok)
      .map(({ figure, value, most }) => `${FIGURES[figure]}: ${value}, at most ${most}`),
  ];
  if (findings.stored === 0) reasons.unshift("nothing was stored");
  return { state: reasons.length === 0 ? "green" : "red", reasons };
}

/** What no latency makes up for. A tablet without an end is the generator's, and of a run that was cut to be expected. */
function lossesIn({ findings }: Evidence): string[] {
  const grave = (Object.keys(FINDING_KINDS) as FindingKind[]).filter(
    (kind) => kind !== "unfinished" && findings.counts[kind] > 0,
  );
  return [
    ...grave.map((kind) => `${findings.counts[kind]} ${FINDING_KINDS[kind]} (${findings.examples[kind][0] ?? ""})`),
    ...(findings.quarantined > 0 ? [`${findings.quarantined} records are in quarantine`] : []),
  ];
}

function generatorFaults({ findings, refusals, candidates, figures, limits, clockJumpMs, cut }: Evidence): string[] {
  // Its lateness is a part of every latency: where those may be longer, so may it.
  const lateMost = Math.max(GENERATOR_LATE_MOST_MS, limits.find(({ figure }) => figure === "d1P99Ms")?.most ?? 0);
  const silent = candidates - findings.tablets - refusals.length;
  return [
    ...(findings.counts.unfinished > 0 ? [`${findings.counts.unfinished} ${FINDING_KINDS.unfinished}`] : []),
    ...(silent > 0 ? [`${silent} tablets never said anything: their generator broke`] : []),
    ...(cut > 0 ? [`${cut} ledgers were cut while they were written`] : []),
    ...(figures.lateP99Ms > lateMost
      ? [`the generator fell behind: ${figures.lateP99Ms} ms late at the 99th percentile, at most ${lateMost}`]
      : []),
    ...(Math.abs(clockJumpMs) > CLOCK_JUMP_MOST_MS ? [`the clock of this machine jumped by ${clockJumpMs} ms`] : []),
  ];
}
