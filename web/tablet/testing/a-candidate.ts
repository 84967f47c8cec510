/** A candidate at a tablet, as a browser test plays them. */
import type { Browser, BrowserContext, Page } from "playwright-core";
import { cardCodeFrom, groupedCardCode } from "#domain/exam/card-code";
import type { Texts } from "../texts/texts.ts";

export const CARD = groupedCardCode(cardCodeFrom(new Uint8Array([20, 16, 3, 9, 17, 8, 52, 1])));

export class ACandidate {
  /** What the page complained about: a correct page complains about nothing but refused requests. */
  readonly complaints: string[] = [];
  page!: Page;

  private constructor(
    readonly context: BrowserContext,
    private readonly url: string,
    readonly texts: Texts,
  ) {}

  static async sitDown(browser: Browser, url: string, texts: Texts, locale = "fr-FR"): Promise<ACandidate> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale });
    const candidate = new ACandidate(context, url, texts);
    await candidate.openPage();
    return candidate;
  }

  /** `hash`: what a QR adds to the address. */
  async openPage(hash = ""): Promise<void> {
    this.page = await this.context.newPage();
    this.page.on("pageerror", (error) => this.complaints.push(error.message));
    this.page.on("console", (message) => {
      const refused = /Failed to load resource|WebSocket connection/.test(message.text());
      if (message.type() === "error" && !refused) this.complaints.push(message.text());
    });
    await this.page.goto(`${this.url}/tablet/${hash}`);
  }

  async signIn(card: string = CARD): Promise<void> {
    await this.page.getByLabel(this.texts.signIn.label).fill(card);
    await this.press(this.texts.signIn.go);
    await this.press(this.texts.identity.yes);
  }

  /** Touches a button that is off: nothing must happen. */
  tryToPress(name: string): Promise<void> {
    return this.page.getByRole("button", { name, exact: true }).click({ force: true });
  }
  press(name: string): Promise<void> {
    return this.page.getByRole("button", { name, exact: true }).click();
  }
  choose(name: string): Promise<void> {
    return this.page.locator("label").filter({ hasText: name }).first().click();
  }
  async validate(): Promise<void> {
    await this.press(this.texts.paper.validate);
    await this.page.getByRole("dialog").getByRole("button", { name: this.texts.paper.validate }).click();
  }
  sees(text: string): Promise<void> {
    return this.page.getByText(text, { exact: false }).first().waitFor();
  }
  /** Waits for the badge to be in a state. */
  badge(state: "saved" | "waiting" | "call_proctor"): Promise<void> {
    return this.page.locator(`[data-state="${state}"]`).waitFor();
  }
  async leave(): Promise<void> {
    await this.context.close();
  }
}
