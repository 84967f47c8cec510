/**
 * The operator's page of rehearsals in a browser, over the routes that a rehearsal and this page really ask: a token is
 * made on the screen, a rehearsal tells how it goes with it, its result is recorded and its report opened.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { RunBegun, RunFigures } from "#contracts/http/rehearsal-run";
import { aResult } from "#contracts/testing/a-rehearsal";
import { createLiveBook } from "#control/rehearsal/live-book";
import { createTokenCheck } from "#control/rehearsal/token-check";
import { addStaffRequests } from "#control/staff-requests";
import { aControl, aSitting } from "#control/testing/a-control";
import { aStaff } from "#control/testing/a-staff";
import { launchBrowser, violations } from "#infra/testing/browser.ts";
import { ownPages } from "#infra/testing/own-pages.ts";
import { projectRoot } from "#runtime/project-root";
import { FakeControl } from "../../web/console/testing/fake-control.ts";
import { CODE, PASSWORD } from "../../web/console/testing/fake-exam.ts";
import { TEXTS } from "../../web/console/texts/texts.ts";
import { REHEARSALS_TEXTS } from "../../web/console/texts/rehearsals.ts";
import type { Language } from "../../web/ui/i18n.ts";

/** Asked for, pictures are written for the guides. */
const PICTURES = process.env["AMPHI_PICTURES"] === "1" ? join(projectRoot(), "docs/pictures/operator") : null;
const DAY_MS = 86_400_000;

