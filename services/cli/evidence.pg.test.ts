import { createPrivateKey, generateKeyPairSync, sign } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runAmphi, settingsWith, someKeys, type TestKeys } from "#cli/testing/run-amphi";
import { Receipt } from "#contracts/evidence";
import { fromHex, genesisOf, headAfter, NO_PREVIOUS_EPOCH } from "#domain/answer/chain";
import type { EntryFrame } from "#domain/answer/entry";
import { aLock, anAct, anAnswer } from "#domain/testing/builders";
import { freshDatabase } from "#infra/testing/shared-servers.ts";
import { storeJournal } from "#postgres/queries/testing/stored-journal";
import { sha256, storeChain, storeSitting, type StoredSitting } from "#postgres/queries/testing/stored-chains";

let client: Client;
let keys: TestKeys;
let of: StoredSitting;
let amphi: (...args: string[]) => ReturnType<typeof runAmphi>;

beforeEach(async () => {
  const { ownerUrl } = await freshDatabase();
  client = new Client({ connectionString: ownerUrl });
  await client.connect();
  keys = someKeys();
  of = await storeSitting(client);
  const settings = settingsWith({ database: ownerUrl, keyFile: keys.privateFile });
  amphi = (...args) => runAmphi(settings, ...args);
});
afterEach(async () => {
  await client.end();
  rmSync(keys.folder, { recursive: true, force: true });
});

const device = generateKeyPairSync("ec", { namedCurve: "P-256" });
const { x = "", y = "" } = device.publicKey.export({ format: "jwk" });
const publicKey = { x, y };
const answers: EntryFrame[] = [
  anAnswer({ seq: 1 }),
  anAnswer({ seq: 2, itemId: "q2", value: { text: "œdème ; =1+1" } }),
];

/** The answers, handed in, with the device's signature over the chain. */
function handedIn(frames: readonly EntryFrame[], signer = device.privateKey): EntryFrame[] {
  const { hash } = genesisOf(sha256, of, 1, NO_PREVIOUS_EPOCH);
  const head = headAfter(
    sha256,
    hash,
    frames.map((frame) => Buffer.from(JSON.stringify(frame))),
  );
  const signature = sign("sha256", fromHex(head), {
    key: createPrivateKey(signer.export({ type: "pkcs8", format: "pem" })),
    dsaEncoding: "ieee-p1363",
  }).toString("base64url");
  const position = { v: 1 as const, epoch: 1, seq: frames.length + 1, claimedAtMs: 9_000 };
  return [...frames, { ...position, kind: "submit", proof: { head, signature } }];
}
const receiptFile = () => join(keys.folder, "receipt.json");
async function receipt(): Promise<Receipt> {
  const run = await amphi("receipt", "2400042", "--sitting", String(of.sittingId), "--out", receiptFile());
  expect(run).toMatchObject({ status: 0, err: "" });
  const text = readFileSync(receiptFile(), "utf8");
  return Receipt.parse((JSON.parse(text) as { statement: unknown }).statement);
}
const codes = (of: Receipt) => of.reasons.map((reason) => reason.code);

