/** The rehearsal in one table. */
import { type Findings, isClean } from "#loadtest/verify/compare";

/** k6's summary as far as it is read here: metric name → values, and its thresholds. */
export interface K6Summary {
  readonly metrics: Readonly<
    Record<string, { values: Record<string, number>; thresholds?: Record<string, { ok: boolean }> }>
  >;
}

export interface Verdict {
  readonly ok: boolean;
  readonly text: string;
}

export function report(
  title: string,
  findings: Findings,
  summary: K6Summary,
  refusals: readonly { tablet: number; reason: string }[],
): Verdict {
  const value = (metric: string, key: string) => summary.metrics[metric]?.values[key];
  const ms = (metric: string) =>
    ["med", "p(95)", "p(99)", "max"].map((key) => `${key} ${Math.round(value(metric, key) ?? NaN)}`).join("  ") + " ms";
  const broken = brokenThresholds(summary);
  const ok = isClean(findings) && broken.length === 0 && refusals.length === 0;
  const rows: [string, string][] = [
    ["tablets", `${findings.tablets}`],
    ["reconnects", `${value("reconnects", "count") ?? 0}`],
    ["entries made", `${findings.made}`],
    ["acknowledged (D1)", `${findings.received}   ${ms("received_after_ms")}`],
    ["secured (D2)", `${findings.secured}   ${ms("secured_after_ms")}`],
    ["next step shown", ms("step_after_ms")],
    ["in the log", `${findings.stored}`],
    ["missing", listed(findings.missing)],
    ["altered", listed(findings.altered)],
    ["unexpected", listed(findings.unexpected)],
    ["quarantined", `${findings.quarantined}`],
    ["current answers wrong", `${listed(findings.wrongCurrent)} of ${findings.currentChecked}`],
    ["thresholds broken", listed(broken)],
    ["tablets that gave up", listed(refusals.map((r) => `${r.tablet}: ${r.reason}`))],
  ];
  const lines = rows.map(([name, text]) => `  ${name.padEnd(23)}${text}`);
  return { ok, text: [title, ...lines, ok ? "  nothing was lost" : "  NOT GOOD"].join("\n") };
}

const SHOWN = 5;
const listed = (list: readonly string[]) =>
  list.length === 0 ? "0" : `${list.length} (${list.slice(0, SHOWN).join(", ")}${list.length > SHOWN ? ", …" : ""})`;

const brokenThresholds = (summary: K6Summary) =>
  Object.entries(summary.metrics).flatMap(([metric, { thresholds = {} }]) =>
    Object.entries(thresholds)
      .filter(([, threshold]) => !threshold.ok)
      .map(([rule]) => `${metric} ${rule}`),
  );
