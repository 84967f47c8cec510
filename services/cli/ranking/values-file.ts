/** Totals and ranks that an office gives in place of a computation (R14). */
import type { ProblemList } from "#cli/problem-list";
import { eachRow } from "#cli/ranking/table-stream";
import { type Columns, readColumns, type TableRow } from "#domain/exam/columns";
import { inLine } from "#domain/exam/problem";
import { NO_RANK, NO_TOTAL } from "#domain/ranking/input";
import type { RankingRules } from "#domain/ranking/rules";

const HEADINGS = {
  candidate: ["candidate", "candidat", "anonymity number", "numero d anonymat", "anonymat"],
  ranking: ["ranking", "classement", "programme", "filiere"],
  total: ["total"],
  rank: ["rank", "rang"],
} as const;
type Field = keyof typeof HEADINGS;

export interface ImportedValues {
  readonly totals: Float64Array | null;
  readonly ranks: Uint32Array | null;
}

/** Values by ranking, in the rules' order; null where the rules import none. `candidates` ascending. */
export async function readValuesFile(
  path: string | undefined,
  rules: RankingRules,
  candidates: readonly string[],
  problems: ProblemList,
): Promise<ImportedValues[]> {
  const indices = new Map(candidates.map((candidate, index) => [candidate, index]));
  const values = rules.rankings.map(({ totals, ranks }) => ({
    totals: totals === "imported" ? new Float64Array(candidates.length).fill(NO_TOTAL) : null,
    ranks: ranks === "imported" ? new Uint32Array(candidates.length).fill(NO_RANK) : null,
  }));
  if (path === undefined) return values;
  let columns: Columns<Field> | null = null;
  const given = new Map<string, number>();
  await eachRow(path, (row) => {
    if (columns === null) {
      const read = readColumns<Field>(HEADINGS, ["candidate", "ranking"], row);
      columns = read.columns;
      for (const problem of read.problems) problems.add(path, problem);
      return;
    }
    const read = readRow(row, columns, indices, rules, (rule, message) => {
      problems.add(path, inLine(row.line, rule, message));
    });
    if (read === null) return;
    const { candidate, ranking, total, rank, report } = read;
    const into = values[ranking];
    const once = (what: string) => {
      const key = `${what} ${ranking} ${what === "rank" ? rank : candidate}`;
      const first = given.get(key);
      if (first !== undefined)
        report(
          "repeated",
          what === "rank" ? `rank ${rank} is already on line ${first}` : `the same again as on line ${first}`,
        );
      given.set(key, row.line);
    };
    once("candidate");
    if (total !== null && into?.totals) into.totals[candidate] = total;
    if (rank !== null && into?.ranks) {
      once("rank");
      into.ranks[candidate] = rank;
    }
  });
  return values;
}

type ReportRow = (rule: string, message: string) => void;

function readRow(
  row: TableRow,
  columns: Columns<Field>,
  indices: ReadonlyMap<string, number>,
  rules: RankingRules,
  report: ReportRow,
) {
  const cell = (field: Field) => row.cells[columns.at.get(field) ?? -1] ?? "";
  const candidate = indices.get(cell("candidate"));
  const ranking = rules.rankings.findIndex(({ code }) => code === cell("ranking"));
  const { totals, ranks } = rules.rankings[ranking] ?? { totals: "none", ranks: "none" };
  if (candidate === undefined) report("candidate", `"${cell("candidate")}" is not among the candidates`);
  if (ranking === -1) report("ranking", `no ranking "${cell("ranking")}" in the rules`);
  const total = wholeOrNull(cell("total"), 15, 0);
  const rank = wholeOrNull(cell("rank"), 9, 1);
  if (total === undefined) report("total", `total "${cell("total")}" is no whole number`);
  if (rank === undefined) report("rank", `rank "${cell("rank")}" is no whole number from 1`);
  if (typeof total === "number" && ranking !== -1 && totals !== "imported")
    report("total", `totals of ${cell("ranking")} are not imported`);
  if (typeof rank === "number" && ranking !== -1 && ranks !== "imported")
    report("rank", `ranks of ${cell("ranking")} are not imported`);
  if (candidate === undefined || ranking === -1 || total === undefined || rank === undefined) return null;
  return { candidate, ranking, total, rank, report };
}

/** Null: nothing stands there. Undefined: something else than such a number does. */
function wholeOrNull(text: string, digits: number, least: number): number | null | undefined {
  if (text === "") return null;
  return /^\d+$/.test(text) && text.length <= digits && Number(text) >= least ? Number(text) : undefined;
}
