/** The report as one page that opens anywhere, without a network and without a script. The verdict comes first. Pure. */
import { FINDING_KINDS, type FindingKind } from "#loadtest/verify/compare";
import { type Chart, chartOf, escaped } from "#loadtest/report/chart";
import { comparison } from "#loadtest/report/comparison";
import { FIGURES, type FigureName } from "#loadtest/report/figures";
import type { Result } from "#loadtest/report/result";
import { STYLE } from "#loadtest/report/style";
import { generatorText, heldText, VERDICT_WORDS } from "#loadtest/report/text";

/** `earlier`: another rehearsal's result to compare with, or null. */
export function htmlOf(result: Result, earlier: Result | null): string {
  const { profile, verdict, capacity } = result;
  const title = `Rehearsal ${profile.name}, ${result.startedAt.slice(0, 16).replace("T", " ")}`;
  return [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title>`,
    `<meta name="viewport" content="width=device-width"><style>${STYLE}</style></head><body><main>`,
    `<h1>${escaped(title)}</h1><p>${escaped(profile.about)}</p>`,
    `<section class="verdict ${verdict.state}"><h2>${escaped(VERDICT_WORDS[verdict.state])}</h2>`,
    list(verdict.reasons),
    `<p>${escaped(capacity.statement)}</p></section>`,
    `<h2>What was found</h2>${findingsTable(result)}`,
    `<h2>Limits</h2>${limitsTable(result)}`,
    ...(earlier ? [`<h2>Compared with ${escaped(earlier.startedAt)}</h2>${comparisonTable(result, earlier)}`] : []),
    `<h2>Course</h2><div class="charts">${charts(result).map(chartOf).join("\n")}</div>`,
    ...(result.costs.length > 0 ? [`<h2>Cost of an answer</h2>${costsTable(result)}`] : []),
    ...(result.growths.length > 0 ? [`<h2>Memory that stays</h2>${growthsTable(result)}`] : []),
    `<h2>Acts and faults</h2>${actsTable(result)}`,
    `<h2>All figures</h2>${figuresTable(result)}`,
    `<h2>Where and with what</h2>${originTable(result)}`,
    "</main></body></html>\n",
  ].join("\n");
}

const list = (items: readonly string[]): string =>
  items.length === 0 ? "" : `<ul>${items.map((item) => `<li>${escaped(item)}</li>`).join("")}</ul>`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  `<table><thead><tr>${head.map((cell) => `<th scope="col">${escaped(cell)}</th>`).join("")}</tr></thead><tbody>` +
  rows.map((row) => `<tr>${row.map((cell) => `<td>${escaped(cell)}</td>`).join("")}</tr>`).join("") +
  "</tbody></table>";
/** Figures that were read back from JSON are null where there was nothing to measure. */
const shown = (value: number | null): string =>
  value === null || Number.isNaN(value) ? "–" : Number(value.toPrecision(4)).toLocaleString("en");
const clock = (ms: number): string =>
  `${Math.floor(ms / 60_000)}:${String(Math.floor(ms / 1_000) % 60).padStart(2, "0")}`;

function findingsTable({ findings, refusals, profile }: Result): string {
  const counts: [string, string][] = [
    ["tablets", `${findings.tablets} of ${profile.candidates}`],
    ["entries made", shown(findings.made)],
    ["acknowledged (D1)", shown(findings.received)],
    ["secured (D2)", shown(findings.secured)],
    ["in the log", shown(findings.stored)],
    ["answers in force compared", shown(findings.currentChecked)],
    ["receipts verified", shown(findings.receiptsChecked)],
    ["records in quarantine", shown(findings.quarantined)],
    [
      "tablets that gave up",
      `${refusals.count} ${refusals.first
        .map((one) => one.reason)
        .join("; ")
        .slice(0, 300)}`,
    ],
  ];
  const kinds = Object.keys(FINDING_KINDS) as FindingKind[];
  const found = kinds.map((kind): [string, string] => [
    FINDING_KINDS[kind],
    `${findings.counts[kind]} ${findings.examples[kind].join(", ")}`,
  ]);
  return table(["what", "how many"], [...found, ...counts]);
}
const limitsTable = ({ limits }: Result): string =>
  table(
    ["", "figure", "measured", "at most", "why"],
    limits.map(({ ok, figure, value, most, why }) => [
      ok ? "holds" : "BROKEN",
      FIGURES[figure],
      shown(value),
      shown(most),
      why,
    ]),
  );
const costsTable = ({ costs }: Result): string =>
  table(
    ["answers stored before", "µs of CPU for an answer, all processes of the platform"],
    costs.map(({ stored, microseconds }) => [shown(stored), shown(microseconds)]),
  );
const growthsTable = ({ growths }: Result): string =>
  table(
    ["process", "certain growth, % of its memory per 10 min"],
    growths.map(({ name, percent }) => [name, shown(percent)]),
  );
const comparisonTable = (result: Result, earlier: Result): string =>
  table(
    ["figure", "then", "now", "change"],
    comparison(result, earlier).map(({ figure, then, now, change }) => [
      FIGURES[figure],
      shown(then),
      shown(now),
      change === null ? "–" : `${change > 0 ? "+" : ""}${Math.round(change * 100)} %`,
    ]),
  );
function howFast({ tookMs, consoles, consolesMs, refusedFirst }: Result["acts"][number]): string {
  const told = consolesMs === null ? "" : `; ${consoles} consoles told after ${consolesMs} ms`;
  const again = refusedFirst === null ? "" : `; first refused: ${refusedFirst}`;
  return `in the journal after ${tookMs} ms${told}${again}`;
}
const actsTable = ({ acts, faults }: Result): string =>
  table(
    ["at", "what", "how fast"],
    [
      ...acts.map((act) => ({ atMs: act.effectiveMs, row: [act.kind, howFast(act)] })),
      ...faults.map(({ name, fromMs, untilMs }) => ({
        atMs: fromMs,
        row: [name, `healthy again after ${shown((untilMs - fromMs) / 1_000)} s`],
      })),
    ]
      .sort((a, b) => a.atMs - b.atMs)
      .map(({ atMs, row }) => [clock(atMs), ...row]),
  );
const figuresTable = ({ figures }: Result): string =>
  table(
    ["figure", "value"],
    (Object.keys(FIGURES) as FigureName[]).map((name) => [FIGURES[name], shown(figures[name])]),
  );
const originTable = ({ machine, seed, commit, startedAt, profile, consoles, held }: Result): string =>
  table(
    ["what", ""],
    [
      ["started", startedAt],
      ["commit", commit ?? "unknown"],
      ["seed", String(seed)],
      ["generator", generatorText(profile.generator)],
      ["profile", JSON.stringify(profile, (_, value: unknown) => value ?? undefined)],
      [
        "machine",
        `${machine.cores} × ${machine.processor}, ${Math.round(machine.memoryBytes / 2 ** 30)} GB, load before ${machine.loadBefore}`,
      ],
      ...Object.entries(machine.versions),
      ...(held ? [["held", heldText(held)]] : []),
      [
        "consoles",
        `${consoles.open} open at the end, ${consoles.reconnects} reconnects, ${shown(consoles.bytes)} bytes`,
      ],
    ],
  );

function charts({ profile, series, faults, pauses, limits }: Result): readonly Chart[] {
  const { everySeconds, latencies } = series;
  const limit = (figure: FigureName) => limits.find((one) => one.figure === figure)?.most ?? null;
  const chart = (title: string, unit: string, lines: Chart["lines"], more: Partial<Chart> = {}): Chart => ({
    title,
    unit,
    lines,
    everySeconds,
    faults,
    pauses,
    ...more,
  });
  const quantiles = (kind: keyof typeof latencies): Chart["lines"] =>
    (["p50", "p95", "p99"] as const).map((name) => ({ name, points: latencies[kind][name] }));
  const times = (most: number | null) => ({ logarithmic: true, limit: most });
  const processes = (points: Result["series"]["shares"]): Chart["lines"] =>
    Object.entries(points).map(([name, values]) => ({ name, points: values }));
  return [
    chart("Connected", "tablets", [{ name: "connected", points: series.connected }]),
    chart("Entries", "per second", [
      { name: "made", points: series.madePerSecond },
      { name: "acknowledged", points: series.receivedPerSecond },
    ]),
    chart(
      "Acknowledged (D1)",
      "ms from the moment a candidate wanted to send",
      quantiles("d1"),
      times(limit("d1P99Ms")),
    ),
    chart("Secured (D2)", "ms from the same moment", quantiles("d2"), times(limit("d2P99Ms"))),
    chart("Act noted by the servers", "ms from the moment it reached a tablet", quantiles("applied"), times(null)),
    chart("Lock to the next question", "ms", quantiles("step"), times(limit("stepP99Ms"))),
    ...(profile.stage
      ? [chart("Package downloaded by a tablet of another room", "ms", quantiles("staged"), times(null))]
      : []),
    chart("Lateness of the generator", "ms", quantiles("late"), times(null)),
    chart("Reconnects", "per second", [{ name: "sockets lost", points: series.reconnectsPerSecond }]),
    chart("Backlog", "entries", [
      { name: "not acknowledged", points: series.waitingD1 },
      { name: "acknowledged, not committed", points: series.waitingD2 },
    ]),
    chart("CPU", "of one core", processes(series.shares)),
    chart("Memory", "MB", processes(series.megabytes)),
    chart("Some process waited", "% of the time", [
      { name: "for a processor", points: series.waitingPercent },
      { name: "for the disk", points: series.diskWaitingPercent },
    ]),
  ];
}
