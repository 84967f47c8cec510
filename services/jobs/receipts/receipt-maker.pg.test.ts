import { createPrivateKey, generateKeyPairSync, sign } from "node:crypto";
import { compactVerify } from "jose";
import pg, { Client } from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { FinalReceipt } from "#contracts/evidence";
import { fromHex, genesisOf, headAfter, NO_PREVIOUS_EPOCH } from "#domain/answer/chain";
import type { EntryFrame } from "#domain/answer/entry";
import { readReceiptCode } from "#domain/answer/receipt-code";
import { anAnswer } from "#domain/testing/builders";
import { privateKeyOf } from "#evidence/signing";
import { freshDatabase } from "#infra/testing/shared-servers.ts";
import { createReceiptMaker, type ReceiptMaker } from "#jobs/receipts/receipt-maker";
import { createReceiptStore } from "#jobs/receipts/stores";
import { databaseOf } from "#postgres/queries/reading";
import { newestReceipt, receiptByCode } from "#postgres/queries/receipts";
import { sha256, storeChain, storeSitting, type StoredSitting } from "#postgres/queries/testing/stored-chains";

let client: Client;
let jobs: pg.Pool;
let control: pg.Pool;
let of: StoredSitting;
let maker: ReceiptMaker;
let newMaker: () => Promise<ReceiptMaker>;
let disagreements: string[];
const signing = generateKeyPairSync("ec", { namedCurve: "P-256" });
const device = generateKeyPairSync("ec", { namedCurve: "P-256" });
const { x = "", y = "" } = device.publicKey.export({ format: "jwk" });
const publicKey = { x, y };

beforeEach(async () => {
  const urls = await freshDatabase();
  client = new Client({ connectionString: urls.ownerUrl });
  await client.connect();
  of = await storeSitting(client);
  jobs = new pg.Pool({ connectionString: urls.urlFor("amphi_jobs"), max: 2 });
  control = new pg.Pool({ connectionString: urls.urlFor("amphi_control"), max: 2 });
  disagreements = [];
  const key = await privateKeyOf(signing.privateKey.export({ type: "pkcs8", format: "pem" }).toString());
  newMaker = () =>
    Promise.resolve(
      createReceiptMaker({
        store: createReceiptStore(jobs),
        key,
        onDisagreement: (_sitting, candidate, codes) => disagreements.push(`${candidate}: ${codes.join()}`),
        now: () => 20_000,
      }),
    );
  maker = await newMaker();
});
afterEach(() => Promise.all([client.end(), jobs.end(), control.end()]));

/** The frames, then a hand-in that the device signs. */
function handedIn(frames: readonly EntryFrame[], epoch = 1): EntryFrame[] {
  const { hash } = genesisOf(sha256, of, epoch, NO_PREVIOUS_EPOCH);
  const texts = frames.map((frame) => Buffer.from(JSON.stringify(frame)));
  const head = headAfter(sha256, hash, texts);
  const key = createPrivateKey(device.privateKey.export({ type: "pkcs8", format: "pem" }));
  const signature = sign("sha256", fromHex(head), { key, dsaEncoding: "ieee-p1363" }).toString("base64url");
  const position = { v: 1 as const, epoch, seq: frames.length + 1, claimedAtMs: 9_000 };
  return [...frames, { ...position, kind: "submit", proof: { head, signature } }];
}
const ANSWERS: EntryFrame[] = [anAnswer({ seq: 1 }), anAnswer({ seq: 2, itemId: "q2" })];
/** One more entry of epoch 1, as the drain stores it. */
async function arrives(frame: EntryFrame): Promise<void> {
  await client.query(
    `INSERT INTO answer_log (sitting_id, candidate_id, epoch, seq, kind, frame, claimed_at_ms, made_at_ms, received_at_ms,
       generation, stream_seq) VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $7, 1, 0)`,
    [of.sittingId, of.candidateId, frame.epoch, frame.seq, frame.kind, JSON.stringify(frame), frame.claimedAtMs],
  );
  await client.query("UPDATE candidate_epoch SET head = $1, d2 = $1 WHERE candidate_id = $2 AND epoch = $3", [
    frame.seq,
    of.candidateId,
    frame.epoch,
  ]);
}
const newest = () => newestReceipt(databaseOf(control), of);
async function statementOf(jws: string): Promise<FinalReceipt> {
  const { payload } = await compactVerify(jws, signing.publicKey);
  return FinalReceipt.parse(JSON.parse(new TextDecoder().decode(payload)));
}

