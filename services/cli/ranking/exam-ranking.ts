/** `amphi ranking …`: rules, lottery and rankings of an exam in the database. */
import { gunzipSync } from "node:zlib";
import { drizzle } from "drizzle-orm/node-postgres";
import { type Command, Refusal, UsageError } from "#cli/command";
import type { CliContext } from "#cli/context";
import { chosenExam, readOptions, wholeNumber } from "#cli/import/arguments";
import { askMarking, COMMAND_LINE } from "#cli/marking/desk";
import { hashOf } from "#cli/ranking/competition";
import { readOpenedLottery } from "#cli/ranking/opened-lottery";
import { readRulesFile } from "#cli/ranking/rules-file";
import { writeLines } from "#cli/whole-file";
import { canonicalJson } from "#domain/marking/canonical-json";
import { ranksHeader, ranksLine } from "#domain/ranking/rank-lines";
import { allResultsOf, findRanking, publicFileOf, rankingsOfExam, staleReasons } from "#postgres/queries/ranking-runs";
import { rulesOfExam, storeLottery, storeRules } from "#postgres/queries/ranking-inputs";
import { databaseOf } from "#postgres/queries/reading";

const ID_MAX = 2_147_483_647;

export const rankingRulesCommand: Command = {
  path: ["ranking", "rules"],
  usage: "ranking rules --rules rules.json [--lottery lottery.json] [--exam SLUG]",
  summary: "gives an exam its rules of ranking, and the opened lottery that was committed to them; earlier ones stay",
  async run(args, context) {
    const values = readOptions(args, {
      rules: { type: "string" },
      lottery: { type: "string" },
      exam: { type: "string" },
    });
    if (values.rules === undefined) throw new UsageError("--rules is needed");
    const rules = readRulesFile(values.rules);
    const opened = values.lottery === undefined ? null : readOpenedLottery(values.lottery, rules);
    const given = { by: COMMAND_LINE.name, atMs: context.now() };
    const said = await drizzle(context.database()).transaction(async (tx) => {
      const exam = await chosenExam(tx, values.exam);
      const sha256 = hashOf([canonicalJson(rules)]);
      const before = await rulesOfExam(tx, exam.id);
      if (before?.sha256 !== sha256) await storeRules(tx, exam.id, rules, sha256, given);
      if (opened !== null) await storeLottery(tx, exam.id, opened, given);
      const drawn = opened === null ? "" : `; lottery commitment ${opened.commitment}`;
      return `exam "${exam.slug}": ${rules.rankings.length} rankings of ${rules.units.length} units, rules ${sha256}${drawn}`;
    });
    context.out(said);
    return 0;
  },
};

export const rankingRunCommand: Command = {
  path: ["ranking", "run"],
  usage: "ranking run [--exam SLUG] [--run R …]",
  summary: "ranks an exam from the database: the newest run of each unit, or those named, and imported marks",
  async run(args, context) {
    const values = readOptions(args, {
      exam: { type: "string" },
      run: { type: "string", multiple: true },
    });
    const runIds = values.run?.map((one) => wholeNumber("run", one, 1, ID_MAX)) ?? null;
    const exam = await chosenExam(drizzle(context.database()), values.exam);
    const { rankingRunId } = await askMarking(context, { ask: "rank", examId: exam.id, runIds, by: COMMAND_LINE });
    const made = await findRanking(databaseOf(context.database()), rankingRunId);
    context.out(`ranking ${rankingRunId} of exam "${exam.slug}": ${made?.candidates ?? 0} candidates`);
    context.out(`inputs ${made?.inputsSha256 ?? ""}`);
    context.out(`public file ${made?.publicSha256 ?? ""}`);
    return 0;
  },
};

export const rankingListCommand: Command = {
  path: ["ranking", "list"],
  usage: "ranking list [--exam SLUG]",
  summary: "shows the rankings of an exam, newest first, and which are stale, with the reason",
  async run(args, context) {
    const values = readOptions(args, { exam: { type: "string" } });
    const database = databaseOf(context.database());
    const exam = await chosenExam(drizzle(context.database()), values.exam);
    for (const ranking of await rankingsOfExam(database, exam.id)) {
      const stale = await staleReasons(database, ranking);
      const state = stale.length === 0 ? "current" : `stale: ${stale.join(", ")}`;
      context.out(
        `${ranking.id}\t${new Date(ranking.askedAtMs).toISOString()}\t${ranking.askedByName}\t${ranking.inputsSha256}\t${state}`,
      );
    }
    return 0;
  },
};

export const rankingExportCommand: Command = {
  path: ["ranking", "export"],
  usage: "ranking export --ranking N [--out ranks.csv] [--public ranking.jsonl]",
  summary: "writes a ranking as amphi rank does, by anonymity number, and the public file to replay it",
  async run(args, context) {
    const values = readOptions(args, {
      ranking: { type: "string" },
      out: { type: "string" },
      public: { type: "string" },
    });
    if (values.ranking === undefined) throw new UsageError("--ranking is needed");
    if (values.out === undefined && values.public === undefined) throw new UsageError("--out or --public is needed");
    await exportRanking(context, wholeNumber("ranking", values.ranking, 1, ID_MAX), values);
    return 0;
  },
};

async function exportRanking(context: CliContext, id: number, to: { out?: string; public?: string }): Promise<void> {
  const database = databaseOf(context.database());
  const ranking = await findRanking(database, id);
  const file = await publicFileOf(database, id);
  if (ranking === null || file === null) throw new Refusal(`there is no ranking ${id}`);
  const rows = await allResultsOf(
    database,
    id,
    ranking.rules.rankings.map(({ code }) => code),
  );
  const lines = [ranksHeader(ranking.inputsSha256), ...rows.map(ranksLine)];
  const files = [
    ...(to.out === undefined ? [] : [{ path: to.out, lines }]),
    ...(to.public === undefined ? [] : [{ path: to.public, lines: [gunzipSync(file).toString("utf8")] }]),
  ];
  const hashes = await writeLines(files);
  files.forEach(({ path }, n) => context.out(`${path}: sha256 ${hashes[n] ?? ""}`));
  const stale = await staleReasons(database, ranking);
  if (stale.length > 0) context.err(`stale: since then ${stale.join(", ")} changed`);
}
