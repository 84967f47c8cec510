/** A room for browser tests: built pages, Chromium, a fresh platform for each test, candidates who sit down and leave. */
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { fr } from "../texts/fr.ts";
import type { Texts } from "../texts/texts.ts";
import { ACandidate } from "./a-candidate.ts";
import { launchBrowser } from "#infra/testing/browser.ts";
import { ownPages } from "#infra/testing/own-pages.ts";
import { FakePlatform } from "./fake-platform.ts";

export class ExamRoom {
  platform!: FakePlatform;
  pages!: Awaited<ReturnType<typeof ownPages>>;
  private browser!: Browser;
  private readonly seated: ACandidate[] = [];

  /** To be called once, at the top of a test file. */
  static open(): ExamRoom {
    const room = new ExamRoom();
    beforeAll(async () => {
      [room.pages, room.browser] = await Promise.all([ownPages(), launchBrowser()]);
    });
    afterAll(async () => {
      await room.browser.close();
      await room.pages.remove();
    });
    beforeEach(async () => {
      room.platform = await FakePlatform.start(room.pages.root);
    });
    afterEach(() => room.emptied());
    return room;
  }

  async sitDown(texts: Texts = fr, locale = "fr-FR"): Promise<ACandidate> {
    const candidate = await ACandidate.sitDown(this.browser, this.platform.url, texts, locale);
    this.seated.push(candidate);
    return candidate;
  }

  start(): void {
    this.platform.act("check_in");
    this.platform.act("start");
  }

  /** A candidate before the first question. */
  async composing(texts: Texts = fr, locale = "fr-FR"): Promise<ACandidate> {
    this.start();
    const candidate = await this.sitDown(texts, locale);
    await candidate.signIn();
    await candidate.sees("Quels éléments");
    return candidate;
  }

  private async emptied(): Promise<void> {
    const complaints = this.seated.flatMap((candidate) => candidate.complaints);
    for (const candidate of this.seated.splice(0)) await candidate.leave();
    await this.platform.stop();
    expect(complaints).toEqual([]);
    expect(this.platform.problems).toEqual([]);
  }
}
