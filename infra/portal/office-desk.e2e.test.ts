/**
 * The office's desk between a publication and the next round, in a browser: invitations, a mail to many, its log, texts,
 * answers to seats, one student with who has seen them, and a colleague who edits the same rules.
 */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aHouse, type House } from "#infra/portal/a-house.ts";
import { inABrowser, SOON } from "#infra/portal/in-a-browser.ts";
import { FIRST_TERM, planOfTheYear, REGISTRATION, studentAt, STUDENTS } from "#infra/portal/year-of-paces.ts";
import { officeRoutes } from "#portal/office/routes";
import { proposeDecision, settleDecision } from "#postgres/queries/decisions";
import { type Access, writeAccess } from "#postgres/queries/student/access-log";
import { PORTAL_DOOR } from "#staff/door";
import { en } from "../../web/portal/office/texts/en.ts";
import { fr } from "../../web/portal/office/texts/fr.ts";

let stage: Awaited<ReturnType<typeof inABrowser<House>>>;
let house: House;
const cookies: Record<string, string> = {};
/** What the process writes soon after. */
const looks: Access[] = [];
const DAY_MS = 86_400_000;

beforeAll(async () => {
  stage = await inABrowser("office", async (servers, given) =>
    aHouse(servers, {
      ...{ ...given, nowMs: null, routes: (parts) => officeRoutes(parts) },
      portal: { ...given.portal, noteAccess: (access) => void looks.push(access) },
    }),
  );
  house = stage.world;
  cookies["office"] = await house.staff(101, "office", "office", "Anne Le Goff");
  cookies["office2"] = await house.staff(102, "office2", "office", "Boris Weil");
  const send = async (method: string, path: string, body: object | string) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const type = typeof body === "string" ? "application/octet-stream" : "application/json";
    const headers = {
      cookie: `${PORTAL_DOOR.cookie}=${cookies["office"]}`,
      origin: stage.address,
      "content-type": type,
    };
    const response = await house.portal.app.request(`${stage.address}${path}`, { method, headers, body: text });
    expect(response.status).toBe(200);
  };
  await send("POST", "/api/office/populations", { code: "paces", name: "Première année de santé" });
  await send("PUT", "/api/office/populations/1/members", { logins: ["office", "office2"] });
  const made = { slug: "paces-2026", title: "PACES 2026", from: null, plan: planOfTheYear(house.now()) };
  await send("POST", "/api/office/populations/1/competitions", made);
  for (const file of [REGISTRATION, FIRST_TERM]) await send("POST", "/api/office/competitions/1/import?dryRun=0", file);
  await house.owner.query("UPDATE person SET mail = '' WHERE student_number = '20000005'");
}, 600_000);
afterAll(() => stage.end());

const as = (login: string, language: "fr" | "en", size: "1280x800" | "390x844" = "1280x800") =>
  stage.open(size, language, { [PORTAL_DOOR.cookie]: cookies[login] ?? "" });
const go = async (page: Page, path: string) => page.goto(`${stage.address}/#/office/competitions/1/${path}`);
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click(SOON);
const says = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor(SOON);

/** Two are admitted to medicine, one to pharmacy; the others nowhere. Answers are asked for. */
async function publish(): Promise<void> {
  const { rows } = await house.owner.query<{ id: number }>(
    `WITH c AS (INSERT INTO calculation (competition_id, kind, asked_by) VALUES (1, 'round', 'x') RETURNING id)
     INSERT INTO publication (competition_id, round_id, state, sha256, people, asked_by)
     SELECT 1, id, 'ready', repeat('a', 64), 3, 'x' FROM c RETURNING id`,
  );
  const publicationId = rows[0]?.id ?? 0;
  for (const [n, { number }] of STUDENTS.entries()) {
    const code = n < 2 ? "MED" : n === 2 ? "PHA" : null;
    const seat = { round: 1, programme: code && (n < 2 ? "Médecine" : "Pharmacie"), code, wish: code && 1, wishes: [] };
    const result = JSON.stringify({ marks: null, rankings: null, seat, explanation: null, reorientation: null });
    await house.owner.query("INSERT INTO prepared_result SELECT $1, id, $2 FROM person WHERE student_number = $3", [
      publicationId,
      result,
      number,
    ]);
  }
  const payload = { v: 1, publicationId, sha256: "a".repeat(64), publishAtMs: 0, answersUntilMs: house.now() + DAY_MS };
  const subject = { kind: "competition", id: 1 } as const;
  const first = { id: 101, name: "Anne Le Goff", role: "office" } as const;
  const asked = { kind: "competition_release", subject, payload, reason: "vote" } as const;
  const made = await proposeDecision(house.database, first, asked, house.now());
  if ("problem" in made) throw new Error(made.problem);
  const { id, payloadSha256 } = made.decision;
  const signed = { verdict: "signed", reason: "", payloadSha256 } as const;
  await settleDecision(house.database, { id: 102, name: "Boris Weil", role: "office" }, id, signed, house.now());
}

