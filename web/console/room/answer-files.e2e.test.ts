import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { AnswerFileOutcome } from "#contracts/answer-file";
import { launchBrowser, violations } from "#infra/testing/browser.ts";
import { ownPages } from "#infra/testing/own-pages.ts";
import { FakeControl } from "../testing/fake-control.ts";
import { PASSWORD } from "../testing/fake-exam.ts";
import { EVIDENCE_TEXTS } from "../texts/evidence.ts";
import { TEXTS } from "../texts/texts.ts";

/** Where to put screenshots, or nowhere. */
const SHOTS = process.env["AMPHI_SCREENSHOTS"];
const fr = TEXTS.fr;
const words = EVIDENCE_TEXTS.fr;
let pages: Awaited<ReturnType<typeof ownPages>>;
let browser: Browser;
let control: FakeControl;
let person: BrowserContext;
let page: Page;
/** What each file is answered with, by what is in it. */
const answers: Record<string, AnswerFileOutcome | 404> = {
  good: {
    ...{ outcome: "taken", sittingId: 1, candidateId: 1007 },
    ...{ newEntries: 12, knownEntries: 330, setAside: 0, secured: true },
  },
  bad: { outcome: "refused", problems: [{ code: "other_place", detail: "another room" }] },
  kept: 404,
};
const brought: string[] = [];

beforeAll(async () => {
  [pages, browser] = await Promise.all([ownPages(), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await pages.remove();
});
beforeEach(async () => {
  brought.length = 0;
  control = await FakeControl.start(pages.root, { perRoom: 10, centres: 3 });
  control.act("check_in");
  control.arrive();
  control.act("ready");
  control.act("start");
  for (const { id, roomId } of control.exam.roster)
    if (roomId < 20)
      control.move(id, {
        ...(id === 1007 ? { submitted: "on_tablet", waitingEntries: 12 } : { submitted: "stored" }),
        receiptCode: id === 1007 ? null : "7K3MQ9TB2XHN4ABC",
      });
  control.act("end");
  person = await browser.newContext({ locale: "fr-FR", viewport: { width: 1366, height: 900 } });
  page = await person.newPage();
  await page.route("**/answer-files", async (route) => {
    const body = route.request().postData() ?? "";
    brought.push(`${route.request().headers()["content-type"]} ${body}`);
    const answer = answers[body] ?? 404;
    if (answer === 404) return route.fulfill({ status: 404, json: { error: { code: "not_found", message: "no" } } });
    return route.fulfill({ status: 200, json: answer });
  });
  await page.goto(`${control.url}/console/`);
  await page.getByLabel(fr.signIn.login).fill("lead1");
  await page.getByLabel(fr.signIn.password).fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.getByRole("tab", { name: fr.room.tabs.collection }).click();
});
afterEach(async () => {
  await person.close();
  await control.stop();
});

const file = (name: string, text: string) => ({
  name,
  mimeType: "application/octet-stream",
  buffer: Buffer.from(text),
});

test("files that are chosen are sent one by one, each with what became of it", async () => {
  const [good, bad, kept] = [file("A-7.amphi", "good"), file("B-1.amphi", "bad"), file("C-1.amphi", "kept")];
  await page.getByLabel(words.choose).setInputFiles([good, bad, kept]);
  await page.getByText(words.taken(12, 330)).waitFor();
  await page.getByText(words.secured).waitFor();
  await page.getByText(words.problem.other_place).waitFor();
  await page.getByText(words.notHere).waitFor();
  expect(brought).toEqual(["good", "bad", "kept"].map((text) => `application/octet-stream ${text}`));
  expect(await violations(page, "answer files")).toEqual([]);
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/console-answer-files.png`, fullPage: true });
});

test("files are dropped; one that is far too large is not even sent", async () => {
  const drop = await page.evaluateHandle(() => {
    const files = new DataTransfer();
    files.items.add(new File([new Uint8Array(17 * 1024 * 1024)], "large.amphi"));
    files.items.add(new File(["good"], "A-7.amphi"));
    return files;
  });
  await page.getByText(words.drop).dispatchEvent("drop", { dataTransfer: drop });
  await page.getByText(words.problem.too_large).waitFor();
  await page.getByText(words.taken(12, 330)).waitFor();
  expect(brought).toEqual(["application/octet-stream good"]);
});

test("codes of receipts are in the list and with the candidate", async () => {
  const heading = page.getByRole("heading", { name: /^Reçus établis/ });
  const [made = 0, of = 0] = ((await heading.textContent()) ?? "").match(/\d+/g)?.map(Number) ?? [];
  expect(made).toBe(of - 1);
  await page.getByText(words.codes).click();
  expect(await page.getByText("7K3M-Q9TB-2XHN-4ABC", { exact: true }).count()).toBe(made);
  await page.getByText(words.none).waitFor();
});
