/** `amphi demo year`: what the portal can be tried with: an exam day that is over, and a competition around it. */
import { join } from "node:path";
import type pg from "pg";
import { drizzle } from "drizzle-orm/node-postgres";
import { type Command, Refusal, UsageError } from "#cli/command";
import type { CliContext } from "#cli/context";
import { refuseForeignDatabase } from "#cli/import/demo";
import { readPaperFolder } from "#cli/import/paper-files";
import { isAbsent, simulatedPeople, storeSimulatedDay } from "#cli/pipeline/simulated-day";
import { endSessions } from "#cli/staff/sessions";
import {
  type DayCandidate,
  demoMail,
  demoYearImport,
  demoYearPlan,
  demoYearWishes,
} from "#domain/competition/demo-year";
import { DEMO_PASSWORD, demoStaff } from "#domain/exam/demo-staff";
import { isPortalRole } from "#domain/staff/account";
import { findExam } from "#postgres/exam/exams";
import { serveEveryExam } from "#postgres/exam/staff";
import { findAccount } from "#postgres/queries/accounts";
import { makeCompetition, makePopulation, setMembers } from "#postgres/queries/competition/competitions";
import { enrolledIn } from "#postgres/queries/competition/rows";
import { writeImport } from "#postgres/queries/competition/write-rows";
import { databaseOf } from "#postgres/queries/reading";
import { makeAccounts, setStudentPassword } from "#postgres/queries/student/accounts";
import { populationByCode } from "#postgres/queries/student/invitations";
import { writeOfficeWishes } from "#postgres/queries/student/wishes";
import { createPasswords } from "#runtime/password";
import { projectRoot } from "#runtime/project-root";

const CANDIDATES = 300;
const SEED = 20_151_207;
const POPULATION = { code: "demo", name: "Première année de santé (démonstration)" };
const COMPETITION = "demo-paces";
const OFFICE = "demo.office";
const TEACHER = "demo.teacher";
const WEEK_MS = 7 * 86_400_000;
const HOUR_MS = 3_600_000;

export const demoYearCommand: Command = {
  path: ["demo", "year"],
  usage: "demo year",
  summary: "stores a closed exam day of 300 and a competition around it, to try the portal with; once",
  async run(args, context) {
    if (args.length > 0) throw new UsageError(`demo year takes nothing, not "${args[0]}"`);
    const pool = context.database();
    await refuseForeignDatabase(drizzle(pool), context);
    const office = await findAccount(drizzle(pool), OFFICE);
    if (office === null) throw new Refusal(`there is no account "${OFFICE}": run demo seed first`);
    const there = (await populationByCode(databaseOf(pool), POPULATION.code)) !== null;
    if (!there) await storeYear(pool, office.account.id, context);
    context.out(
      `demo year ${there ? "present" : "stored"}: an exam day of ${CANDIDATES} and the competition ${COMPETITION}`,
    );
    const [without, withWishes] = simulatedPeople(CANDIDATES, SEED).map(({ studentNumber }) => demoMail(studentNumber));
    context.out(`  students, password ${DEMO_PASSWORD}: ${without} (no wishes yet), ${withWishes}`);
    context.out(`  what to do with which account: docs/portal.md, "A tour of the portal"`);
    return 0;
  },
};

/** The population comes last and whole: a command that was cut off before it begins anew, with another exam day. */
async function storeYear(pool: pg.Pool, officeId: number, context: CliContext): Promise<void> {
  const nowMs = context.now();
  await storeSimulatedDay(pool, {
    ...{ examSlug: await freeSlug(pool), title: "Examen de démonstration, clos" },
    folder: readPaperFolder(join(projectRoot(), "infra/demo/paper"), null),
    ...{ candidates: CANDIDATES, seed: SEED },
    startMs: Math.floor((nowMs - WEEK_MS) / HOUR_MS) * HOUR_MS,
  });
  const candidates = simulatedPeople(CANDIDATES, SEED).map(
    ({ anonymityNumber, identity, studentNumber }, n): DayCandidate => ({
      ...{ anonymityNumber, studentNumber, born: identity["born"] ?? "", absent: isAbsent(n) },
    }),
  );
  const passwordHash = await createPasswords().hash(DEMO_PASSWORD);
  const moved = await databaseOf(pool).transaction(async (db) => {
    const populationId = await makePopulation(db, POPULATION, officeId);
    const plan = demoYearPlan(nowMs, TEACHER);
    const made = populationId === null ? null : { populationId, slug: COMPETITION, plan };
    const competitionId = made === null ? null : await makeCompetition(db, made);
    if (populationId === null || competitionId === null)
      throw new Refusal(
        `"${POPULATION.code}" or "${COMPETITION}" is there already. Nothing of the competition was stored.`,
      );
    const unknown = await setMembers(db, populationId, [OFFICE, "demo.office2", TEACHER]);
    if (unknown.length > 0) throw new Refusal(`no staff of the portal: ${unknown.join(", ")}; run demo seed first`);
    const codes = plan.programmes.map(({ code }) => code);
    await writeImport(db, { competitionId, populationId }, demoYearImport(candidates, codes), "demo year");
    const wishes = demoYearWishes(candidates, codes);
    const persons = await enrolledIn(db, competitionId);
    const lists = persons.flatMap(({ personId, studentNumber }) => {
      const list = wishes.get(studentNumber);
      return list === undefined ? [] : [[personId, list] as const];
    });
    await writeOfficeWishes(db, competitionId, new Map(lists), "demo year", nowMs);
    const accounts = await makeAccounts(db, populationId);
    for (const id of accounts.made) await setStudentPassword(db, id, passwordHash);
    const portal = demoStaff().filter(({ role }) => isPortalRole(role));
    return serveEveryExam(
      db,
      portal.map(({ login }) => login),
    );
  });
  await endSessions(context, moved);
}

/** Of an exam that is not there yet. */
async function freeSlug(pool: pg.Pool): Promise<string> {
  for (let n = 1; ; n++) {
    const slug = n === 1 ? "demo-past" : `demo-past-${n}`;
    if ((await findExam(drizzle(pool), slug)) === null) return slug;
  }
}
