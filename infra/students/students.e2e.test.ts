/** Students' pages in a browser, on the real portal with its servers: from the link in a mail to a resignation. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CompetitionPlan } from "#domain/competition/plan";
import { inABrowser } from "#infra/portal/in-a-browser.ts";
import { aYear, mailOf, type Year } from "#infra/students/a-year.ts";

const DAY = 86_400_000;
let stage: Awaited<ReturnType<typeof inABrowser<Year>>>;
let year: Year;

beforeAll(async () => {
  const at = (ms: number) => new Date(Date.now() + ms).toISOString();
  const plan: Partial<CompetitionPlan> = {
    wishes: { most: 0, windows: [{ name: "Semestre 1", opensAt: at(-DAY), closesAt: at(2 * DAY) }] },
    visibility: {
      ...{ marks: "own", totals: "own", ranks: "everyone", wishes: "own", seat: "own" },
      explanation: "own",
    },
  };
  stage = await inABrowser("student", (servers, given) => aYear(servers, { ...given, nowMs: null, plan }));
  year = stage.world;
});
afterAll(async () => {
  await stage.end();
  expect(stage.complaints).toEqual([]);
});

/** Signs in with a link out of a mail: the student's first time. */
async function enter(page: Page, n: number): Promise<void> {
  await page.goto(`${stage.address}/#/access/forgotten`);
  await page.getByRole("textbox").fill(mailOf(n));
  await page.getByRole("button", { name: /Envoyer le lien|Send the link/ }).click();
  await page.getByText(/un message est en route|a message is on its way/).waitFor();
  await stage.look(page, "forgotten");
  await year.mailer.pass();
  const link =
    /http:\S+#\/access\/password\/\S+/.exec(year.outbox.findLast(({ to }) => to === mailOf(n))?.text ?? "")?.[0] ?? "";
  await page.goto(link);
  await page.getByRole("heading", { name: /Choisir un mot de passe|Choose a password/ }).waitFor();
  await page.locator("input[type=password]").first().fill("quelques mots à retenir");
  await page.locator("input[type=password]").last().fill("quelques mots à retenir");
  await stage.look(page, "password");
  await page.getByRole("button", { name: /Enregistrer et entrer|Save and enter/ }).click();
  await page.getByRole("heading", { name: /Mes concours|My competitions/, level: 1 }).waitFor();
}
const wishes = (page: Page) => page.locator("ol li .name").allTextContents();

test("a student enters by a link, orders wishes by drag, buttons and keyboard, and is told what is saved", async () => {
  const page = await stage.open("1280x800", "fr");
  await page.goto(`${stage.address}/#/access`);
  await page.getByRole("heading", { name: "Étudiants : s’identifier" }).waitFor();
  await stage.look(page, "sign-in");
  await enter(page, 1);
  await stage.look(page, "competitions");
  await page.getByRole("link", { name: "Mes vœux" }).click();
  for (const name of ["Médecine", "Pharmacie", "Odontologie"])
    await page.getByRole("button", { name: `Ajouter ${name}` }).click();
  expect(await wishes(page)).toEqual(["Médecine", "Pharmacie", "Odontologie"]);
  await page.getByText("Modifications non enregistrées").waitFor();
  // by button, by keyboard, by drag
  await page.getByRole("button", { name: "Monter Odontologie" }).click();
  expect(await wishes(page)).toEqual(["Médecine", "Odontologie", "Pharmacie"]);
  await page.getByRole("button", { name: /^Déplacer Pharmacie/ }).focus();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  expect(await wishes(page)).toEqual(["Pharmacie", "Médecine", "Odontologie"]);
  const handle = await page.getByRole("button", { name: /^Déplacer Pharmacie/ }).boundingBox();
  const target = await page.locator("ol li").nth(2).boundingBox();
  if (!handle || !target) throw new Error("no list");
  await page.mouse.move(handle.x + 10, handle.y + 10);
  await page.mouse.down();
  await page.mouse.move(handle.x + 10, target.y + target.height / 2, { steps: 8 });
  await page.mouse.up();
  expect(await wishes(page)).toEqual(["Médecine", "Odontologie", "Pharmacie"]);
  await stage.look(page, "wishes-unsaved");
  await page.getByRole("button", { name: "Enregistrer ma liste" }).click();
  await page.getByText(/^Liste enregistrée le/).waitFor();
  await stage.look(page, "wishes-saved");

  // another device
  const cookies = await page.context().cookies();
  const other = await stage.open("390x844", "en");
  await other.context().addCookies(cookies);
  await other.goto(`${stage.address}/#/student/competitions/${year.competitionId}/wishes`);
  await other.getByRole("button", { name: "Remove Odontologie" }).click();
  await other.getByRole("button", { name: "Save my list" }).click();
  await other.getByText(/^List saved on/).waitFor();
  await stage.look(other, "wishes-saved");
  await page.getByRole("button", { name: "Monter Pharmacie" }).click();
  await page.getByRole("button", { name: "Enregistrer ma liste" }).click();
  await page.getByText("Une autre liste a été enregistrée entre-temps, sur un autre appareil").waitFor();
  await stage.look(page, "wishes-elsewhere");
  await page.getByRole("button", { name: "Garder celle-ci" }).click();
  expect(await wishes(page)).toEqual(["Médecine", "Pharmacie"]);
  await page.getByRole("link", { name: "Historique" }).click();
  await page.getByRole("heading", { name: "Listes de vœux" }).waitFor();
  await stage.look(page, "history");

  // Mails follow the language; whoever leaves a shared computer signs out.
  const languageOf = async () =>
    (await year.owner.query<{ language: string }>("SELECT language FROM student_account WHERE login = $1", [mailOf(1)]))
      .rows[0]?.language;
  await page.getByRole("button", { name: "English" }).click();
  await expect.poll(languageOf).toBe("en");
  await page.getByRole("button", { name: "Français" }).click();
  await expect.poll(languageOf).toBe("fr");
  await page.getByRole("button", { name: /^Léa Nom1/ }).click();
  await stage.look(page, "menu");
  await page.getByRole("button", { name: "Se déconnecter", exact: true }).click();
  await page.getByRole("heading", { name: "Portail des examens" }).waitFor();
  await stage.look(page, "front");
  await page.context().close();
  await other.context().close();
});

