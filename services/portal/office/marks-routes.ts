/** Marks of one unit as a grid: of the office, and of the teachers to whom its entry is delegated (R9). */
import { createHash } from "node:crypto";
import type { Context } from "hono";
import { type MarksGrid, MarksTyped } from "#contracts/portal/office/http";
import { cellOf, markCell } from "#domain/competition/mark-cell";
import { candidateOf, type MarkValue } from "#domain/competition/people";
import type { PlanUnit } from "#domain/competition/plan";
import type { Problem } from "#domain/exam/problem";
import { signatureOf } from "#domain/staff/account";
import { bodyOf, refused } from "#http/request";
import type { PortalAccount } from "#portal/caller";
import { competitionOf, type OfficeParts, refusedBy, within } from "#portal/office/parts";
import type { StaffRoute } from "#portal/route";
import { type CompetitionRow, competitionsOf } from "#postgres/queries/competition/competitions";
import { enrolledIn, marksIn } from "#postgres/queries/competition/rows";
import { lockCompetition, writeMarks } from "#postgres/queries/competition/write-rows";
import type { Database } from "#postgres/queries/reading";

const OFFICE = "/api/office/competitions/:competitionId/units/:unit/marks";
const TEACHER = "/api/teacher/competitions/:competitionId/units/:unit/marks";

export function marksRoutes(parts: OfficeParts): readonly StaffRoute[] {
  const { database } = parts;
  const shown = async (c: Context, account: PortalAccount) => {
    const competition = await competitionOf(database, c.req.param("competitionId"));
    const unit = unitFor(competition, c.req.param("unit") ?? "", account);
    return unit === null ? refused("not_found") : gridOf(database, competition, unit, account);
  };
  const typed = async (c: Context, account: PortalAccount) => {
    const asked = await bodyOf(c, MarksTyped);
    if (!("body" in asked)) return asked;
    return within(parts, async (tx) => {
      const competition = await competitionOf(tx, c.req.param("competitionId"));
      const unit = unitFor(competition, c.req.param("unit") ?? "", account);
      if (unit === null) return refused("not_found");
      if (unit.source === "paper")
        return refusedBy([{ rule: "unit-of-paper", place: "", message: "the marks come from a run" }]);
      await lockCompetition(tx, competition.id);
      return store(tx, competition, unit, asked.body.cells, account);
    });
  };
  return [
    {
      method: "GET",
      path: OFFICE,
      who: ["office", "jury"],
      scope: "competition",
      shows: "marks",
      handle: (c, { account }) => shown(c, account),
    },
    {
      method: "PUT",
      path: OFFICE,
      who: ["office"],
      scope: "competition",
      shows: null,
      handle: (c, { account }) => typed(c, account),
      bytesMax: 512 * 1024,
    },
    {
      method: "GET",
      path: TEACHER,
      who: ["teacher"],
      scope: "competition",
      shows: "marks",
      handle: (c, { account }) => shown(c, account),
    },
    {
      method: "PUT",
      path: TEACHER,
      who: ["teacher"],
      scope: "competition",
      shows: null,
      handle: (c, { account }) => typed(c, account),
      bytesMax: 512 * 1024,
    },
    {
      ...{ method: "GET", path: "/api/teacher/units", who: ["teacher"], scope: "none", shows: null },
      handle: async (_c, { account }) => {
        const all = await competitionsOf(database, account);
        const opened = await Promise.all(all.map(({ id }) => competitionOf(database, String(id))));
        return {
          units: opened.flatMap(({ id, plan }) =>
            plan.units
              .filter(({ teachers }) => teachers.includes(account.login))
              .map(({ code, name }) => ({ competitionId: id, competition: plan.title, code, name })),
          ),
        };
      },
    },
  ];
}

/** R9: a teacher reaches the units that were delegated, and is told of no other. */
function unitFor({ plan }: CompetitionRow, code: string, { login, role }: PortalAccount): PlanUnit | null {
  const unit = plan.units.find((one) => one.code === code);
  return unit && (role !== "teacher" || unit.teachers.includes(login)) ? unit : null;
}

async function gridOf(
  database: Database,
  { id, plan }: CompetitionRow,
  unit: PlanUnit,
  { role }: PortalAccount,
): Promise<MarksGrid> {
  const [people, marks] = await Promise.all([enrolledIn(database, id), marksIn(database, id, unit.code)]);
  const own = new Map(marks.map((one) => [one.personId, one]));
  const hidden = plan.anonymity && role === "teacher";
  const lines = people
    .filter((one) => !hidden || one.anonymityNumber !== null)
    .map((one) => {
      const found = own.get(one.personId);
      return {
        personId: hidden ? maskedId(id, one.personId) : one.personId,
        number: hidden ? candidateOf(true, one) : one.studentNumber,
        name: hidden ? "" : `${one.familyName} ${one.givenName}`.trim(),
        ...{ cell: found ? cellOf(found.value, unit.scale) : "", source: found?.source ?? "" },
      };
    });
  if (hidden) lines.sort((a, b) => (a.number < b.number ? -1 : 1));
  const { code, name, scale } = unit;
  return {
    unit: { code, name, scale },
    codes: plan.codes.map((one) => ({ code: one.code, name: one.name })),
    readOnly: unit.source === "paper",
    lines,
  };
}

/**
 * Where marks are anonymous a teacher never sees a person's own id: it is the same in every unit and competition, and in a
 * list with names. 31 bits of a hash, told apart within one competition.
 */
function maskedId(competitionId: number, personId: number): number {
  const hash = createHash("sha256").update(`amphi marks grid|${competitionId}|${personId}`).digest();
  return hash.readUInt32BE(0) & 0x7fffffff || 1;
}

async function store(
  tx: Database,
  { id, plan }: CompetitionRow,
  unit: PlanUnit,
  cells: readonly { readonly personId: number; readonly text: string; readonly before: string }[],
  account: PortalAccount,
) {
  const hidden = plan.anonymity && account.role === "teacher";
  const people = new Map(
    (await enrolledIn(tx, id)).map(({ personId }) => [hidden ? maskedId(id, personId) : personId, personId]),
  );
  const stored = new Map((await marksIn(tx, id, unit.code)).map((one) => [one.personId, one]));
  const problems: Problem[] = [];
  const marks: { personId: number; unit: string; value: MarkValue | null }[] = [];
  for (const { before, personId: shownId, text } of cells) {
    const report = (rule: string, message: string, value = text) =>
      problems.push({ rule, place: String(shownId), message, value });
    const personId = people.get(shownId);
    if (personId === undefined) {
      report("not-enrolled", "is not registered");
      continue;
    }
    const now = stored.get(personId);
    const standing = now ? cellOf(now.value, unit.scale) : "";
    const read = markCell(text, unit, plan.codes);
    if ("rule" in read) report(read.rule, read.message);
    else if (standing !== before)
      report("mark-changed", `somebody has entered ${standing || "nothing"} meanwhile`, standing);
    else if ((read.value ? cellOf(read.value, unit.scale) : "") !== standing)
      marks.push({ personId, unit: unit.code, value: read.value });
  }
  if (problems.length > 0) return refusedBy(problems);
  await writeMarks(tx, id, marks, "hand", signatureOf(account));
  return { stored: marks.length };
}