test("a receipt for whoever has everything handed in and stored, once, with a code that finds it", async () => {
  const { heads } = await storeChain(client, of, { publicKey, frames: handedIn(ANSWERS) });
  expect(await maker.pass()).toBe(1);
  const stored = await newest();
  const statement = await statementOf(stored?.jws ?? "");
  expect(statement).toMatchObject({ number: 1, replaces: null, entries: 3, issuedAtMs: 20_000 });
  expect(statement.candidate).toEqual({ id: of.candidateId, studentNumber: "****042" });
  expect(statement.epochs).toMatchObject([{ epoch: 1, count: 3, d2: 3, chainHead: heads[2], proof: "valid" }]);
  expect(JSON.stringify(statement)).not.toMatch(/Nguyen|2400042/);
  expect(readReceiptCode(stored?.code ?? "")).toEqual({ ok: true, code: stored?.code });
  expect(await receiptByCode(databaseOf(control), stored?.code ?? "")).toEqual(stored);

  expect(await maker.pass()).toBe(0);
  expect(await (await newMaker()).pass()).toBe(0);
});

test("nothing for whoever composes, has a gap, or waits for a ruling", async () => {
  await storeChain(client, of, { publicKey, frames: ANSWERS });
  expect(await maker.pass()).toBe(0);
  await client.query("TRUNCATE candidate_epoch");
  await client.query(
    `INSERT INTO quarantine (partition, generation, stream_id, reason, detail, sitting_id, candidate_id, raw)
     VALUES (0, 1, '1-1', 'conflict', 'd', $1, $2, '{}')`,
    [of.sittingId, of.candidateId],
  );
  await storeChain(client, of, { epoch: 2, publicKey, frames: handedIn([anAnswer({ epoch: 2 })], 2) });
  expect(await maker.pass()).toBe(0);
  await client.query("UPDATE quarantine SET ruled_at = now(), ruled_by = 'jury'");
  expect(disagreements).toEqual([]);
});

test("what does not agree is told once, and gets a receipt as soon as it does", async () => {
  const [first, second, submit] = handedIn(ANSWERS);
  if (!first || !second || !submit) throw new Error("three frames");
  await storeChain(client, of, { publicKey: { x: y, y: x }, frames: [first, second, submit] });
  expect([await maker.pass(), await maker.pass(), disagreements]).toEqual([0, 0, [`${of.candidateId}: proof_invalid`]]);
  expect(maker.disagreements()).toBe(1);
  await client.query("UPDATE candidate_epoch SET public_key = $1", [publicKey]);
  expect(await (await newMaker()).pass()).toBe(1);
});

test("entries that arrive later make another receipt, notes of the tablet do not; the first one stays", async () => {
  const once = handedIn(ANSWERS);
  await storeChain(client, of, { publicKey, frames: once });
  await maker.pass();
  const first = await newest();
  const note: EntryFrame = {
    v: 1,
    kind: "applied",
    epoch: 1,
    seq: 4,
    claimedAtMs: 9_500,
    actId: "end",
    stage: "applied",
  };
  await arrives(note);
  expect(await maker.pass()).toBe(0);
  expect(await newest()).toEqual(first);

  const again = handedIn([...once, note, anAnswer({ seq: 5, itemId: "q1", value: { choice: ["b"] } })]);
  for (const frame of again.slice(4)) await arrives(frame);
  expect(await maker.pass()).toBe(1);
  const second = await newest();
  expect(await statementOf(second?.jws ?? "")).toMatchObject({ number: 2, replaces: first?.code, entries: 6 });
  expect(await receiptByCode(databaseOf(control), first?.code ?? "")).toEqual(first);
  await expect(client.query("DELETE FROM receipt")).rejects.toThrow("append-only");
});

test("two processes at once make one receipt", async () => {
  await storeChain(client, of, { publicKey, frames: handedIn(ANSWERS) });
  const both = await Promise.all([maker.pass(), newMaker().then((other) => other.pass())]);
  expect(both.reduce((sum, made) => sum + made)).toBe(1);
});
