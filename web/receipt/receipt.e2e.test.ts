import { createServer, type Server, type ServerResponse } from "node:http";
import { readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { FinalReceipt } from "#contracts/evidence";
import type { ReceiptAnswer } from "#contracts/http/receipt";
import { groupedReceiptCode, receiptCodeFrom } from "#domain/answer/receipt-code";
import { codeOf, pointOf, sign } from "#evidence/signing";
import { aKey } from "#evidence/testing/a-candidate";
import { launchBrowser, securityPolicy, violations } from "#infra/testing/browser.ts";
import { ownPages } from "#infra/testing/own-pages.ts";
import { TEXTS } from "./texts.ts";

const SHOTS = process.env["AMPHI_SCREENSHOTS"];
const MEDIA: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
};
let pages: Awaited<ReturnType<typeof ownPages>>;
let browser: Browser;
let server: Server;
/** Canonical code → what is answered; what is not there is unknown. */
const known = new Map<string, ReceiptAnswer | 429>();
const asked: string[] = [];

beforeAll(async () => {
  [pages, browser] = await Promise.all([ownPages(), launchBrowser()]);
  server = createServer((request, response) => {
    const chunks: Uint8Array[] = [];
    request.on("data", (chunk: Uint8Array) => chunks.push(chunk));
    request.on("end", () => void serve(request.url ?? "/", Buffer.concat(chunks).toString(), response));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
});
afterAll(async () => {
  await browser.close();
  server.close();
  server.closeAllConnections();
  await pages.remove();
});
beforeEach(() => {
  known.clear();
  asked.length = 0;
});

async function serve(url: string, body: string, response: ServerResponse): Promise<void> {
  response.setHeader("content-security-policy", securityPolicy([]));
  if (url === "/api/receipts") {
    const { code } = JSON.parse(body) as { code: string };
    asked.push(code);
    const answer = known.get(code);
    const refuse = (status: number, error: string) =>
      response.writeHead(status).end(JSON.stringify({ error: { code: error, message: error } }));
    if (answer === undefined) return void refuse(404, "not_found");
    if (answer === 429) return void refuse(429, "too_many_attempts");
    return void response.writeHead(200).end(JSON.stringify(answer));
  }
  const path = url.endsWith("/") ? `${url}index.html` : url;
  const bytes = await readFile(join(pages.root, path)).catch(() => null);
  if (bytes === null) return void response.writeHead(404).end();
  response.writeHead(200, { "content-type": MEDIA[extname(path)] ?? "application/octet-stream" }).end(bytes);
}

const HEAD = "5b41362bc82b7f3d56edc5a306db22105707d01ff4819e26faef9724a2d406c9";
const aReceipt = (over: Partial<FinalReceipt> = {}): FinalReceipt => ({
  ...{ format: "amphi-final-receipt", version: 1, issuedAtMs: 1_795_363_200_000, issuedAt: "2026-11-22T16:00:00.000Z" },
  ...{ number: 1, replaces: null, answers: 118, entries: 342, nonce: "0f".repeat(16) },
  sitting: { id: 3, title: "Épreuve du lundi après-midi", paper: "p1", paperSha256: HEAD },
  candidate: { id: 2016, studentNumber: "*****417" },
  epochs: [1, 2].map((epoch) => ({
    ...{ epoch, deviceId: `tablet-0000000${epoch}`, devicePublicKey: null, count: 171, headSeq: 171, d2: 171 },
    ...{ genesisHash: HEAD, chainHead: HEAD, submitted: epoch === 2, proof: "no_device_key" },
  })),
  ...over,
});
async function stored(receipt: FinalReceipt, over: Partial<ReceiptAnswer> = {}): Promise<string> {
  const key = await aKey();
  const signed = await sign(receipt, key);
  known.set(codeOf(signed), { jws: signed.jws, newerCode: null, key: pointOf(key), ...over });
  return groupedReceiptCode(codeOf(signed));
}
async function opened(hash = "", locale = "fr-FR", viewport = { width: 1024, height: 768 }): Promise<Page> {
  const context = await browser.newContext({ locale, viewport, acceptDownloads: true });
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/receipt/${hash}`);
  return page;
}
async function check(page: Page, code: string, texts = TEXTS.fr): Promise<void> {
  await page.getByLabel(texts.code).fill(code);
  await page.keyboard.press("Enter");
}

for (const language of ["fr", "en"] as const)
  test(`a code, typed in any way, shows what was signed and how to check it by hand (${language})`, async () => {
    const texts = TEXTS[language];
    const code = await stored(aReceipt());
    const page = await opened("", language === "fr" ? "fr-FR" : "en-GB");
    await check(page, code.toLowerCase().replaceAll("-", " "), texts);
    await page.getByText(texts.valid).waitFor();
    for (const said of [code, "*****417", "118", "342", HEAD, "Épreuve du lundi après-midi"])
      await page.getByText(said, { exact: true }).first().waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe(language);
    await page.getByText(texts.byHand).click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: texts.save }).click(),
    ]);
    const file = JSON.parse(await readFile((await download.path()) ?? "", "utf8")) as {
      statement: unknown;
      jws: string;
    };
    expect(file).toEqual({
      statement: aReceipt(),
      jws: [...known.values()].map((one) => (one as ReceiptAnswer).jws)[0],
    });
    expect(await violations(page, "receipt")).toEqual([]);
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/receipt-page-${language}.png`, fullPage: true });
  });

test("a code in a link is looked up; an earlier receipt leads to the one in force", async () => {
  const newer = await stored(aReceipt({ number: 2, answers: 120 }));
  const older = await stored(aReceipt(), { newerCode: newer.replaceAll("-", "") });
  const page = await opened(`#${older}`, "fr-FR", { width: 800, height: 1280 });
  await page.getByText(TEXTS.fr.replaced).waitFor();
  await page.getByRole("button", { name: newer }).click();
  await page.getByText("120", { exact: true }).waitFor();
  expect(await page.getByText(TEXTS.fr.replaced).count()).toBe(0);
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/receipt-page-narrow.png`, fullPage: true });
});

test("what is wrong is said calmly, and never shown as a receipt", async () => {
  const code = await stored(aReceipt());
  const page = await opened();
  const { problem } = TEXTS.fr;
  await check(page, "ABCD");
  await page.getByText(problem.mistyped).waitFor();
  expect(asked).toEqual([]);
  const nobodys = receiptCodeFrom(Buffer.alloc(32, 7));
  await check(page, nobodys);
  await page.getByText(problem.unknown).waitFor();
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/receipt-page-unknown.png` });
  known.set(nobodys, 429);
  await check(page, nobodys);
  await page.getByText(problem.busy).waitFor();

  const canonical = code.replaceAll("-", "");
  const good = known.get(canonical) as ReceiptAnswer;
  const [header, payload, signature] = good.jws.split(".") as [string, string, string];
  const forged = Buffer.from(JSON.stringify(aReceipt({ answers: 119 }))).toString("base64url");
  const other = await sign(aReceipt({ answers: 119 }), await aKey());
  for (const jws of [[header, forged, signature].join("."), other.jws, [header, payload].join("."), "x"]) {
    known.set(canonical, { ...good, jws });
    await check(page, code);
    await page.getByText(problem.unsound).waitFor();
    expect(await page.getByText("*****417").count()).toBe(0);
    await page.reload();
  }
});
