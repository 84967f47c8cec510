/**
 * The portal with the jobs beside it on real servers, each with the rights of its own role, and a clock that tests move.
 * What jobs do in the background goes one pass at a time, when a test says so; mails are caught.
 */
import pg from "pg";
import { anAccount } from "#domain/staff/testing/places";
import type { StaffRole } from "#domain/staff/account";
import { createCalculator } from "#jobs/calculations/calculator";
import { createMailer } from "#jobs/mails/mailer";
import { createMailQueue } from "#jobs/mails/mail-queue";
import type { MailTransport, OutgoingMail } from "#jobs/mails/transport";
import { createPublisher } from "#jobs/publications/publisher";
import type { PortalParts } from "#portal/app";
import type { PortalRoute } from "#portal/route";
import type { CasServer } from "#portal/student/cas/cas-server";
import { studentRoutes } from "#portal/student/routes";
import { createStudentSide } from "#portal/student/student-side";
import { createScopes } from "#portal/stores";
import { aPortal } from "#portal/testing/a-portal";
import { type Database, databaseOf } from "#postgres/queries/reading";
import { openConnection } from "#redis/connection";
import { createLog } from "#runtime/log";

export interface HouseServers {
  readonly ownerUrl: string;
  urlFor(role: "amphi_portal" | "amphi_jobs"): string;
  readonly controlUrl: string;
}
export interface HouseOptions {
  readonly casServers?: readonly CasServer[];
  readonly transport?: MailTransport;
  /** Null: the clock of the machine, and `world.aheadMs`. */
  readonly nowMs: number | null;
  readonly portalUrl?: string;
  readonly portal?: Partial<PortalParts>;
  /** Beside those of students. */
  readonly routes?: (parts: {
    readonly pool: pg.Pool;
    readonly database: Database;
    readonly portalUrl: string;
    readonly now: () => number;
  }) => readonly PortalRoute[];
}
export type House = ReturnType<typeof aHouse>;
const LATER = 9_999_999_999_999;

export function aHouse(servers: HouseServers, given: HouseOptions) {
  const owner = new pg.Pool({ connectionString: servers.ownerUrl, max: 2 });
  const pool = new pg.Pool({ connectionString: servers.urlFor("amphi_portal"), max: 8 });
  const jobs = new pg.Pool({ connectionString: servers.urlFor("amphi_jobs"), max: 2 });
  // Connections that a server's end cuts while they rest are nobody's affair.
  for (const one of [owner, pool, jobs]) one.on("error", () => undefined);
  const redis = openConnection(servers.controlUrl);
  const database = databaseOf(pool);
  const world = { nowMs: given.nowMs, aheadMs: 0 };
  const now = () => world.nowMs ?? Date.now() + world.aheadMs;

  const portalUrl = given.portalUrl ?? "http://portail.example.fr";
  const side = createStudentSide({
    ...{ database, redis, portalUrl, casServers: given.casServers ?? [], secureCookies: false, now },
    // What argon2 does is tested elsewhere.
    passwords: {
      hash: async (password) => `hash of ${password}`,
      verify: async (hashed, password) => hashed === `hash of ${password}`,
    },
    log: createLog("test", "silent"),
  });
  const portal = aPortal(
    [...(given.routes?.({ pool, database, portalUrl, now }) ?? []), ...studentRoutes(side.parts)],
    {
      ...{ now, scopes: createScopes(database), noteAccess: side.parts.noteAccess },
      ...given.portal,
      callers: { studentOf: side.studentOf },
    },
  );

  const failed: unknown[] = [];
  const onFailed = (_: number, error: unknown) => failed.push(error);
  const calculator = createCalculator({ pool: jobs, onMade: () => undefined, onFailed });
  const publisher = createPublisher({
    ...{ pool: jobs, portalUrl, now, onPrepared: () => undefined, onAnnounced: () => undefined, onFailed },
  });
  const outbox: OutgoingMail[] = [];
  const caught: MailTransport = {
    send: async (mail) => {
      outbox.push(mail);
      return { state: "sent", said: "250 ok" };
    },
    close: () => undefined,
  };
  const mailer = createMailer({
    ...{ queue: createMailQueue(databaseOf(jobs)), transport: given.transport ?? caught },
    ...{ portalUrl, domain: "portail.example.fr", now },
  });

  return {
    ...{ world, now, owner, pool, database, redis, portal, portalUrl, side, outbox, failed },
    ...{ calculator, publisher, mailer },
    /** Whatever waits is computed, prepared, known to the portal, and sent; then again, for what that brought. */
    async work(): Promise<void> {
      await calculator.pass();
      await publisher.pass();
      await side.parts.book.refresh(now());
      await mailer.pass();
      if (failed.length > 0) throw new AggregateError(failed, "the jobs failed");
    },
    /** An account of staff that is signed in; its cookie. */
    async staff(id: number, login: string, role: StaffRole, name = login): Promise<string> {
      await owner.query("INSERT INTO account (id, login, name, role) VALUES ($1, $2, $3, $4)", [id, login, name, role]);
      const token = login.padEnd(43, "_");
      const account = anAccount({ id, login, name, role, examId: null, centreId: null });
      portal.sessions.set(token, { account, expiresAtMs: LATER });
      return token;
    },
    end: async () => {
      redis.disconnect();
      await Promise.all([owner.end(), pool.end(), jobs.end()]);
    },
  };
}
