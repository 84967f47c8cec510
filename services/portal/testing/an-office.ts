/** The exam office on a real database, with the rights of the portal alone: staff who are signed in, a population, a competition. */
import pg from "pg";
import type { CompetitionPlan } from "#domain/competition/plan";
import { aPlan, aProgramme } from "#domain/competition/testing/a-plan";
import type { StaffRole } from "#domain/staff/account";
import { anAccount } from "#domain/staff/testing/places";
import { officeRoutes } from "#portal/office/routes";
import { createScopes } from "#portal/stores";
import { aPortal } from "#portal/testing/a-portal";
import type { Role } from "#postgres/roles";
import { databaseOf } from "#postgres/queries/reading";

export const PLAN = aPlan({
  rankings: aPlan().rankings.map((one) => ({ ...one, tieBreaks: [] })),
  programmes: [aProgramme("MED", 1), aProgramme("PHA", 1)],
});
export const PEOPLE = [
  "numero;nom;prenom;filieres;abroad;UE1;UE2",
  "20000001;Durand;Léa;MED PHA;no;18;10",
  "20000002;Petit;Max;MED PHA;yes;16;10",
  "20000003;Roux;Ana;MED PHA;no;14;abs",
].join("\n");
const ORIGIN = "http://localhost";

interface Told {
  readonly status: number;
  readonly body: Record<string, unknown>;
}
export type AnOffice = Awaited<ReturnType<typeof anOffice>>;

/** `jury`, `office` and `teacher` are accounts 101 to 103; nobody is in a population yet. */
export async function anOffice(urls: { readonly ownerUrl: string; urlFor(role: Role): string }) {
  const owner = new pg.Pool({ connectionString: urls.ownerUrl, max: 2 });
  const portal = new pg.Pool({ connectionString: urls.urlFor("amphi_portal"), max: 4 });
  const database = databaseOf(portal);
  const asks: ReturnType<typeof aPortal> = aPortal(
    officeRoutes({ pool: portal, database, portalUrl: "https://portail.example", now: () => asks.world.nowMs }),
    { scopes: createScopes(database) },
  );

  /** Somebody who is signed in: the session's cookie is of that login. */
  async function account(id: number, login: string, role: StaffRole): Promise<void> {
    await owner.query("INSERT INTO account (id, login, name, role) VALUES ($1, $2, $2, $3)", [id, login, role]);
    asks.sessions.set(login.padEnd(43, "_"), {
      account: anAccount({ id, login, name: login, role, examId: null, centreId: null }),
      expiresAtMs: 9_999_999_999_999,
    });
  }
  async function told(response: Response): Promise<Told> {
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }
  const ask = async (method: string, path: string, who: StaffRole, body?: unknown): Promise<Told> =>
    told(await asks.ask(method, path, who, body));
  const sent = async (login: string, method: string, path: string, type: string, body: BodyInit): Promise<Told> => {
    const headers = { cookie: `amphi_portal=${login.padEnd(43, "_")}`, origin: ORIGIN, "content-type": type };
    return told(await asks.app.request(`${ORIGIN}${path}`, { method, headers, body }));
  };

  let id = 100;
  for (const login of ["jury", "office", "teacher"]) await account(++id, login, login as StaffRole);
  return {
    ...{ owner, portal, database, asks, account, ask },
    askAs: (login: string, method: string, path: string, body: unknown) =>
      sent(login, method, path, "application/json", JSON.stringify(body)),
    sendTable: (path: string, text: string | Uint8Array<ArrayBuffer>) =>
      sent("office", "POST", path, "application/octet-stream", text),
    /** Path of its routes. */
    aCompetition: async (plan: CompetitionPlan = PLAN): Promise<string> => {
      const population = await ask("POST", "/api/office/populations", "office", { code: "l1", name: "First year" });
      const at = `/api/office/populations/${population.body["id"] as number}/competitions`;
      const made = await ask("POST", at, "office", { slug: "paces", title: "PACES", from: null, plan });
      if (made.status !== 200) throw new Error(JSON.stringify(made.body));
      return `/api/office/competitions/${made.body["id"] as number}`;
    },
    end: () => Promise.all([owner.end(), portal.end()]),
  };
}
