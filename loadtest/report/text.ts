/** The rehearsal in one table for the terminal. */
import { FINDING_KINDS, type FindingKind } from "#loadtest/verify/compare";
import { FIGURES } from "#loadtest/report/figures";
import type { GeneratorName } from "#loadtest/profiles/profile";
import type { HeldShown, Result } from "#loadtest/report/result";
import type { VerdictState } from "#loadtest/report/judge";

export const VERDICT_WORDS: Readonly<Record<VerdictState, string>> = {
  green: "GREEN: nothing was lost, every limit holds",
  red: "RED: not good",
  void: "VOID: the rehearsal itself was at fault, nothing is known about the platform",
  partial: "PARTIAL: ended before its time; nothing that was acknowledged until then is missing",
};

export const generatorText = (name: GeneratorName): string =>
  name === "k6" ? "k6" : "light: the tablets of the k6 scenario, played by Node, because k6 would have been the limit";

export const heldText = ({ tablets, processes, share, megabytes, troubles }: HeldShown): string =>
  [
    `${tablets} tablets by ${processes} processes, ${Math.round(share * 100)} % of a core, ${Math.round(megabytes)} MB`,
    ...troubles,
  ].join("; ");

const GROWTHS_SHOWN = 3;
const growthsText = ({ growths }: Result): string =>
  `${growths
    .slice(0, GROWTHS_SHOWN)
    .map(({ name, percent }) => `${name} ${percent}`)
    .join(", ")} % per 10 min`;

export function textOf(result: Result): string {
  const { findings, figures, verdict, profile } = result;
  const rows: [string, string][] = [
    [
      "tablets",
      `${findings.tablets} of ${profile.candidates}, ${findings.broken} broke as meant, ${result.refusals.count} gave up`,
    ],
    ...(result.held ? [["held", heldText(result.held)] satisfies [string, string]] : []),
    ["entries made", `${findings.made}, ${figures.entriesPerSecond} per second, ${figures.reconnects} reconnects`],
    [
      "acknowledged (D1)",
      `${findings.received}   p50 ${figures.d1P50Ms}  p95 ${figures.d1P95Ms}  p99 ${figures.d1P99Ms} ms`,
    ],
    ["secured (D2)", `${findings.secured}   p50 ${figures.d2P50Ms}  p99 ${figures.d2P99Ms} ms`],
    ["next step", `p99 ${figures.stepP99Ms}  longest ${figures.stepMaxMs} ms`],
    ["in the log", `${findings.stored}, ${findings.quarantined} in quarantine`],
    ...(Object.keys(FINDING_KINDS) as FindingKind[]).map((kind): [string, string] => [
      kind,
      `${findings.counts[kind]}${kind === "wrongCurrent" ? ` of ${findings.currentChecked}` : ""}`,
    ]),
    [
      "generator",
      `${profile.generator}, late p99 ${figures.lateP99Ms} ms, ${Math.round(figures.generatorShare * 100)} % of a core`,
    ],
    ...(profile.weighings > 0 ? [["memory grows", growthsText(result)] satisfies [string, string]] : []),
    ...result.limits.map(({ figure, value, most, ok }): [string, string] => [
      ok ? "limit holds" : "LIMIT BROKEN",
      `${value} ≤ ${most} ${FIGURES[figure]}`,
    ]),
  ];
  return [
    `rehearsal ${profile.name}, seed ${result.seed}`,
    ...rows.map(([name, text]) => `  ${name.padEnd(20)}${text}`),
    `  ${result.capacity.statement}`,
    ...verdict.reasons.map((reason) => `  - ${reason}`),
    VERDICT_WORDS[verdict.state],
  ].join("\n");
}
