/** Students at the portal on real servers: sign-in, wishes, publication, answers, mails. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { ErrorBody } from "#contracts/errors";
import { ResultsView, SeatAnswerView, WishesSaved, WishesView } from "#contracts/portal/student/competitions";
import { StudentSession } from "#contracts/portal/student/account";
import { aYear, mailOf, NOW, PASSWORD, type Year } from "#infra/students/a-year.ts";
import { emptyRedis, freshDatabase } from "#infra/testing/shared-servers.ts";

let year: Year | null = null;
afterEach(async () => {
  await year?.end();
  year = null;
});
async function begin(given: Parameters<typeof aYear>[1] = {}): Promise<Year> {
  const { controlUrl } = await emptyRedis();
  year = await aYear({ ...(await freshDatabase()), controlUrl }, given);
  return year;
}
const told = async (response: Response) => {
  const body: unknown = await response.json();
  const refused = ErrorBody.safeParse(body);
  if (!refused.success) return `${response.status} ok`;
  return [
    response.status,
    refused.data.error.code,
    ...(refused.data.error.problems ?? []).map(({ code }) => code),
  ].join(" ");
};
const saved = (outcome: unknown) => {
  if (typeof outcome === "object" && outcome !== null && "error" in outcome) throw new Error(JSON.stringify(outcome));
  const one = WishesSaved.parse(outcome);
  return one.outcome === "saved" ? one.list.version : one.problems.map(({ rule }) => rule);
};

describe("R38: local accounts, whatever a CAS server does", () => {
  test("a link out of a mail lets somebody choose a password, once, and only its hash is kept", async () => {
    const { cookieIn, mailer, outbox, owner, request, world } = await begin();
    expect(await told(await request("POST", "/api/student/forgotten", "", { login: "nobody@example.fr" }))).toBe(
      "200 ok",
    );
    expect(
      await told(await request("POST", "/api/student/forgotten", "", { login: ` ${mailOf(1).toUpperCase()}` })),
    ).toBe("200 ok");
    expect(await mailer.pass()).toBe(1);
    const [mail] = outbox;
    const token = /#\/access\/password\/([A-Za-z0-9_-]{43})/.exec(mail?.text ?? "")?.[1] ?? "";
    expect([mail?.to, mail?.subject, token.length]).toEqual([mailOf(1), "Choisir un nouveau mot de passe", 43]);
    const everything = await owner.query(
      "SELECT row_to_json(m)::text || (SELECT json_agg(l)::text FROM password_link l) AS t FROM mail m",
    );
    expect(JSON.stringify(everything.rows)).not.toContain(token);

    expect(await told(await request("POST", "/api/student/link", "", { token }))).toBe("200 ok");
    const choose = (password: string) => request("POST", "/api/student/password", "", { token, password });
    expect(await told(await choose("too short"))).toBe("400 bad_request");
    world.nowMs = NOW + 59 * 60_000;
    const cookie = cookieIn(await choose("battery staple and so on"));
    expect(await told(await request("GET", "/api/student/me", cookie))).toBe("200 ok");
    expect(await told(await choose("another long password"))).toBe("409 refused link_used");
    const signIn = (password: string) => request("POST", "/api/student/sign-in", "", { login: mailOf(1), password });
    expect(await told(await signIn(PASSWORD))).toBe("401 credentials_wrong");
    expect(await told(await signIn("battery staple and so on"))).toBe("200 ok");
  });

  test("attempts are bounded as those of staff are; a session is its own, and ends", async () => {
    const { json, request, signIn, world } = await begin();
    for (let n = 0; n < 8; n++)
      expect(await told(await request("POST", "/api/student/sign-in", "", { login: mailOf(1), password: "no" }))).toBe(
        "401 credentials_wrong",
      );
    expect(
      await told(await request("POST", "/api/student/sign-in", "", { login: mailOf(1), password: PASSWORD })),
    ).toBe("429 too_many_attempts");
    const cookie = await signIn(2);
    expect(StudentSession.parse(await json("GET", "/api/student/me", cookie)).account.login).toBe(mailOf(2));
    await request("POST", "/api/student/sign-out", cookie, { everywhere: false });
    expect(await told(await request("GET", "/api/student/me", cookie))).toBe("401 session_ended");
    const late = await signIn(3);
    world.nowMs = NOW + 4 * 3_600_000;
    expect(await told(await request("GET", "/api/student/me", late))).toBe("401 session_ended");
  });
});

describe("wishes", () => {
  test("R20: every edit is logged; the last second counts by server time at receipt, and two devices lose nothing", async () => {
    const { json, outbox, mailer, path, request, signIn, world, owner } = await begin();
    const cookie = await signIn(1);
    const save = (programmes: string[], version: number) =>
      json("POST", `${path}/wishes`, cookie, { programmes, version });
    expect(saved(await save(["MED", "PHA"], 0))).toBe(1);
    // the same request twice
    expect(saved(await save(["MED", "PHA"], 0))).toBe(1);
    // another device that began from nothing
    expect(await save(["ODO"], 0)).toMatchObject({
      problems: [{ rule: "saved_elsewhere", current: { programmes: ["MED", "PHA"], version: 1 } }],
    });
    world.nowMs = Date.parse("2026-02-08T19:59:59.999Z");
    const again = await signIn(1);
    const both = await Promise.all([
      json("POST", `${path}/wishes`, again, { programmes: ["PHA", "MED"], version: 1 }),
      json("POST", `${path}/wishes`, again, { programmes: ["ODO", "MED"], version: 1 }),
    ]);
    expect(both.map(saved).sort()).toEqual([2, ["saved_elsewhere"]]);
    world.nowMs += 1;
    expect(saved(await json("POST", `${path}/wishes`, again, { programmes: ["MED"], version: 2 }))).toEqual([
      "wishes_closed",
    ]);
    const { wishes } = await json("GET", `${path}/history`, again);
    expect(wishes).toMatchObject([{ programmes: ["MED", "PHA"], version: 1, by: "student" }, { version: 2 }]);
    await expect(owner.query("UPDATE wish_change SET programmes = '{}'")).rejects.toThrow("append-only");
    // one mail tells the last list of a minute
    await mailer.pass();
    expect(outbox.map(({ subject }) => subject)).toEqual(["Première année de santé : vos vœux sont enregistrés"]);
    expect(await told(await request("POST", `${path}/wishes`, "", { programmes: [], version: 0 }))).toBe(
      "401 session_ended",
    );
  });

  test("a slow store does not make anybody late: the time is that of receipt", async () => {
    const { owner, path, request, signIn, world } = await begin();
    world.nowMs = Date.parse("2026-02-08T19:59:59.999Z");
    const cookie = await signIn(1);
    const other = await owner.connect();
    await other.query("BEGIN; SELECT FROM enrolment FOR UPDATE");
    const asked = request("POST", `${path}/wishes`, cookie, { programmes: ["MED"], version: 0 });
    // it waits for the row
    const waiting = async () =>
      Number((await owner.query("SELECT count(*) FROM pg_locks WHERE NOT granted")).rows[0].count);
    await vi.waitUntil(async () => (await waiting()) > 0, { timeout: 30_000 });
    world.nowMs += 60_000;
    await other.query("COMMIT");
    other.release();
    expect(saved(await (await asked).json())).toBe(1);
  });

  test("whoever the office enrolled in nothing competes for what they wish, and chooses in one window", async () => {
    const { json, owner, path, signIn } = await begin({ enrolled: [] });
    const cookie = await signIn(1);
    const view = WishesView.parse(await json("GET", `${path}/wishes`, cookie));
    expect([view.enrols, view.programmes.every(({ allowed }) => allowed)]).toEqual([true, true]);
    expect(saved(await json("POST", `${path}/wishes`, cookie, { programmes: ["MED"], version: 0 }))).toBe(1);
    expect(saved(await json("POST", `${path}/wishes`, cookie, { programmes: ["PHA"], version: 1 }))).toBe(2);
    const { rows } = await owner.query("SELECT programmes FROM enrolment WHERE person_id = 1");
    expect(rows).toEqual([{ programmes: ["PHA"] }]);
  });

  test("of another's competition nothing is told, and nothing saved", async () => {
    const { owner, request, signIn } = await begin();
    await owner.query(
      "INSERT INTO competition (id, population_id, slug, plan) SELECT 99, 1, 'other', plan FROM competition",
    );
    const cookie = await signIn(1);
    for (const page of ["wishes", "history", "answer"])
      expect(await told(await request("GET", `/api/student/competitions/99/${page}`, cookie))).toBe("404 not_found");
    expect(
      await told(await request("POST", "/api/student/competitions/99/wishes", cookie, { programmes: [], version: 0 })),
    ).toBe("404 not_found");
  });
});

describe("a publication", () => {
  async function withWishes(given: Parameters<typeof aYear>[1] = {}) {
    const one = await begin(given);
    for (const n of [1, 2, 3])
      expect(
        saved(
          await one.json("POST", `${one.path}/wishes`, await one.signIn(n), { programmes: ["MED", "PHA"], version: 0 }),
        ),
      ).toBe(1);
    return one;
  }

  test("is shown from its second on, by server time, and not one millisecond earlier", async () => {
    const { json, path, prepare, release, side, signIn, world } = await withWishes();
    const { row } = await prepare(true);
    expect(row).toMatchObject({ state: "ready", people: 6 });
    const cookie = await signIn(2);
    const look = async () => ResultsView.parse(await json("GET", `${path}/results`, cookie));
    expect(await look()).toMatchObject({ result: null, nextAtMs: null });
    const at = NOW + 3_600_000;
    await release(row, at, at + 86_400_000);
    expect(await look()).toMatchObject({ result: null, nextAtMs: at });
    world.nowMs = at - 1;
    await side.parts.book.refresh(at - 1);
    expect(await look()).toMatchObject({ result: null, publicationId: null });
    expect((await json("GET", "/api/student/competitions", cookie))["competitions"]).toMatchObject([
      { publishedAtMs: null },
    ]);
    world.nowMs = at;
    const { result } = await look();
    expect(result?.seat).toMatchObject({ programme: "Pharmacie", wish: 2 });
    expect(result?.seat?.wishes[0]).toEqual({
      programme: "Médecine",
      number: 1,
      rank: 2,
      lastRank: 1,
      waiting: 1,
      outcome: "full",
    });
    expect(result?.rankings?.[0]).toMatchObject({ ranking: "Classement général", rank: 2, ranked: 6 });
    await side.before[1]?.stop();
    const { rows } = await (year as Year).owner.query(
      "SELECT who, person_id, what FROM access_log WHERE what = 'result'",
    );
    expect(rows).toEqual([{ who: "student", person_id: 2, what: "result" }]);
  });

  test("freezes the lists from the signature on (R20), and still when it is withdrawn", async () => {
    const { json, path, prepare, release, sign, signIn, world } = await withWishes();
    const { row } = await prepare(true);
    const cookie = await signIn(1);
    await release(row, NOW + 1_000, null);
    const save = () => json("POST", `${path}/wishes`, cookie, { programmes: ["ODO"], version: 1 });
    expect(saved(await save())).toEqual(["wishes_frozen"]);
    world.nowMs = NOW + 2_000;
    expect(ResultsView.parse(await json("GET", `${path}/results`, cookie)).result).not.toBe(null);
    await sign("competition_withdrawal", { v: 1, publicationId: row.id });
    expect(ResultsView.parse(await json("GET", `${path}/results`, cookie)).result).toBe(null);
    expect(saved(await save())).toEqual(["wishes_frozen"]);
  });

  test("of ranks alone leaves the lists open", async () => {
    const { json, path, prepare, release, signIn } = await withWishes();
    const { row } = await prepare(false);
    await release(row, NOW, null);
    const cookie = await signIn(1);
    expect(ResultsView.parse(await json("GET", `${path}/results`, cookie)).result).toMatchObject({ seat: null });
    expect(saved(await json("POST", `${path}/wishes`, cookie, { programmes: ["ODO"], version: 1 }))).toBe(2);
  });

  test("is refused when a list has changed since its seats were computed (R11)", async () => {
    const { database, failed, json, path, prepare, publisher, signIn, competitionId } = await withWishes();
    const { roundId, row } = await prepare(true);
    await json("POST", `${path}/wishes`, await signIn(1), { programmes: ["PHA"], version: 1 });
    const { askPublication, publicationsOf } = await import("#postgres/queries/student/publications");
    await askPublication(database, {
      competitionId,
      ranksId: row.ranksId,
      roundId,
      reorientationIds: [],
      askedBy: "Anne",
    });
    await publisher.pass();
    expect((await publicationsOf(database, competitionId))[0]).toMatchObject({
      state: "refused",
      problems: [{ rule: "stale" }],
    });
    expect(failed).toEqual([]);
  });

  test("is told by mail to each, once, with what is their own", async () => {
    const { mailer, outbox, prepare, publisher, release, world } = await withWishes();
    world.nowMs = NOW + 120_000;
    await mailer.pass();
    outbox.length = 0;
    const { row } = await prepare(true);
    await release(row, NOW + 200_000, NOW + 86_400_000);
    await publisher.pass();
    expect(await mailer.pass()).toBe(0);
    world.nowMs = NOW + 200_000;
    await Promise.all([publisher.pass(), publisher.pass()]);
    await mailer.pass();
    expect(outbox.length).toBe(6);
    const own = outbox.find(({ to }) => to === mailOf(2));
    expect(own?.subject).toBe("Première année de santé : Pharmacie");
    expect(own?.text).toContain("rang 2 en Médecine, dernier admis 1");
    expect(outbox.find(({ to }) => to === mailOf(5))?.subject).toBe("Première année de santé : vos résultats");
  });
});

describe("an answer to a seat", () => {
  test("R27, R38: a resignation is confirmed by somebody who has just signed in, told by mail, and fills the seat anew", async () => {
    const { json, mailer, outbox, owner, path, prepare, release, request, signIn, world } = await begin();
    for (const n of [1, 2, 3])
      await json("POST", `${path}/wishes`, await signIn(n), { programmes: ["MED", "PHA"], version: 0 });
    const first = await prepare(true);
    await release(first.row, NOW, NOW + 86_400_000);
    const cookie = await signIn(1);
    const publicationId = first.row.id;
    const answer = (over: object) => ({
      publicationId,
      programme: "MED",
      answer: "resigned",
      confirmed: true,
      ...over,
    });
    const give = (over: object, own = cookie) => request("POST", `${path}/answer`, own, answer(over));
    expect(SeatAnswerView.parse(await json("GET", `${path}/answer`, cookie))).toMatchObject({
      programme: "MED",
      last: null,
    });
    expect(await told(await give({ confirmed: false }))).toBe("409 refused confirmation_needed");
    expect(await told(await give({ programme: "PHA" }))).toBe("409 refused seat_changed");
    world.nowMs = NOW + 16 * 60_000;
    expect(await told(await give({}))).toBe("409 refused sign_in_again");
    expect(await told(await request("POST", "/api/student/prove", cookie, { password: "no" }))).toBe(
      "401 credentials_wrong",
    );
    expect(await told(await request("POST", "/api/student/prove", cookie, { password: PASSWORD }))).toBe("200 ok");
    expect(await told(await give({}))).toBe("200 ok");
    // sent twice, it is one answer; there is no way back
    expect(await told(await give({}))).toBe("200 ok");
    expect(await told(await give({ answer: "accepted" }))).toBe("409 refused answer_final");
    expect((await owner.query("SELECT count(*)::int AS n FROM seat_answer")).rows).toEqual([{ n: 1 }]);
    await mailer.pass();
    expect(outbox.at(-1)?.text).toContain("Vous vous désistez");

    const second = await prepare(true, first.roundId);
    await release(second.row, NOW + 20 * 60_000, null);
    world.nowMs = NOW + 20 * 60_000;
    const moved = ResultsView.parse(await json("GET", `${path}/results`, await signIn(2)));
    expect(moved.result?.seat).toMatchObject({ round: 2, programme: "Médecine" });
    // an answer to the seat of the first round comes too late
    expect(await told(await give({ answer: "accepted", programme: "PHA" }, await signIn(2)))).toBe(
      "409 refused seat_changed",
    );
  });
});
