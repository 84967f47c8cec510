/** The end screen with and without a network: the receipt's code, and the file that carries what no network carries. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { genesisOf, NO_PREVIOUS_EPOCH } from "#domain/answer/chain";
import type { EntryFrame } from "#domain/answer/entry";
import { groupedReceiptCode } from "#domain/answer/receipt-code";
import { importFile } from "#evidence/answer-files/import-file";
import { openFile } from "#evidence/answer-files/open-file";
import { finalReceipt } from "#evidence/receipts/final-receipt";
import { type PrivateKey, pointOf, privateKeyOf } from "#evidence/signing";
import { aKey } from "#evidence/testing/a-candidate";
import { violations } from "#infra/testing/browser.ts";
import { RECEIPT_TEXTS } from "../receipt/texts.ts";
import type { ACandidate } from "../testing/a-candidate.ts";
import { ExamRoom } from "../testing/exam-room.ts";
import { SIGNING_KEY_PEM } from "../testing/paper.ts";
import { en } from "../texts/en.ts";
import { fr } from "../texts/fr.ts";
import type { Texts } from "../texts/texts.ts";

const SHOTS = process.env["AMPHI_SCREENSHOTS"];
const room = ExamRoom.open();
const shot = (c: ACandidate, name: string) =>
  SHOTS ? c.page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true }) : Promise.resolve(null);
const OF = { sittingId: 1, candidateId: 2016 };
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();
const GENESIS_HASH = genesisOf(sha256, OF, 1, NO_PREVIOUS_EPOCH).hash;

const installed = (c: ACandidate) =>
  c.page.waitForFunction(async () => (await navigator.serviceWorker.getRegistration())?.active?.state === "activated");
/** Everybody asks at another moment: this one at once. */
const askAtOnce = (c: ACandidate) => c.page.evaluate(() => void (Math.random = () => 0));

/** A question that may be answered at any time. */
const toQuestion12 = (c: ACandidate) =>
  c.page
    .getByRole("navigation")
    .getByRole("button", { name: /^Question 12,/ })
    .click();
async function handIn(c: ACandidate, words: Texts): Promise<void> {
  await c.press(words.paper.finish);
  await c.press(words.review.handIn);
  await c.press(words.review.sure);
  await c.sees(words.end.handedIn);
}
/** What the platform has of the tablet, as PostgreSQL would: for receipts and imports. */
function storedEpoch(frames: ReadonlyMap<string, string>) {
  const entries = [...frames.values()]
    .map((frame) => ({
      seq: (JSON.parse(frame) as EntryFrame).seq,
      kind: (JSON.parse(frame) as EntryFrame).kind,
      frame,
    }))
    .sort((a, b) => a.seq - b.seq);
  const device = room.platform.devices.at(-1);
  return {
    ...{ epoch: 1, deviceId: device?.id ?? null, publicKey: device?.publicKey ?? null },
    ...{ genesis: null, genesisHash: GENESIS_HASH, entries },
  };
}
const SITTING = { id: 1, title: "Épreuve", paper: "p1", paperSha256: "a".repeat(64) };
async function receiptOf(frames: ReadonlyMap<string, string>, key: PrivateKey) {
  const stored = { candidateId: OF.candidateId, studentNumber: "22104417", answers: 1, quarantined: 0 };
  const epochs = [storedEpoch(frames)];
  const outcome = await finalReceipt(SITTING, { ...stored, epochs }, null, key, Date.now());
  if (!("made" in outcome)) throw new Error(JSON.stringify(outcome));
  return outcome.made;
}

for (const [language, words] of [
  ["fr", fr],
  ["en", en],
] as const)
  test(`the receipt's code is shown once the tablet's own heads agree with it (${language})`, async () => {
    const c = await room.composing(words, language === "fr" ? "fr-FR" : "en-GB");
    await askAtOnce(c);
    await toQuestion12(c);
    await c.choose("La durée de séjour");
    const texts = RECEIPT_TEXTS[language];
    const key = await privateKeyOf(SIGNING_KEY_PEM);
    let code = "";
    room.platform.receipt = async () => {
      const made = await receiptOf(room.platform.received, key);
      code = groupedReceiptCode(made.code);
      return made.jws;
    };
    await handIn(c, words);
    await c.sees(words.end.all);
    await c.sees(texts.keep);
    await c.page.getByText(code, { exact: true }).waitFor();
    await c.sees(texts.answers(1));
    expect(await violations(c.page, "end")).toEqual([]);
    await shot(c, `receipt-${language}`);
  });

