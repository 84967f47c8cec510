/**
 * Routes of the portal are data: each is declared with who may call it and what its path must name of theirs. Assembled
 * in one table (routes.ts), guarded in one place (guard.ts), and tried by a test with every role, so that no route can be
 * added and forgotten.
 */
import type { Context } from "hono";
import type { StaffSession } from "#contracts/console/account";
import type { PortalRole } from "#domain/staff/account";
import type { StudentSession } from "#contracts/portal/student/account";
import type { Audience, PortalAccount } from "#portal/caller";

/**
 * What a path's parameter names, which the account must serve: `exam` → `:examId`, `competition` → `:competitionId`,
 * `population` → `:populationId`. `none`: the route names nothing, or looks itself (and says so).
 */
export const SCOPE_KINDS = ["exam", "competition", "population"] as const;
export type ScopeKind = (typeof SCOPE_KINDS)[number];

/**
 * Kinds of data of named people. A route of staff says in its row which one its answer shows, and the guard enters every
 * look into the log of who saw what. Anonymity numbers alone name nobody.
 */
export const SHOWN_DATA = ["people", "person", "marks", "ranks", "result", "answers", "mails", "export"] as const;
export type ShownData = (typeof SHOWN_DATA)[number];

export type Method = "GET" | "POST" | "PUT" | "DELETE";

/** JSON of the answer, a refusal (`#http/request`), or a whole response. */
export type Outcome = object;

interface Declared {
  readonly method: Method;
  /** Hono's, from /api/. */
  readonly path: `/api/${string}`;
  /** Most bytes of its body; 32 kB when left out. */
  readonly bytesMax?: number;
}
export interface StaffRoute extends Declared {
  readonly who: readonly PortalRole[];
  readonly scope: ScopeKind | "none";
  /** Null: nothing of anybody who is named. */
  readonly shows: ShownData | null;
  handle(c: Context, caller: { readonly account: PortalAccount; readonly session: StaffSession }): Promise<Outcome>;
}
export interface StudentRoute extends Declared {
  readonly who: "student";
  readonly scope?: undefined;
  handle(c: Context, caller: StudentSession): Promise<Outcome>;
}
export interface OpenRoute extends Declared {
  readonly who: "anyone";
  readonly scope?: undefined;
  /** Another site's server or page may ask, without our cookie: central sign-out. */
  readonly fromOtherSites?: boolean;
  handle(c: Context): Promise<Outcome>;
}
export type PortalRoute = StaffRoute | StudentRoute | OpenRoute;

export const audiencesOf = ({ who }: PortalRoute): readonly Audience[] => (typeof who === "string" ? [who] : who);