let pages: Awaited<ReturnType<typeof ownPages>>;
let browser: Browser;
let fake: FakeControl;
let context: BrowserContext;
beforeAll(async () => {
  [pages, browser] = await Promise.all([ownPages(), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await pages.remove();
});
beforeEach(async () => {
  fake = await FakeControl.start(pages.root, { perRoom: 10 });
});
afterEach(async () => {
  await context.close();
  await fake.stop();
  expect(fake.problems).toEqual([]);
});

/** Control's real routes of rehearsals over memory, behind the console of the fake. */
function aPlatform() {
  const nowMs = Date.now();
  const liveRuns = createLiveBook(() => crypto.randomUUID());
  const made = new Map<string, number>();
  const rehearsalTokens = createTokenCheck(
    {
      use: async (token) => {
        const found = world.tokens.find(({ id }) => id === made.get(token));
        return found && found.revokedAtMs === null ? found : null;
      },
    },
    Date.now,
  );
  const { parts: staff, world } = aStaff({ liveRuns, rehearsalTokens, now: Date.now });
  world.nowMs = nowMs;
  // Three rooms: a national exam of 8,100.
  const large = { expected: 2_700 };
  const centres: typeof staff.book.centres = (sittingId) =>
    staff.book.centres(sittingId).map((one) => ({ ...one, rooms: one.rooms.map((room) => ({ ...room, ...large })) }));
  const parts = { ...staff, book: { ...staff.book, centres } };
  const tokens: typeof parts.tokens = {
    ...parts.tokens,
    make: async (of) => {
      const { id, token } = await parts.tokens.make(of);
      made.set(token, id);
      return { id, token };
    },
  };
  const reports = new Map<number, Uint8Array>();
  const records: typeof parts.records = {
    ...parts.records,
    report: async (id) => reports.get(id) ?? null,
    record: async ({ by, report, result }) => {
      const id = world.recorded.length + 1;
      world.recorded = [{ id, recordedBy: by, recordedAtMs: Date.now(), result }, ...world.recorded];
      world.passed = [{ profile: result.profile.name, candidates: result.profile.candidates, atMs: Date.now() }];
      reports.set(id, gzipSync(report));
      return { rehearsalId: id, outcome: "recorded" };
    },
  };
  const control = aControl({
    ...{ liveRuns, rehearsalTokens, records, now: Date.now },
    addStaffSide: (to) => addStaffRequests(to, { ...parts, tokens, records }),
  });
  control.world.sittings = [aSitting({ rehearsal: true })];
  const ask = async (request: Request, login = "ops"): Promise<Response | null> => {
    const { pathname } = new URL(request.url);
    if (!/^\/api\/(console\/)?rehearsal/.test(pathname)) return null;
    const account = world.accounts.find((one) => one.account.login === login)?.account;
    if (!account) throw new Error(`nobody is called ${login}`);
    const { token } = await parts.sessions.open(account, Date.now());
    request.headers.set("cookie", `amphi_staff=${token}`);
    return control.app.request(request);
  };
  return { ask, liveRuns, world };
}

async function signedIn(language: Language, viewport: { width: number; height: number }): Promise<Page> {
  context = await browser.newContext({ locale: language === "fr" ? "fr-FR" : "en-GB", viewport });
  const page = await context.newPage();
  const words = TEXTS[language].signIn;
  await page.goto(`${fake.url}/console/`);
  await page.getByLabel(words.login).fill("ops");
  await page.getByLabel(words.password).fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.getByLabel(words.code).fill(CODE);
  await page.keyboard.press("Enter");
  // With the keyboard alone.
  await page.getByRole("button", { name: REHEARSALS_TEXTS[language].views.rehearsals }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: REHEARSALS_TEXTS[language].title, level: 1 }).waitFor();
  return page;
}
async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES === null) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`), animations: "disabled", caret: "hide" });
}

const RUN = (nowMs: number): RunBegun => ({
  ...{ v: 1, profile: "ecni-2015", candidates: 8_300, seed: 7, commit: "0123456789ab", sittingId: 5 },
  ...{ originMs: nowMs - 120_000, startMs: nowMs - 60_000, endMs: nowMs + 300_000, settleUntilMs: nowMs + 390_000 },
  limits: { d1P99Ms: 25, d2P99Ms: 1_000 },
});
const line = (n: number): RunFigures => ({
  ...{
    v: 1,
    atMs: n * 2_000,
    connected: Math.min(8_300, n * 280),
    answersPerSecond: n < 30 ? 0 : 1_350 + (n % 7) * 12,
  },
  d1: n < 30 ? null : { p50: 6 + (n % 3), p99: n === 44 || n === 45 ? 38 : 17 + (n % 5) },
  d2: n < 30 ? null : { p50: 90, p99: 420 + (n % 9) * 10 },
  waiting: { d1: n % 4, d2: n < 30 ? 0 : 120 + (n % 6) * 9 },
  healthy: n !== 44,
  cpu: [
    ["ingest-1", 0.3 + (n % 5) / 50],
    ["drain-1", 0.2],
    ["k6-1", 0.6],
  ],
  faults: n === 44 || n === 45 ? ["kill ingest-1"] : [],
});

test.each([
  ["fr", { width: 1280, height: 800 }],
  ["en", { width: 1024, height: 768 }],
] as const)(
  "%s: a token is made, a rehearsal told live, its report opened, the exam rehearsed",
  async (language, size) => {
    const { ask, liveRuns, world } = aPlatform();
    fake.beside = ask;
    world.passed = [{ profile: "day", candidates: 8_300, atMs: Date.now() - 20 * DAY_MS }];
    const page = await signedIn(language, size);
    const texts = REHEARSALS_TEXTS[language];
    await page.getByText(texts.coming.missing, { exact: true }).waitFor();
    await page.getByText(texts.live.none).waitFor();

    await page.getByLabel(texts.tokens.name).fill("load machine");
    await page.getByRole("button", { name: texts.tokens.make }).click();
    const token = await page.getByLabel(texts.tokens.made).inputValue();
    await picture(page, `tokens-${language}`);
    const post = (path: string, body: object) =>
      fetch(`${fake.url}/api/rehearsal/${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${token}`, cookie: "amphi_staff=ops" },
        body: JSON.stringify(body),
      });
    expect((await post("results", {})).status).toBe(400);
    await page.getByRole("button", { name: texts.tokens.done }).click();
    expect(await page.getByText(token).count()).toBe(0);

    const { runId } = (await (await post("runs", RUN(Date.now()))).json()) as { runId: string };
    // Two minutes of lines, as if they had come before this one.
    for (let n = 1; n <= 60; n++) liveRuns.note(runId, 1, line(n), Date.now() - (61 - n) * 2_000);
    expect((await post(`runs/${runId}/figures`, line(61))).status).toBe(200);
    const chart = page.getByRole("img", { name: new RegExp(`^${texts.live.charts.connected}`) });
    await chart.waitFor();
    await page.getByText(texts.live.limit(texts.count(25))).waitFor();
    expect(await chart.getAttribute("aria-label")).toContain(texts.count(8_300));
    for (const theme of ["dark", "yellow", ""]) {
      await page.evaluate((name) => (document.documentElement.dataset["theme"] = name), theme);
      expect(await violations(page, `live, ${theme || "light"}`)).toEqual([]);
      if (theme !== "" && language === "fr") await picture(page, `live-${language}-${theme}`);
    }
    await picture(page, `live-${language}`);

    const html =
      '<!doctype html><title>R</title><style>p{color:red}</style><p>Report</p><script>document.title="ran"</script>';
    const report = gzipSync(html).toString("base64");
    const failed = aResult({
      state: "red",
      candidates: 8_300,
      startedAt: new Date(Date.now() - 2 * DAY_MS).toISOString(),
      reasons: ["ms from wanting to send to the acknowledgement (D1), 99th percentile: 31, at most 25"],
      limits: [{ figure: "d1P99Ms", value: 31, most: 25, ok: false }],
    });
    expect((await post("results", { v: 1, runId: null, result: failed, report })).status).toBe(200);
    const result = aResult({ startedAt: new Date(Date.now() - 60_000).toISOString() });
    expect((await post("results", { v: 1, runId, result, report })).status).toBe(200);
    await page.getByText(texts.coming.ready, { exact: true }).waitFor({ state: "attached" });
    await page.getByRole("row", { name: new RegExp(texts.records.verdicts.green) }).waitFor();
    expect(await page.getByRole("row", { name: new RegExp(texts.records.verdicts.red) }).textContent()).toContain(
      texts.records.broken,
    );
    expect(await violations(page, "records")).toEqual([]);
    await picture(page, `reports-${language}`);

    const opening = context.waitForEvent("page");
    await page.getByRole("link", { name: texts.records.open }).first().click();
    const opened = await opening;
    await opened.getByText("Report").waitFor();
    expect(await opened.title()).toBe("R");
    expect(await opened.evaluate(() => origin)).toBe("null");
    await opened.close();

    await page.getByRole("button", { name: texts.tokens.revoke }).click();
    await page.getByRole("button", { name: texts.tokens.revokeSure }).click();
    await page.getByText(texts.tokens.states.revoked).waitFor();
    expect((await post("runs", RUN(Date.now()))).status).toBe(401);
  },
);