test("a receipt of other entries, or signed by somebody else, is not taken for this tablet's", async () => {
  const c = await room.composing();
  await askAtOnce(c);
  await toQuestion12(c);
  const stranger = await aKey();
  let asked = 0;
  room.platform.receipt = async () => {
    asked++;
    return (await receiptOf(room.platform.received, stranger)).jws;
  };
  await handIn(c, fr);
  await c.sees(fr.end.all);
  await expect.poll(() => asked, { timeout: 30_000 }).toBe(1);
  await c.sees(RECEIPT_TEXTS.fr.coming);
  const altered = new Map(room.platform.received);
  const [first, text] = [...altered][0] ?? ["", ""];
  altered.set(first, text.replace(/"claimedAtMs":\d/, '"claimedAtMs":9'));
  const key = await privateKeyOf(SIGNING_KEY_PEM);
  const made = await receiptOf(altered, key).catch(() => null);
  expect(made).toBeNull(); // the device's own signature is of another chain: the server makes none
  // Signed all the same, by a server that does not look: the tablet knows better.
  room.platform.devices.push({ id: "tablet-00000009", publicKey: null });
  const wrong = await receiptOf(altered, key);
  room.platform.receipt = () => Promise.resolve(wrong.jws);
  await c.page.getByText(RECEIPT_TEXTS.fr.differs).waitFor({ timeout: 60_000 });
  await shot(c, "receipt-differs-fr");
});

test("offline at the end: the file is saved without a network, and holds exactly what the tablet sends later", async () => {
  const office = await aKey();
  room.platform.answerFileKey = pointOf(office);
  const c = await room.composing();
  await installed(c);
  await toQuestion12(c);
  await c.choose("La durée de séjour");
  await c.badge("saved");
  await expect.poll(() => room.platform.frames.filter(({ kind }) => kind === "answer").length).toBe(1);
  const before = new Map(room.platform.received);
  room.platform.network(false);
  await c.context.setOffline(true);
  await c.choose("Le coût");
  await handIn(c, fr);
  const texts = RECEIPT_TEXTS.fr;
  await c.sees(texts.why);
  expect(await violations(c.page, "answer file")).toEqual([]);
  const [download] = await Promise.all([c.page.waitForEvent("download"), c.press(texts.save)]);
  expect(download.suggestedFilename()).toMatch(/^Amphitheatre-Rabelais_A-117_\d{4}-\d\d-\d\d\.amphi$/);
  await c.sees("Fichier enregistré");
  await shot(c, "answer-file-fr");
  const bytes = new Uint8Array(await readFile((await download.path()) ?? ""));

  const opened = await openFile(bytes, office);
  if ("problem" in opened) throw new Error(opened.problem.code);
  const entries = opened.file.epochs.flatMap((epoch) => epoch.entries);
  const appended: string[] = [];
  const outcome = await importFile(
    {
      key: office,
      now: () => 0,
      wait: () => Promise.resolve(),
      stores: {
        epochsOf: () => Promise.resolve([storedEpoch(before)]),
        append: (batch) => Promise.resolve(batch.map(({ frame }) => appended.push(frame))),
        securedOf: () => Promise.resolve(new Map([[1, entries.length]])),
        note: () => Promise.resolve(),
      },
    },
    bytes,
    { name: "test", objection: () => null },
  );
  expect(outcome).toMatchObject({ outcome: "taken", ...OF, knownEntries: before.size, setAside: 0 });
  expect([...[...before.values()].sort(bySeq), ...appended]).toEqual(entries);
  expect(appended.map((text) => (JSON.parse(text) as EntryFrame).kind)).toEqual(["answer", "submit"]);

  await c.context.setOffline(false);
  room.platform.network(true);
  await c.sees(fr.end.all);
  expect([...room.platform.received.values()].sort(bySeq)).toEqual(entries);
  expect(room.platform.problems).toEqual([]);
});
const bySeq = (a: string, b: string) => (JSON.parse(a) as EntryFrame).seq - (JSON.parse(b) as EntryFrame).seq;

test("where no answer files are taken none is offered", async () => {
  const c = await room.composing();
  await installed(c);
  await toQuestion12(c);
  room.platform.network(false);
  await c.context.setOffline(true);
  await handIn(c, fr);
  await c.sees(fr.end.notYet);
  expect(await c.page.getByText(RECEIPT_TEXTS.fr.save).count()).toBe(0);
});
