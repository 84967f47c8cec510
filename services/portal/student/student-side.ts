/** Students' side of the portal on its stores, and the work that goes on beside its requests. */
import type { Redis } from "ioredis";
import { StoreTrouble } from "#domain/ports/answer-stream";
import { createAccountBudget } from "#http/account-budget";
import { createFailureBudget } from "#http/failure-budget";
import { createAccessBook } from "#portal/student/access-book";
import type { CasServer } from "#portal/student/cas/cas-server";
import { validateTicket } from "#portal/student/cas/validate-ticket";
import { studentTokenIn } from "#portal/student/cookie";
import type { StudentParts } from "#portal/student/ports";
import { createPublicationBook } from "#portal/student/publication-book";
import { createPublicationSource, createStudentCompetitions, createStudentDirectory } from "#portal/student/stores";
import type { Database } from "#postgres/queries/reading";
import { writeAccess } from "#postgres/queries/student/access-log";
import { createStudentSessions } from "#redis/student-sessions";
import type { Part } from "#runtime/lifecycle";
import type { Log } from "#runtime/log";
import { createPasses } from "#runtime/passes";

/** Wrong passwords of all students together. */
const FAILURES = { burst: 200, perSecond: 5 };
/** Links that one address is sent: three at once, then one in ten minutes. */
const LINKS = { atOnce: 3, perSecond: 1 / 600 };
/** How soon a signature or a withdrawal is known here. */
const REFRESH_MS = 1_000;
const WRITE_MS = 1_000;

export interface StudentSide {
  readonly parts: StudentParts;
  studentOf(cookieHeader: string | undefined): ReturnType<StudentParts["sessions"]["find"]>;
  /** Start before whoever faces people. */
  readonly before: readonly Part[];
}

export function createStudentSide(given: {
  readonly database: Database;
  readonly redis: Redis;
  readonly passwords: StudentParts["passwords"];
  readonly casServers: readonly CasServer[];
  readonly portalUrl: string;
  readonly secureCookies: boolean;
  readonly log: Log;
  readonly now: () => number;
}): StudentSide {
  const { casServers, database, log, now, passwords, portalUrl, redis, secureCookies } = given;
  const sessions = createStudentSessions(redis);
  const book = createPublicationBook(createPublicationSource(database));
  const access = createAccessBook((accesses) => writeAccess(database, accesses));
  const quietly = (what: string, work: () => Promise<void>) => async () => {
    try {
      await work();
    } catch (error) {
      if (error instanceof StoreTrouble) log.warn({ err: error }, `${what} waits`);
      else log.error({ err: error }, what);
    }
  };
  const writing = createPasses("access log", quietly("access log", access.write), WRITE_MS);
  return {
    parts: {
      ...{ directory: createStudentDirectory(database, portalUrl), passwords, sessions, casServers, validateTicket },
      attempts: createAccountBudget(),
      failures: createFailureBudget(FAILURES.burst, FAILURES.perSecond),
      links: createAccountBudget(LINKS.atOnce, LINKS.perSecond),
      ...{ competitions: createStudentCompetitions(database, portalUrl, now), book, noteAccess: access.note },
      ...{ portalUrl, secureCookies, now },
    },
    studentOf: async (cookieHeader) => {
      const token = studentTokenIn(cookieHeader);
      return token === null ? null : sessions.find(token, now());
    },
    before: [
      createPasses(
        "publications",
        quietly("publications", () => book.refresh(now())),
        REFRESH_MS,
      ),
      {
        ...writing,
        stop: async () => {
          await writing.stop();
          // What is held is written while the database is still there.
          await quietly("access log", access.write)();
        },
      },
    ],
  };
}