describe("receipt", () => {
  test("of a candidate who handed in: complete, checked with the public key alone, altered in no byte", async () => {
    const { heads } = await storeChain(client, of, { publicKey, frames: handedIn(answers) });
    const issued = await receipt();
    expect(issued).toMatchObject({ state: "complete", reasons: [], candidate: { studentNumber: "2400042" } });
    expect(issued.epochs).toMatchObject([
      { epoch: 1, count: 3, headSeq: 3, d2: 3, proof: "valid", chainHead: heads[2] },
    ]);

    const alone = settingsWith({});
    const verify = () => runAmphi(alone, "verify", receiptFile(), "--key", keys.publicFile);
    const valid = await verify();
    expect(valid).toMatchObject({ status: 0, err: "" });
    expect(valid.out).toContain("complete");

    const good = readFileSync(receiptFile());
    const signature = good.length - 95; // of the last bytes, every one: base64url leaves bits of its last character unused
    for (let at = 0; at < good.length; at += at < signature ? 11 : 1) {
      const bad = Buffer.from(good);
      bad[at] = (bad[at] ?? 0) ^ 1;
      writeFileSync(receiptFile(), bad);
      const refused = await verify();
      expect([at, refused.status, refused.out]).toEqual([at, 1, ""]);
      expect(refused.err).toMatch(/^not valid: [^\n]*$/);
    }
    // The last character of the signature carries four bits that decoding ignores: another spelling of the same bytes.
    const spelled = { A: "B", Q: "R", g: "h", w: "x" };
    const respelled = good.toString().replace(/[AQgw]"\n}\n$/, (end) => end.replace(/^./, (c) => spelled[c as "A"]));
    expect(respelled).not.toBe(good.toString());
    writeFileSync(receiptFile(), respelled);
    expect((await verify()).status).toBe(1);
  });

  test("is checked with a JWK, and refused under another key", async () => {
    await storeChain(client, of, { publicKey, frames: handedIn(answers) });
    await receipt();
    const jwkFile = join(keys.folder, "key.jwk");
    const other = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey;
    writeFileSync(jwkFile, JSON.stringify(other.export({ format: "jwk" })));
    expect((await amphi("verify", receiptFile(), "--key", jwkFile)).err).toMatch(/^not valid: signed by key/);
    const printed = await amphi("receipt", "key");
    expect(printed.out).toBe(readFileSync(keys.publicFile, "utf8").trim());
    expect((await amphi("verify", receiptFile())).status).toBe(0);
  });

  test("says why it is not complete: nothing, not handed in, a gap, quarantine", async () => {
    expect(await receipt()).toMatchObject({ state: "incomplete", reasons: [{ code: "nothing_received" }] });
    await storeChain(client, of, { publicKey, frames: handedIn(answers), without: [2] });
    expect(codes(await receipt())).toEqual(["gap", "proof_invalid"]);
    await client.query(
      `INSERT INTO quarantine (partition, generation, stream_id, reason, detail, sitting_id, candidate_id, raw)
       VALUES (0, 1, '1-1', 'conflict', 'd', $1, $2, '{}')`,
      [of.sittingId, of.candidateId],
    );
    expect(codes(await receipt())).toContain("quarantined");
    await client.query("UPDATE quarantine SET ruled_at = now(), ruled_by = 'jury'");
    expect(codes(await receipt())).not.toContain("quarantined");
  });

  test("a newer epoch that was not handed in is not complete, and starts from what was stored of the older", async () => {
    const { heads } = await storeChain(client, of, { publicKey, frames: handedIn(answers) });
    const previous = { previousEpoch: 1, previousSeq: 2, previousHead: heads[1] ?? "" };
    await storeChain(client, of, { epoch: 2, previous, frames: [anAnswer({ epoch: 2 })] });
    expect(codes(await receipt())).toEqual(["not_submitted"]);
    const forged = { ...previous, previousHead: "f".repeat(64) };
    await storeChain(client, of, { epoch: 3, previous: forged, frames: [anAnswer({ epoch: 3 })] });
    expect(codes(await receipt())).toEqual(["genesis_altered", "not_submitted"]);
  });

  test("a submit that another device signed, or nobody, is no proof", async () => {
    const other = generateKeyPairSync("ec", { namedCurve: "P-256" });
    await storeChain(client, of, { publicKey, frames: handedIn(answers, other.privateKey) });
    expect(codes(await receipt())).toEqual(["proof_invalid"]);
    await client.query("TRUNCATE candidate_epoch");
    expect(codes(await receipt())).toEqual(["nothing_received"]);
  });

  test("refuses who and what is not there, in one line", async () => {
    const nobody = await amphi("receipt", "999", "--sitting", String(of.sittingId));
    expect(nobody).toEqual({ status: 1, out: "", err: `no candidate "999" in the exam of sitting ${of.sittingId}` });
    expect((await amphi("receipt", "2400042", "--sitting", "77")).err).toMatch(/^there is no sitting 77/);
    expect(await amphi("receipt", "2400042")).toMatchObject({ status: 2 });
    expect((await runAmphi(settingsWith({}), "receipt", "1", "--sitting", "1")).err).toMatch(
      /^RECEIPT_PRIVATE_KEY_FILE/,
    );
  });
});

describe("export", () => {
  const folder = () => join(keys.folder, "out");
  const exported = () => amphi("export", "answers", "--sitting", String(of.sittingId), "--out", folder());
  const verify = () => runAmphi(settingsWith({}), "verify", folder(), "--key", keys.publicFile);

  beforeEach(async () => {
    await storeChain(client, of, { publicKey, frames: handedIn(answers) });
    await client.query(
      `INSERT INTO answer_current (sitting_id, candidate_id, item_id, epoch, seq, value, locked) VALUES
         ($1, $2, 'q2', 1, 2, '{"text":"a;b"}', true), ($1, $2, 'q1', 1, 1, '{"choice":["A"]}', false),
         ($1, $2, '-q', 0, 0, NULL, true)`,
      [of.sittingId, of.candidateId],
    );
    await storeJournal(client, of.sittingId, [anAct("check_in", 1, { id: "a1" })]);
  });

  test("holds log, devices, answers in force and journal, without a name, and is checked alone", async () => {
    expect(await exported()).toMatchObject({ status: 0, err: "" });
    const read = (name: string) => readFileSync(join(folder(), name), "utf8");
    const log = read("answer-log.jsonl")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const { heads } = await storedHeads();
    expect(log.map((row) => row["chainHead"])).toEqual(heads);
    expect(log[1]).toMatchObject({ anonymityNumber: "A-7", seq: 2, frame: JSON.stringify(answers[1]), generation: 1 });
    expect(read("current-answers.csv")).toBe(
      `anonymity_number,item_id,epoch,seq,locked,value\nA-7,q1,1,1,false,"{""choice"":[""A""]}"\n` +
        `A-7,q2,1,2,true,"{""text"":""a;b""}"\nA-7,'-q,0,0,true,\n`,
    );
    expect(JSON.parse(read("journal.jsonl"))).toMatchObject({ position: 1, act: { kind: "check_in" } });
    for (const name of readdirSync(folder())) expect(read(name)).not.toMatch(/Nguyen|2400042/);
    expect(await verify()).toMatchObject({ status: 0, err: "" });
  });

  test("an altered, a missing and a foreign file are all named", async () => {
    await exported();
    writeFileSync(join(folder(), "journal.jsonl"), "{}\n");
    rmSync(join(folder(), "epochs.jsonl"));
    writeFileSync(join(folder(), "more.txt"), "");
    expect(await verify()).toEqual({
      status: 1,
      out: "",
      err: [
        "not valid: more.txt is not of it",
        "not valid: epochs.jsonl is missing",
        "not valid: journal.jsonl was altered",
      ].join("\n"),
    });
  });

  test("a folder in use is refused, and a failure leaves nothing behind", async () => {
    mkdirSync(folder());
    writeFileSync(join(folder(), "mine.txt"), "");
    expect((await exported()).err).toContain("is not empty");
    rmSync(folder(), { recursive: true });
    await client.query("ALTER TABLE journal RENAME TO journal_gone");
    expect((await exported()).status).toBe(1);
    expect(readdirSync(keys.folder).sort()).toEqual(["receipt.pem", "receipt.pub.pem"]);
  });

  async function storedHeads() {
    const { rows } = await client.query<{ frame: string }>("SELECT frame FROM answer_log ORDER BY seq");
    const { hash } = genesisOf(sha256, of, 1, NO_PREVIOUS_EPOCH);
    const frames = rows.map((row) => Buffer.from(row.frame));
    return { heads: frames.map((_, n) => headAfter(sha256, hash, frames.slice(0, n + 1))) };
  }
});

test("answers of an export that do not count are listed with their evidence, and nothing else is", async () => {
  await storeJournal(client, of.sittingId, [
    anAct("check_in", 1, { id: "a1" }),
    anAct("start", 2_000, { id: "a2" }),
    anAct("end", 8_000, { id: "a3" }),
  ]);
  const late = anAnswer({ seq: 2, itemId: "q2", claimedAtMs: 8_001, value: { text: "too late" } });
  const lateLock = aLock({ seq: 3, claimedAtMs: 8_002, itemIds: ["q2"] });
  await storeChain(client, of, { frames: [anAnswer({ claimedAtMs: 7_000 }), late, lateLock] });
  const folder = join(keys.folder, "out");
  const run = await amphi("export", "answers", "--sitting", String(of.sittingId), "--out", folder);
  expect(run).toMatchObject({ status: 0, err: "" });
  expect(readFileSync(join(folder, "counted-answers.csv"), "utf8")).toBe(
    'anonymity_number,item_id,epoch,seq,locked,value\nA-7,q1,1,1,false,"{""choice"":[""A""]}"\n',
  );
  expect(readFileSync(join(folder, "set-aside.csv"), "utf8")).toBe(
    "anonymity_number,centre,room,item_id,epoch,seq,value,reason,made_at,received_at,end\n" +
      'A-7,REN,A2,q2,1,2,"{""text"":""too late""}",after_end,1970-01-01T00:00:08.001Z,1970-01-01T00:00:08.001Z,' +
      "1970-01-01T00:00:08.000Z\n",
  );
  expect(readFileSync(join(folder, "candidates.csv"), "utf8")).toContain(",8000,main\n");
  expect(await runAmphi(settingsWith({}), "verify", folder, "--key", keys.publicFile)).toMatchObject({
    status: 0,
    err: "",
  });
});
