/** Somebody at a console, in a browser of their own, who does everything through the screens. */
import type { Browser, Page } from "playwright-core";
import { expect, vi } from "vitest";
import type { Act } from "#domain/sitting/act";
import { DEMO_PASSWORD, DEMO_SECOND_FACTOR } from "#domain/exam/demo-staff";
import { wallClock } from "#domain/exam/local-time";
import { codeAt } from "#runtime/second-factor";
import { fr } from "../../web/console/texts/fr.ts";
import { organiserFr as words } from "../../web/console/texts/organiser-fr.ts";

export const WAIT = { timeout: 60_000 };
const TIME_ZONE = "Europe/Paris";
/** A time of day as people type it. */
export const typedTime = (ms: number): string => wallClock(ms, TIME_ZONE).slice(11);
/** A whole second a few seconds ahead: time enough to write it down and to have it confirmed. */
export const soon = (seconds = 8): number => Math.ceil(Date.now() / 1_000 + seconds) * 1_000;

export interface Filled {
  readonly cause?: string;
  /** The announced instant, ms; without it: at once. */
  readonly atMs?: number;
  readonly override?: string;
  readonly seconds?: number;
  /** Ticks every check of a room that says it is ready. */
  readonly checks?: true;
}

export class ConsolePerson {
  /** What the page complained about: a correct page complains about nothing but refused requests. */
  readonly complaints: string[] = [];

  private constructor(
    readonly page: Page,
    readonly login: string,
  ) {
    page.on("pageerror", (error) => this.complaints.push(`${login}: ${error.message}`));
    page.on("console", (message) => {
      const refused = /Failed to load resource|WebSocket connection|net::ERR/.test(message.text());
      if (message.type() === "error" && !refused) this.complaints.push(`${login}: ${message.text()}`);
    });
  }

  static async signIn(browser: Browser, address: string, login: string): Promise<ConsolePerson> {
    const viewport = { width: 1366, height: 768 };
    const context = await browser.newContext({ baseURL: address, locale: "fr-FR", timezoneId: TIME_ZONE, viewport });
    context.setDefaultTimeout(WAIT.timeout);
    const person = new ConsolePerson(await context.newPage(), `demo.${login}`);
    const { page } = person;
    await page.goto(`${address}/console/`);
    await page.getByLabel(fr.signIn.login).fill(person.login);
    await page.getByLabel(fr.signIn.password).fill(DEMO_PASSWORD);
    await page.keyboard.press("Enter");
    if (login.startsWith("organiser")) {
      await page.getByLabel(fr.signIn.code).fill(codeAt(Buffer.from(DEMO_SECOND_FACTOR, "utf8"), Date.now()));
      await page.keyboard.press("Enter");
    }
    await person.sees(fr.bar.live);
    return person;
  }

  async press(name: string | RegExp): Promise<void> {
    // Whoever acts looks at the page: one behind others may be painted as rarely as the browser likes.
    await this.page.bringToFront();
    await this.page
      .getByRole("button", { name, exact: typeof name === "string" })
      .first()
      .click();
  }
  sees(text: string | RegExp): Promise<void> {
    return this.page.getByText(text).first().waitFor(WAIT);
  }
  tab(name: string): Promise<void> {
    return this.page.getByRole("tab", { name }).click();
  }
  /** A page of the organiser. */
  goTo(view: keyof typeof words.views): Promise<void> {
    return this.page.getByRole("navigation").getByRole("button", { name: words.views[view] }).click();
  }
  async openCentre(name: string): Promise<void> {
    await this.goTo("centres");
    await this.press(new RegExp(`^${name}`));
    await this.page.getByRole("heading", { name, level: 1 }).waitFor(WAIT);
  }

  /** Presses an act's button, fills its dialog and confirms. Gives what the dialog said became of it. */
  async act(button: string, filled: Filled = {}): Promise<string> {
    await this.press(button);
    await this.fill(filled);
    return this.confirm();
  }
  async fill({ cause, atMs, override, seconds, checks }: Filled): Promise<void> {
    const dialog = this.page.getByRole("dialog");
    if (checks) for (const check of Object.values(fr.readiness.checks)) await dialog.getByLabel(check).check();
    if (seconds !== undefined) await dialog.getByLabel(fr.act.seconds).fill(String(seconds));
    if (atMs !== undefined) {
      await dialog.getByLabel(fr.act.later).check();
      await dialog.getByLabel(fr.act.time).fill(typedTime(atMs));
    }
    if (override !== undefined) await dialog.getByLabel(fr.act.override).fill(override);
    if (cause !== undefined) await dialog.getByLabel(fr.act.cause, { exact: true }).fill(cause);
  }
  async confirm(): Promise<string> {
    const dialog = this.page.getByRole("dialog");
    await dialog.getByRole("button", { name: fr.act.confirm }).click();
    const outcome = dialog.getByText(/^(Fait|Attend la confirmation|Refusé)/).first();
    await outcome.waitFor(WAIT);
    const said = (await dialog.getByRole("status").innerText()).replace(/\s+/g, " ");
    await dialog.getByRole("button", { name: fr.close }).click();
    return said;
  }
  /** As the second person: confirms what waits, and waits until nothing does. */
  async confirmProposal(): Promise<void> {
    const confirm = this.page.getByRole("button", { name: words.proposals.confirm, exact: true });
    await confirm.first().click();
    await confirm.first().waitFor({ state: "detached", ...WAIT });
  }

  /** Opens the chat of a room's board if it is closed, and writes on a thread. */
  async say(thread: string, text: string): Promise<void> {
    const chat = this.page.getByRole("region", { name: fr.chat.title });
    if ((await chat.count()) === 0) await this.press(/^Messages/);
    await chat.getByRole("tab", { name: new RegExp(`^${thread}`) }).click();
    await chat.getByLabel(fr.chat.write).fill(text);
    await this.page.keyboard.press("Enter");
    await chat.getByText(text).waitFor(WAIT);
  }

  /** Goes over to another sitting, as the bar offers it. */
  async chooseSitting(sittingId: number): Promise<void> {
    await this.page.getByLabel(fr.bar.sitting, { exact: true }).selectOption(String(sittingId));
  }
  /** The journal as it is exported: with codes in place of ids. */
  async journal(sittingId: number): Promise<readonly Act[]> {
    const answer = await this.page.request.get(`/api/console/sittings/${sittingId}/journal.json`);
    expect(answer.status()).toBe(200);
    return ((await answer.json()) as { acts: { act: Act }[] }).acts.map(({ act }) => act);
  }
  /** Waits until the number in front of a counter's word is this one. */
  async counts(n: number, word: string): Promise<void> {
    await vi.waitFor(async () => {
      const counter = this.page.getByRole("group", { name: fr.counters.title }).getByRole("button");
      expect((await counter.allInnerTexts()).map((text) => text.replace(/\s+/g, " ").trim())).toContain(`${n} ${word}`);
    }, WAIT);
  }
  async leave(): Promise<void> {
    await this.page.context().close();
  }
}