test("results come by themselves at their second; a resignation is confirmed twice", async () => {
  const [page, phone] = [await stage.open("1280x800", "en"), await stage.open("390x844", "fr")];
  await enter(phone, 2);
  await phone.getByRole("link", { name: "Mes vœux" }).click();
  for (const name of ["Médecine", "Pharmacie"]) await phone.getByRole("button", { name: `Ajouter ${name}` }).click();
  await phone.getByRole("button", { name: "Enregistrer ma liste" }).click();
  await phone.getByText(/^Liste enregistrée le/).waitFor();
  await stage.look(phone, "wishes-saved");
  await phone.getByRole("link", { name: "Mes résultats" }).click();
  await phone.getByText("Aucun résultat n’est publié pour vous.").waitFor();

  const { row } = await year.prepare(true);
  const at = Date.now() + 4_000;
  await year.release(row, at, at + DAY);
  await phone.reload();
  await phone.getByText(/^Publication prévue le/).waitFor();
  await stage.look(phone, "results-coming");
  await phone.getByText("Vous êtes admis en Pharmacie").waitFor({ timeout: 30_000 });
  expect(Date.now()).toBeGreaterThanOrEqual(at);
  await phone.getByText("Pourquoi").click();
  await stage.look(phone, "results");

  await enter(page, 1);
  await page.goto(`${stage.address}/#/student/competitions/${year.competitionId}/results`);
  await page.getByText("You are admitted to Médecine").waitFor();
  await stage.look(page, "results");
  await page.getByText("Results of all, without identity").click();
  await page.getByRole("heading", { name: "Classement général" }).waitFor();
  await stage.look(page, "results-of-all");
  await page.getByRole("button", { name: "Resign: leave the procedure" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: /Write MED/ }).fill("PHA");
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await dialog.getByText("It has to be exactly MED.").waitFor();
  await stage.look(page, "resign");
  await dialog.getByRole("textbox", { name: /Write MED/ }).fill("med");
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await page.getByText("You have resigned.").waitFor();
  await stage.look(page, "resigned");
  await year.mailer.pass();
  expect(year.outbox.findLast(({ to }) => to === mailOf(1))?.text).toContain("Vous vous désistez");
  // whose session has ended signs in over the page
  await phone.context().clearCookies();
  await phone.getByRole("link", { name: "Historique" }).click();
  await phone
    .getByText(/^Votre session est terminée/)
    .first()
    .waitFor();
  await stage.look(phone, "session-ended");
});
