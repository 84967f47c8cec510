/** Tables of the office (R8, R44), and one line typed as it would stand in one: every problem by line, and all of it or nothing. */
import type { Context } from "hono";
import { PersonTyped, type TableImported } from "#contracts/portal/office/http";
import { type ImportPlan, planImport } from "#domain/competition/import-plan";
import { guessMapping, targetsOf } from "#domain/competition/table-mapping";
import { readRecords } from "#domain/competition/table-rows";
import type { TableRow } from "#domain/exam/columns";
import type { Problem } from "#domain/exam/problem";
import { signatureOf } from "#domain/staff/account";
import { bodyOf } from "#http/request";
import { competitionOf, type OfficeParts, refusedBy, within } from "#portal/office/parts";
import type { StaffRoute } from "#portal/route";
import { readTable, type Table, UnreadableTable } from "#preparation/table-text";
import type { CompetitionRow } from "#postgres/queries/competition/competitions";
import { storedPeople, storedValues } from "#postgres/queries/competition/rows";
import { lockCompetition, writeImport } from "#postgres/queries/competition/write-rows";
import type { Database } from "#postgres/queries/reading";

const AT = "/api/office/competitions/:competitionId";
const TABLE_BYTES_MAX = 8 * 1024 * 1024;
const PROBLEMS_SHOWN = 500;
const PREVIEW_ROWS = 10;

export const importRoutes = (parts: OfficeParts): readonly StaffRoute[] => [
  {
    ...{ method: "POST", path: `${AT}/people`, who: ["office"], scope: "competition", shows: null },
    handle: async (c, { account }) => {
      const asked = await bodyOf(c, PersonTyped);
      if (!("body" in asked)) return asked;
      const targets = Object.keys(asked.body.cells);
      const rows: TableRow[] = [
        { line: 0, cells: targets },
        { line: 1, cells: targets.map((target) => asked.body.cells[target]?.trim() ?? "") },
      ];
      const done = await within(parts, async (tx) => {
        const competition = await competitionOf(tx, c.req.param("competitionId"));
        await lockCompetition(tx, competition.id);
        const read = await compared(tx, competition, targets, rows);
        if (read.problems.length === 0) await writeImport(tx, keysOf(competition), read.plan, signatureOf(account));
        return read;
      });
      return done.problems.length > 0
        ? refusedBy(done.problems.map(({ column, line: _, ...rest }) => ({ ...rest, place: column ?? "" })))
        : { stored: true };
    },
  },
  {
    ...{
      method: "POST",
      path: `${AT}/import`,
      who: ["office"],
      scope: "competition",
      shows: null,
      bytesMax: TABLE_BYTES_MAX,
    },
    handle: async (c, { account }) => {
      const table = await tableOf(c);
      if ("problem" in table) return refusedBy([table.problem]);
      // Whatever does not say clearly that it is to be stored is not.
      const dryRun = c.req.query("dryRun") !== "0";
      return within(parts, async (tx) => {
        const competition = await competitionOf(tx, c.req.param("competitionId"));
        await lockCompetition(tx, competition.id);
        const headings = table.rows[0]?.cells ?? [];
        const mapping = mappingOf(c) ?? guessMapping(competition.plan, headings);
        const read = await compared(tx, competition, mapping, table.rows);
        const stored = !dryRun && read.problems.length === 0;
        if (stored) await writeImport(tx, keysOf(competition), read.plan, signatureOf(account));
        return importAnswer(table, stored, [...mapping], targetsOf(competition.plan), read);
      });
    },
  },
];

const keysOf = ({ id, populationId }: CompetitionRow) => ({ competitionId: id, populationId });

/** The file, taken apart and compared with what is stored. */
async function compared(
  tx: Database,
  competition: CompetitionRow,
  mapping: readonly string[],
  rows: readonly TableRow[],
) {
  const { problems, records } = readRecords(competition.plan, mapping, rows);
  const people = await storedPeople(tx, competition.populationId, competition.id);
  const planned = planImport(competition.plan, records, people, await storedValues(tx, competition.id));
  return {
    plan: planned.plan,
    problems: [...problems, ...planned.problems].sort((a, b) => (a.line ?? 0) - (b.line ?? 0)),
  };
}

async function tableOf(c: Context): Promise<Table | { readonly problem: Problem }> {
  try {
    return readTable(Buffer.from(await c.req.arrayBuffer()));
  } catch (error) {
    if (!(error instanceof UnreadableTable)) throw error;
    return { problem: { rule: "unreadable", place: "", message: error.message } };
  }
}

/** Null: the office has not said which column says what. */
function mappingOf(c: Context): readonly string[] | null {
  try {
    const said: unknown = JSON.parse(c.req.query("mapping") ?? "null");
    return Array.isArray(said) && said.every((one) => typeof one === "string") ? said : null;
  } catch {
    return null;
  }
}

function importAnswer(
  table: Table,
  stored: boolean,
  mapping: string[],
  targets: string[],
  { plan, problems }: { readonly plan: ImportPlan; readonly problems: readonly Problem[] },
): TableImported {
  const [heading, ...rows] = table.rows;
  const count = <T>(all: readonly T[], isNew: (one: T) => boolean) => all.filter(isNew).length;
  const marksNew = count(plan.marks, ({ isNew }) => isNew);
  const peopleNew = count(plan.people, ({ personId }) => personId === null);
  const enrolmentsNew = count(plan.enrolments, ({ isNew }) => isNew);
  return {
    ...{ stored, encoding: table.encoding, separator: table.separator, mapping, targets, lines: rows.length },
    headings: [...(heading?.cells ?? [])],
    preview: rows.slice(0, PREVIEW_ROWS).map(({ cells }) => [...cells]),
    counts: {
      ...{ peopleNew, peopleChanged: plan.people.length - peopleNew },
      ...{ enrolmentsNew, enrolmentsChanged: plan.enrolments.length - enrolmentsNew },
      ...{ marksNew, marksChanged: plan.marks.length - marksNew, values: plan.given.length, same: plan.same },
    },
    problemCount: problems.length,
    problems: problems.slice(0, PROBLEMS_SHOWN).map(({ column, line, message, rule }) => ({
      ...{ line: line ?? null, column: column ?? "", code: rule, message },
    })),
  };
}
