/** `amphi marking run|list|export`: runs of sittings that the database holds. */
import { writeFile } from "node:fs/promises";
import { type Command, Refusal, UsageError } from "#cli/command";
import type { CliContext } from "#cli/context";
import { readOptions, wholeNumber } from "#cli/import/arguments";
import { askMarking, COMMAND_LINE } from "#cli/marking/desk";
import { createWholeFile } from "#cli/whole-file";
import { PaperRef } from "#contracts/frames/fields";
import { marksHeaderOf, marksLine } from "#domain/marking/mark-lines";
import { findRun, itemsOfRun, type MarkingRunRow, runsOfSitting } from "#postgres/queries/marking-runs";
import { storedLines } from "#postgres/queries/marking-memory";
import { inTransaction } from "#postgres/connection";
import { databaseOf } from "#postgres/queries/reading";
import { oneSnapshot } from "#postgres/queries/snapshot";

export const ID_MAX = 2_147_483_647;
const LOOK_EVERY_MS = 250;

/** Asks the marking process, and stays until the run is done. */
export const markingRunCommand: Command = {
  path: ["marking", "run"],
  usage: "marking run --sitting S [--unit CODE]",
  summary: "marks a closed sitting from the database, with the rulings and accepted texts in force; exit 1 if it fails",
  async run(args, context) {
    const values = readOptions(args, { sitting: { type: "string" }, unit: { type: "string" } });
    if (values.sitting === undefined) throw new UsageError("--sitting is needed");
    const sittingId = wholeNumber("sitting", values.sitting, 1, ID_MAX);
    if (values.unit !== undefined && !PaperRef.safeParse(values.unit).success)
      throw new UsageError("--unit takes 1 to 64 of A–Z a–z 0–9 _ . -");
    const { runId } = await askMarking(context, {
      ask: "mark",
      sittingId,
      unit: values.unit ?? null,
      by: COMMAND_LINE,
    });
    const run = await followRun(context, runId);
    if (run.state === "failed") throw new Refusal(`run ${runId}: ${run.trouble ?? ""}`);
    for (const line of runLines(run)) context.out(line);
    return 0;
  },
};

/** Until the run has ended, with a line each tenth of the way. */
async function followRun(context: CliContext, runId: number): Promise<MarkingRunRow> {
  let tenth = 0;
  for (;;) {
    const run = await findRun(databaseOf(context.database()), runId);
    if (run === null) throw new Refusal(`run ${runId} is gone`);
    const now = Math.floor((10 * run.markedCandidates) / Math.max(1, run.candidates));
    if (now > tenth) context.err(`run ${runId}: ${run.markedCandidates} of ${run.candidates} candidates`);
    tenth = Math.max(tenth, now);
    if (run.state === "done" || run.state === "failed") return run;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

function runLines(run: MarkingRunRow): string[] {
  const codes = Object.entries(run.codes ?? {}).map(([code, count]) => `${count} ${code}`);
  const without = codes.length > 0 ? `; without a mark: ${codes.join(", ")}` : "";
  return [
    `run ${run.id} of sitting ${run.sittingId}, unit ${run.unit}: ${run.candidates} candidates, maximum ${run.maximum ?? ""}${without}`,
    ...(run.setAsideEntries
      ? [`entries set aside: ${run.setAsideEntries}, of which ${run.setAsideCounted ?? 0} count by rulings`]
      : []),
    `inputs sha256 ${run.inputsSha256 ?? ""}`,
    `marks sha256 ${run.marksSha256 ?? ""}`,
  ];
}

export const markingListCommand: Command = {
  path: ["marking", "list"],
  usage: "marking list --sitting S",
  summary: "shows the runs of a sitting, newest first: state, rulings, hashes",
  async run(args, context) {
    const values = readOptions(args, { sitting: { type: "string" } });
    if (values.sitting === undefined) throw new UsageError("--sitting is needed");
    const runs = await runsOfSitting(databaseOf(context.database()), wholeNumber("sitting", values.sitting, 1, ID_MAX));
    for (const { askedAtMs, askedByName, id, marksSha256, rulings, state, trouble, unit } of runs)
      context.out(
        `${id}\t${unit}\t${state}\t${new Date(askedAtMs).toISOString()}\t${askedByName}\t${rulings.length} rulings\t${marksSha256 ?? trouble ?? ""}`,
      );
    if (runs.length === 0) context.err("no run yet");
    return 0;
  },
};

/** The same bytes as `amphi mark --out`: their hash is the run's. */
export const markingExportCommand: Command = {
  path: ["marking", "export"],
  usage: "marking export --run R --out marks.csv [--statistics stats.json]",
  summary: "writes the marks of a run, by anonymity number, and its statistics; the file's hash is the one of the run",
  async run(args, context) {
    const values = readOptions(args, {
      run: { type: "string" },
      out: { type: "string" },
      statistics: { type: "string" },
    });
    if (values.run === undefined || values.out === undefined) throw new UsageError("--run and --out are needed");
    const database = databaseOf(context.database());
    const run = await findRun(database, wholeNumber("run", values.run, 1, ID_MAX));
    if (run?.state !== "done") throw new Refusal(run === null ? "there is no such run" : `the run is ${run.state}`);
    const items = await itemsOfRun(database, run.id);
    const file = createWholeFile(values.out);
    try {
      await file.write(marksHeaderOf(items.map(({ itemId }) => itemId)));
      await inTransaction(context.database(), async (client) => {
        await oneSnapshot(client);
        for await (const rows of storedLines(client, run.id))
          for (const { ownMark, ownMaximum, items: marks, ...row } of rows)
            await file.write(
              marksLine(run.unit, { ...row, items: marks, own: { mark: ownMark, maximum: ownMaximum } }),
            );
      });
      const sha256 = await file.end();
      if (sha256 !== run.marksSha256)
        throw new Refusal(`run ${run.id}: what is stored is not what was marked (${sha256})`);
      await file.publish();
      context.out(`${values.out}: ${run.candidates} candidates, sha256 ${sha256}`);
    } finally {
      await file.discard();
    }
    if (values.statistics !== undefined) {
      const papers = run.paperStatistics ?? [];
      const of = [...items].sort(
        (a, b) => (a.suspicion ?? Infinity) - (b.suspicion ?? Infinity) || a.position - b.position,
      );
      const head = { format: "amphi-item-statistics", version: 1, unit: run.unit, inputsSha256: run.inputsSha256 };
      const text = JSON.stringify(
        { ...head, papers, items: of.flatMap(({ statistics }) => statistics ?? []) },
        null,
        2,
      );
      await writeFile(values.statistics, `${text}\n`);
    }
    return 0;
  },
};
