/** R40: mails of the office on a real database: texts, mails to many, the log by recipient, invitations. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { freshDatabase } from "#infra/testing/shared-servers.ts";
import { type AnOffice, anOffice } from "#portal/testing/an-office";

let office: AnOffice;
let at = "";
const PEOPLE = [
  "numero;nom;prenom;courriel;filieres;abroad",
  "20000001;Durand;Léa;lea@etu.example;MED PHA;no",
  "20000002;Petit;Max;Max@etu.example;MED;yes",
  "20000003;Roux;Ana;;PHA;no",
  "20000004;Diaz;Eva;eva@etu.example;PHA;no",
].join("\n");
beforeEach(async () => {
  office = await anOffice(await freshDatabase());
  at = await office.aCompetition();
  await office.sendTable(`${at}/import?dryRun=0`, PEOPLE);
});
afterEach(() => office.end());

const ask: AnOffice["ask"] = (...asked) => office.ask(...asked);
const text = (subject: string, body: string) => ({ subject, body });
const TEMPLATE = {
  fr: text("{competition}", "Bonjour {name} ({number}), vos vœux :\n{wishes}"),
  en: text("{competition}", "Hello {name}"),
};
const send = (readers: object, previewed: string | null = null, template: object = TEMPLATE) =>
  ask("POST", `${at}/mail-sendings`, "office", { readers, template, previewed });
const mails = async () =>
  (
    await office.owner.query<{ id: number; recipient: string; subject: string; body: string; state: string }>(
      "SELECT id::int, recipient, subject, body, state FROM mail ORDER BY id",
    )
  ).rows;
const inAccount = () =>
  office.owner.query(
    `WITH a AS (INSERT INTO student_account (login, name, language, password_hash) VALUES ('lea@etu.example', 'Léa Durand', 'en', 'x') RETURNING id)
     INSERT INTO student_account_person (person_id, account_id) SELECT p.id, a.id FROM person p, a WHERE p.student_number = '20000001'`,
  );

test("R40: a mail to many is shown with its readers before it goes, and goes as it was shown, once", async () => {
  await inAccount();
  const everyone = { kind: "everyone", of: "" };
  const preview = (await send(everyone)).body;
  expect(preview).toMatchObject({
    ...{ count: 3, queued: false },
    recipients: [
      { studentNumber: "20000001", recipient: "lea@etu.example" },
      { recipient: "max@etu.example" },
      { recipient: "eva@etu.example" },
    ],
    withoutAddress: [{ studentNumber: "20000003", name: "Ana Roux" }],
    samples: [
      { language: "fr", name: "Max Petit", body: "Bonjour Max Petit (20000002), vos vœux :\naucun vœu" },
      { language: "en", name: "Léa Durand", body: "Hello Léa Durand" },
    ],
  });
  expect(await mails()).toEqual([]);
  const fingerprint = preview["fingerprint"] as string;
  // What was read is not what would go out any more: another text, another list.
  const other = { ...TEMPLATE, en: text("x", "Hello {name}!") };
  expect((await send(everyone, fingerprint, other)).body).toMatchObject({ error: { code: "conflict" } });
  await office.sendTable(`${at}/import?dryRun=0`, "numero;nom;courriel;abroad\n20000009;Late;late@etu.example;no");
  expect((await send(everyone, fingerprint)).body).toMatchObject({ error: { code: "conflict" } });
  expect(await mails()).toEqual([]);

  const again = (await send(everyone)).body["fingerprint"] as string;
  // Pressed twice at once: one of them is told that it has been sent.
  const both = await Promise.all([send(everyone, again), send(everyone, again)]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect((await mails()).map(({ recipient }) => recipient)).toEqual([
    ...["lea@etu.example", "max@etu.example", "eva@etu.example", "late@etu.example"],
  ]);
});

test("R40: whom a mail goes to is chosen by what is known; a text with nothing to say is refused by place", async () => {
  const count = async (kind: string, of = "") => (await send({ kind, of })).body["count"];
  expect(await count("programme", "MED")).toBe(2);
  expect(await count("category", "abroad")).toBe(1);
  expect(await count("no-wishes")).toBe(3);
  expect(await count("numbers", "20000004")).toBe(1);
  await inAccount();
  expect(await count("no-account")).toBe(2);
  const wrong = { ...TEMPLATE, fr: text("{seat}", "{nothing}") };
  expect((await send({ kind: "admitted", of: "" }, null, wrong)).body).toMatchObject({
    error: {
      problems: [
        { code: "mail-word", place: "fr.body", value: "nothing" },
        { code: "mail-unpublished-word", place: "fr.subject", value: "seat" },
        { code: "mail-unpublished", place: "readers" },
      ],
    },
  });
  const nobody = { kind: "numbers", of: "20000003" };
  const { fingerprint } = (await send(nobody)).body;
  expect((await send(nobody, fingerprint as string)).body).toMatchObject({
    error: { problems: [{ code: "mail-nobody" }] },
  });
});

test("R40: each event's text is the office's own or the built-in one; of two who write, the second is told", async () => {
  const list = async () =>
    (await ask("GET", `${at}/mail-templates`, "office")).body["templates"] as {
      id: number | null;
      kind: string;
      name: string;
      version: number;
      inRules: boolean;
      template: typeof TEMPLATE;
    }[];
  expect((await list()).map(({ id, kind, version }) => [kind, id, version])).toEqual([
    ["wishes-saved", null, 0],
    ["results-published", null, 0],
    ["seat-offered", null, 0],
    ["resignation", null, 0],
  ]);
  const put = (over: object) =>
    ask("PUT", `${at}/mail-templates`, "office", {
      kind: "resignation",
      name: "",
      version: 0,
      template: TEMPLATE,
      ...over,
    });
  expect((await put({})).body).toMatchObject({ error: { problems: [{ value: "number" }, { value: "wishes" }] } });
  const template = { ...TEMPLATE, fr: text("x", "{answer}") };
  expect((await put({ template })).body).toEqual({ version: 1 });
  expect((await put({ template })).body).toMatchObject({ error: { code: "conflict" } });
  expect((await put({ kind: "office", template: TEMPLATE })).body).toMatchObject({
    error: { problems: [{ code: "mail-name" }] },
  });
  expect((await put({ kind: "office", name: "Rappel", template: TEMPLATE })).status).toBe(200);
  const [own] = (await list()).filter(({ kind }) => kind === "resignation");
  expect(own).toMatchObject({ version: 1, template: { fr: { body: "{answer}" } }, inRules: false });
  expect(await list()).toHaveLength(5);
  const drop = (version: number) => ask("DELETE", `${at}/mail-templates/${own?.id}`, "office", { version });
  expect((await drop(7)).body).toMatchObject({ error: { code: "conflict" } });
  expect((await drop(1)).status).toBe(200);
  expect((await list()).find(({ kind }) => kind === "resignation")?.id).toBe(null);
});

test("R40: the log says by recipient what became of a mail; it is tried again by hand, unless a newer one has replaced it", async () => {
  await inAccount();
  const { fingerprint } = (await send({ kind: "everyone", of: "" })).body;
  await send({ kind: "everyone", of: "" }, fingerprint as string);
  const [, max, eva] = await mails();
  await office.owner.query(
    "UPDATE mail SET state = 'given_up', attempts = 1, said = '550 no such user' WHERE recipient = 'max@etu.example'",
  );
  await office.owner.query(
    "UPDATE mail SET attempts = 2, due_at_ms = 9000000000000 WHERE recipient = 'eva@etu.example'",
  );
  const log = async (query: string) =>
    (await ask("GET", `${at}/mails?${query}`, "office")).body as {
      counts: object;
      mails: { recipient: string; said: string; dueAtMs: number }[];
    };
  expect(await log("")).toMatchObject({ counts: { queued: 2, given_up: 1, sent: 0 }, more: false });
  expect((await log("state=given_up")).mails).toMatchObject([
    { recipient: "max@etu.example", said: "550 no such user" },
  ]);
  expect((await log("search=DURAND")).mails.map(({ recipient }) => recipient)).toEqual(["lea@etu.example"]);
  expect((await log("search=%25")).mails).toEqual([]);
  expect((await log(`before=${max?.id}`)).mails).toHaveLength(1);

  const again = (ids: number[] | null) => ask("POST", `${at}/mails/again`, "office", { ids });
  expect((await again(null)).body).toEqual({ count: 1 });
  expect((await again([eva?.id ?? 0])).body).toEqual({ count: 1 });
  expect((await log("search=eva")).mails[0]?.dueAtMs).toBe(office.asks.world.nowMs);
  expect((await again(null)).body).toMatchObject({ error: { problems: [{ code: "mail-not-again" }] } });
  // An old list of wishes is not sent over a newer one.
  await office.owner.query(
    `INSERT INTO mail (kind, account_id, competition_id, recipient, subject, body, newest_of, state, due_at_ms, queued_at_ms)
     SELECT 'wishes-saved', 1, c.id, 'lea@etu.example', n, n, 'w 1', CASE n WHEN 'old' THEN 'given_up' ELSE 'sent' END, 0, 0
     FROM competition c, unnest(ARRAY['old', 'new']) WITH ORDINALITY AS m (n, o) ORDER BY o`,
  );
  expect((await again(null)).status).toBe(409);
});

test("students are invited by the office, all who have no password or one alone, and counted first", async () => {
  const accounts = async () => (await ask("GET", "/api/office/populations/1/accounts", "office")).body;
  expect(await accounts()).toEqual({ students: 4, withoutMail: 1, withoutAccount: 3, waiting: 0, ready: 0 });
  const invite = (personId: number | null) =>
    ask("POST", "/api/office/populations/1/invitations", "office", { personId });
  const people = (await ask("GET", `${at}/people`, "office")).body["people"] as { personId: number }[];
  expect((await invite(people[1]?.personId ?? 0)).body).toMatchObject({ made: 1, invited: 1 });
  expect((await invite(null)).body).toMatchObject({ made: 2, invited: 3, withoutMail: 1, doubtful: [] });
  expect(await accounts()).toEqual({ students: 4, withoutMail: 1, withoutAccount: 0, waiting: 3, ready: 0 });
  // Of two that wait for one student, one is left; links are made when they are sent, and stand in no table.
  const queued = await mails();
  expect(queued).toHaveLength(3);
  expect(queued.every(({ body }) => body.includes("{link}"))).toBe(true);
  expect((await ask("GET", `${at}/mails`, "office")).body["counts"]).toMatchObject({ queued: 3 });
  expect(
    (await office.askAs("teacher", "POST", "/api/office/populations/1/invitations", { personId: null })).status,
  ).toBe(403);
});
