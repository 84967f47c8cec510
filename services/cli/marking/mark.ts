import { resolve } from "node:path";
import { type Command, UsageError } from "#cli/command";
import { readOptions } from "#cli/import/arguments";
import { marksHeader, marksLine, WHY_HEADER, whyLines } from "#domain/marking/mark-lines";
import { loadPapers, loadRules, loadRulings } from "#cli/marking/papers";
import { createProblemList } from "#cli/problem-list";
import { createRun, type MarkingRun, runMarking } from "#cli/marking/run-marking";
import { answerSources } from "#cli/marking/sources";
import { checkStatisticsName, statisticsText } from "#cli/marking/statistics-file";
import { createWholeFile, type WholeFile } from "#cli/whole-file";
import { PaperRef } from "#contracts/frames/fields";
import type { RunRecord } from "#contracts/marking/run";
import type { RunSummary } from "#domain/marking/run-pass";
import { createStatistics } from "#domain/marking/statistics";

/** What every command that marks takes. */
export const RUN_OPTIONS = {
  paper: { type: "string", multiple: true },
  key: { type: "string", multiple: true },
  answers: { type: "string" },
  candidates: { type: "string" },
  "set-aside": { type: "string" },
  "marking-rules": { type: "string" },
  rulings: { type: "string", multiple: true },
  unit: { type: "string" },
} as const;
export const RUN_USAGE =
  "--paper P.json|DIR [--key K.json] --answers A.csv|DIR [--candidates C.csv] [--set-aside S.csv]\n" +
  "  [--marking-rules M.json] [--rulings R.json …] [--unit CODE] [--paper BACKUP --key ITS-KEY …]";

interface RunValues {
  readonly paper?: string[];
  readonly key?: string[];
  readonly answers?: string;
  readonly candidates?: string;
  readonly "set-aside"?: string;
  readonly "marking-rules"?: string;
  readonly rulings?: string[];
  readonly unit?: string;
}

/** Everything but the answers, read and checked. Throws BadInput with every problem. */
export function openRun(values: RunValues) {
  const [main] = values.paper ?? [];
  if (main === undefined || values.answers === undefined) throw new UsageError("--paper and --answers are needed");
  const problems = createProblemList();
  const papers = loadPapers(values.paper ?? [], values.key ?? [], problems);
  const rules = loadRules(values["marking-rules"], problems);
  problems.refuse();
  const rulings = loadRulings(values.rulings ?? [], papers, problems);
  const unit = values.unit ?? papers[0]?.id ?? "";
  if (!PaperRef.safeParse(unit).success) throw new UsageError("--unit takes 1 to 64 of A–Z a–z 0–9 _ . -");
  problems.refuse();
  const sources = answerSources(values.answers, values.candidates ?? null, values["set-aside"] ?? null);
  return { papers, problems, run: createRun({ unit, papers, rules, rulings }, sources) };
}

/** Marks from plain files, for whoever checks: no database, no network. */
export const markCommand: Command = {
  path: ["mark"],
  usage: `mark ${RUN_USAGE}\n  --out marks.csv [--why why.csv] [--statistics stats.json|stats.csv] [--run run.json]`,
  summary:
    "marks answers that amphi export answers wrote; each mark can say why; the same inputs give the same hash and marks",
  async run(args, context) {
    const values = readOptions(args, {
      ...RUN_OPTIONS,
      out: { type: "string" },
      why: { type: "string" },
      statistics: { type: "string" },
      run: { type: "string" },
    });
    if (values.out === undefined) throw new UsageError("--out is needed");
    if (values.statistics !== undefined) checkStatisticsName(values.statistics);
    const { papers, problems, run } = openRun(values);
    const files = openFiles({ marks: values.out, why: values.why, statistics: values.statistics, run: values.run });
    const statistics = values.statistics === undefined ? null : createStatistics(run.marking);
    try {
      await files.marks?.write(marksHeader(run.marking));
      await files.why?.write(WHY_HEADER);
      const summary = await runMarking(run, problems, async (candidate, marks) => {
        await files.marks?.write(marksLine(run.inputs.unit, marks));
        if (files.why) await files.why.write(whyLines(run.marking, candidate, marks));
        statistics?.add(candidate, marks);
      });
      const marksSha256 = (await files.marks?.end()) ?? "";
      const record = recordOf(run, papers, summary, marksSha256);
      await files.run?.write(`${JSON.stringify(record, null, 2)}\n`);
      if (files.statistics && statistics)
        await files.statistics.write(
          statisticsText(files.statistics.path, statistics.report(), run, summary.inputsSha256),
        );
      await publish(files);
      for (const line of summaryLines(run, summary, values.out, marksSha256)) context.out(line);
      return 0;
    } finally {
      for (const file of openedOf(files)) await file.discard();
    }
  },
};

interface Files {
  readonly marks: WholeFile | null;
  readonly why: WholeFile | null;
  readonly statistics: WholeFile | null;
  readonly run: WholeFile | null;
}
function openFiles(paths: Readonly<Record<keyof Files, string | undefined>>): Files {
  const given = Object.values(paths).filter((path) => path !== undefined);
  if (new Set(given.map((path) => resolve(path))).size < given.length)
    throw new UsageError("two outputs have one name");
  const opened = (path: string | undefined) => (path === undefined ? null : createWholeFile(path));
  const { marks, why, statistics, run } = paths;
  return { marks: opened(marks), why: opened(why), statistics: opened(statistics), run: opened(run) };
}

const openedOf = ({ marks, why, statistics, run }: Files): WholeFile[] =>
  [marks, why, statistics, run].filter((file) => file !== null);

/** Every file is on disk before the first one takes its name; the marks already are. */
async function publish(files: Files): Promise<void> {
  for (const file of openedOf(files)) if (file !== files.marks) await file.end();
  for (const file of openedOf(files)) await file.publish();
}

function recordOf(
  { inputs, marking }: MarkingRun,
  papers: ReturnType<typeof loadPapers>,
  summary: RunSummary,
  marksSha256: string,
): RunRecord {
  return {
    format: "amphi-run",
    version: 1,
    unit: inputs.unit,
    papers: papers.map(({ id, paperSha256, keySha256 }) => ({ id, paperSha256, keySha256 })),
    rules: inputs.rules.version,
    rulings: inputs.rulings.map(({ id }) => id).sort(),
    entriesSha256: summary.entriesSha256,
    inputsSha256: summary.inputsSha256,
    marksSha256,
    maximum: marking.maximum,
    candidates: summary.candidates,
    codes: summary.codes,
    setAside: summary.setAside,
  };
}

function summaryLines({ marking }: MarkingRun, summary: RunSummary, out: string, marksSha256: string): string[] {
  const codes = Object.entries(summary.codes).map(([code, count]) => `${count} ${code}`);
  const { entries, counted } = summary.setAside;
  return [
    `${out}: ${summary.candidates} candidates, ${marking.columns.length} items, maximum ${marking.maximum}` +
      (codes.length > 0 ? `; without a mark: ${codes.join(", ")}` : ""),
    ...(entries > 0 ? [`entries set aside: ${entries}, of which ${counted} count by rulings`] : []),
    `inputs sha256 ${summary.inputsSha256}`,
    `marks sha256 ${marksSha256}`,
  ];
}
