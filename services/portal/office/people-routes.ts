/** Who is registered: shown, typed, imported from tables; anonymity numbers; wishes where students enter none. */
import { randomInt } from "node:crypto";
import type { Context } from "hono";
import { type PersonShown, PersonTyped, type TableImported, WishesTyped } from "#contracts/portal/office/http";
import { type ImportPlan, planImport } from "#domain/competition/import-plan";
import { guessMapping, readRecords, targetsOf } from "#domain/competition/table-rows";
import { anonymityNumbers } from "#domain/exam/anonymity";
import type { TableRow } from "#domain/exam/columns";
import type { Problem } from "#domain/exam/problem";
import { signatureOf } from "#domain/staff/account";
import { bodyOf } from "#http/request";
import { competitionOf, type OfficeParts, refusedBy, within } from "#portal/office/parts";
import type { StaffRoute } from "#portal/route";
import { readTable, type Table, UnreadableTable } from "#preparation/table-text";
import type { CompetitionRow } from "#postgres/queries/competition/competitions";
import { enrolledIn, storedPeople, storedValues } from "#postgres/queries/competition/rows";
import {
  lockCompetition,
  notEnrolled,
  writeAnonymityNumbers,
  writeImport,
} from "#postgres/queries/competition/write-rows";
import type { Database } from "#postgres/queries/reading";
import { wishesIn, writeOfficeWishes } from "#postgres/queries/student/wishes";

const AT = "/api/office/competitions/:competitionId";
const TABLE_BYTES_MAX = 8 * 1024 * 1024;
const PROBLEMS_SHOWN = 500;
const PREVIEW_ROWS = 10;

export function peopleRoutes(parts: OfficeParts): readonly StaffRoute[] {
  const { database, now } = parts;
  return [
    {
      ...{ method: "GET", path: `${AT}/people`, who: ["office", "jury"], scope: "competition", shows: "people" },
      handle: async (c) => {
        const { id } = await competitionOf(database, c.req.param("competitionId"));
        const [people, wishes] = await Promise.all([enrolledIn(database, id), wishesIn(database, id)]);
        return {
          people: people.map((one): PersonShown => ({
            ...one,
            ...{ identity: { ...one.identity }, programmes: [...one.programmes] },
            wishes: wishes.has(one.personId) ? [...(wishes.get(one.personId) ?? [])] : null,
          })),
        };
      },
    },
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
    {
      ...{ method: "POST", path: `${AT}/anonymity-numbers`, who: ["office"], scope: "competition", shows: null },
      handle: async (c) =>
        within(parts, async (tx) => {
          const { id } = await competitionOf(tx, c.req.param("competitionId"));
          await lockCompetition(tx, id);
          const people = await enrolledIn(tx, id);
          const taken = new Set(people.flatMap(({ anonymityNumber }) => anonymityNumber ?? []));
          const without = people.filter(({ anonymityNumber }) => anonymityNumber === null);
          const made = anonymityNumbers(without.length, taken, (limit) => randomInt(limit));
          await writeAnonymityNumbers(tx, id, new Map(without.map(({ personId }, i) => [personId, made[i] ?? ""])));
          return { given: without.length };
        }),
    },
    {
      ...{
        method: "PUT",
        path: `${AT}/people/:personId{[0-9]+}/wishes`,
        who: ["office"],
        scope: "competition",
        shows: null,
      },
      handle: async (c, { account }) => {
        const asked = await bodyOf(c, WishesTyped);
        if (!("body" in asked)) return asked;
        const personId = Number(c.req.param("personId"));
        const { programmes } = asked.body;
        return within(parts, async (tx) => {
          const { id, plan } = await competitionOf(tx, c.req.param("competitionId"));
          const own = (await enrolledIn(tx, id)).find((one) => one.personId === personId);
          const problems: Problem[] = [];
          const report = (rule: string, message: string, value = "") =>
            problems.push({ rule, place: "", message, value });
          if (!own || (await notEnrolled(tx, id, [personId])).length > 0) report("not-enrolled", "is not registered");
          // R19: where there is a window, lists are the students' own.
          if (plan.wishes.windows.length > 0) report("wishes-by-students", "students enter their wishes themselves");
          if (new Set(programmes).size < programmes.length) report("wish-repeated", "a programme stands twice");
          for (const code of programmes)
            if (!own?.programmes.includes(code)) report("wish-not-allowed", `does not compete for "${code}"`, code);
          if (plan.wishes.most > 0 && programmes.length > plan.wishes.most)
            report("too-many-wishes", `more than ${plan.wishes.most}`, String(plan.wishes.most));
          if (problems.length > 0) return refusedBy(problems);
          await writeOfficeWishes(tx, id, new Map([[personId, programmes]]), signatureOf(account), now());
          return { programmes };
        });
      },
    },
  ];
}

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