test("the desk: invitations, a mail to many that is read before it goes, its log, answers to seats, who has seen a student", async () => {
  const page = await as("office", "fr");
  const { mails: words, person: personWords } = fr;
  await go(page, "mails/accounts");
  await press(page, words.accounts.invite(23));
  await page
    .getByRole("dialog")
    .getByRole("button", { name: words.accounts.invite(23) })
    .click();
  await says(page, words.accounts.done(23, 23));
  await stage.look(page, "accounts");
  await house.mailer.pass();
  expect(house.outbox).toHaveLength(23);

  // Nobody gets a mail with a word that says nothing; then it is read as the first reader gets it, and sent.
  await go(page, "mails/write");
  await page.getByLabel(words.write.readers).selectOption("programme");
  await page.getByLabel(words.subject).first().fill("{competition} : {seat}");
  await page
    .getByLabel(words.body)
    .first()
    .fill("Bonjour {name},\n\nl’amphi de rentrée est avancé au 3 septembre.\n\n{portal}");
  await page.getByLabel(words.subject).nth(1).fill("{competition}: first lecture");
  await page.getByLabel(words.body).nth(1).fill("Hello {name},\n\nthe first lecture is on 3 September.");
  await press(page, words.write.preview);
  await says(page, "{seat} ne dit rien avant une publication");
  await page.getByLabel(words.subject).first().fill("{competition} : rentrée");
  await press(page, words.write.preview);
  await says(page, words.write.count(23));
  await says(page, words.write.without(1));
  await stage.look(page, "mail-to-many");
  await press(page, words.write.send(23));
  await says(page, words.write.sent(23));
  await house.owner.query(
    `UPDATE mail SET state = 'given_up', attempts = 1, said = '550 5.1.1 unknown mailbox' WHERE kind = 'office' AND recipient = $1`,
    [studentAt(0).mail],
  );
  await house.owner.query(
    `UPDATE mail SET attempts = 3, due_at_ms = $2, said = '451 4.3.0 try again later' WHERE kind = 'office' AND recipient = $1`,
    [studentAt(1).mail, house.now() + DAY_MS],
  );

  await page.getByRole("link", { name: words.write.follow }).click();
  await says(page, "550 5.1.1 unknown mailbox");
  await stage.look(page, "mails");
  await press(page, `${words.log.again}, ${studentAt(0).mail}`);
  await says(page, words.log.done(1));
  await house.mailer.pass();
  expect(
    house.outbox.find(({ subject, to }) => subject === "PACES 2026 : rentrée" && to === studentAt(0).mail)?.text,
  ).toContain("Bonjour Camille Durand,");

  await go(page, "mails/texts");
  await press(page, words.texts.edit(words.kinds["wishes-saved"]));
  await page.getByLabel(words.subject).first().fill("Vos vœux, {name}");
  await says(page, "Vos vœux, Camille Durand");
  await stage.look(page, "mail-text");
  await press(page, fr.save);
  await says(page, /modifié par Anne Le Goff/);

  await publish();
  await go(page, "answers");
  await says(page, /Les étudiants répondent jusqu’au/);
  await stage.look(page, "answers");
  await page.getByRole("link", { name: "Durand Camille" }).click();
  await press(page, personWords.note);
  await page.getByLabel(personWords.answers.kinds.resigned).check();
  await page.getByRole("dialog").getByRole("button", { name: fr.save }).click();
  await says(page, personWords.answers.kinds.resigned);
  await writeAccess(house.database, looks);
  await page.reload();
  await says(page, personWords.seen);
  await page.getByRole("cell", { name: personWords.kinds["person"] }).first().waitFor(SOON);
  await stage.look(page, "person");

  const narrow = await as("office", "en", "390x844");
  const screens: readonly [path: string, said: string][] = [
    ["mails", en.mails.log.refresh],
    ["mails/write/no-answer", en.mails.write.preview],
    ["mails/texts", en.mails.texts.make],
    ["mails/accounts", en.mails.accounts.students],
    ["answers", en.person.answers.silent],
    ["people/1", en.person.seen],
    ["people", en.people.search],
    ["marks", en.marks.lead],
    ["computations", en.calculations.askRanks],
    ["publication", en.publication.prepare],
    ["exports", en.exports.all],
  ];
  for (const [path, said] of screens) {
    await go(narrow, path);
    await says(narrow, said);
    await stage.look(narrow, path.replaceAll("/", "-"));
  }
  expect(stage.complaints).toEqual([]);
}, 600_000);

test("two who edit the same rules: the second is told, takes over what nobody else changed, and is told what stays the other's", async () => {
  const [first, second] = [await as("office", "fr"), await as("office2", "en")];
  const setPlaces = async (page: Page, programme: string, label: string, places: string) => {
    await page.getByRole("button", { name: programme }).click(SOON);
    await page.getByLabel(label).fill(places);
    await page.getByLabel(label).blur();
  };
  for (const page of [first, second]) await go(page, "plan");
  await setPlaces(second, "PHA Pharmacie", en.plan.fields.places, "7");
  await setPlaces(second, "MED Médecine", en.plan.fields.places, "4");
  await setPlaces(first, "MED Médecine", fr.plan.fields.places, "5");
  await press(first, fr.save);
  await says(first, fr.saved);
  await press(second, en.save);
  await says(second, en.refusals.conflict);
  await stage.look(second, "plan-conflict");
  await press(second, en.refusals.takeOver);
  await says(second, en.refusals.both);
  expect(await second.getByLabel(en.plan.fields.places).inputValue()).toBe("5");
  await press(second, en.save);
  await second.getByText(en.saved, { exact: true }).waitFor(SOON);
  const { rows } = await house.owner.query<{ code: string; places: number }>(
    "SELECT one->>'code' AS code, (one->>'places')::int AS places FROM competition, jsonb_array_elements(plan->'programmes') AS one",
  );
  expect(Object.fromEntries(rows.map(({ code, places }) => [code, places]))).toMatchObject({ MED: 5, PHA: 7, ODO: 1 });
}, 600_000);
