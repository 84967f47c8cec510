import { createHash, generateKeyPairSync, type KeyObject } from "node:crypto";
import { CompactSign } from "jose";
import { expect, test } from "vitest";
import { type FinalReceipt, STATEMENT_TYPE } from "#contracts/evidence";
import { fromHex, nextHead, toHex } from "#domain/answer/chain";
import { emptyLedger, enter } from "#loadtest/ledger/read-ledger";
import { checkReceipts } from "#loadtest/verify/receipts";

const GENESIS = "ab".repeat(32);
const FRAMES = ['{"seq":1,"kind":"answer"}', '{"seq":2,"kind":"submit"}', '{"seq":3,"kind":"applied"}'];
const at = { candidateId: 7, epoch: 1, atMs: 0 };
const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });

function ledgerOf(secured = 3) {
  const ledger = emptyLedger();
  enter(ledger, { line: "begun", ...at, sittingId: 3, genesis: GENESIS });
  for (const frame of FRAMES) enter(ledger, { line: "made", ...at, lateMs: 0, frame });
  enter(ledger, { line: "secured", ...at, seq: secured });
  return ledger;
}
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();
const headAfter = (frames: readonly string[]) =>
  toHex(
    frames.reduce<Uint8Array>(
      (head, frame) => nextHead(sha256, head, new TextEncoder().encode(frame)),
      fromHex(GENESIS),
    ),
  );

type Epoch = FinalReceipt["epochs"][number];
const epoch = (more: Partial<Epoch> = {}): Epoch => ({
  epoch: 1,
  deviceId: "rehearsal-1",
  devicePublicKey: null,
  count: 2,
  headSeq: 2,
  d2: 2,
  genesisHash: GENESIS,
  chainHead: headAfter(FRAMES.slice(0, 2)),
  submitted: true,
  proof: "no_device_key",
  ...more,
});
function signed(more: Partial<FinalReceipt> = {}, typ: string = STATEMENT_TYPE, key: KeyObject = privateKey) {
  const statement: FinalReceipt = {
    format: "amphi-final-receipt",
    version: 1,
    issuedAtMs: 1,
    issuedAt: new Date(1).toISOString(),
    number: 1,
    replaces: null,
    sitting: { id: 3, title: "t", paper: "p", paperSha256: "0".repeat(64) },
    candidate: { id: 7, studentNumber: "***001" },
    answers: 1,
    entries: 2,
    epochs: [epoch()],
    nonce: "0".repeat(32),
    ...more,
  };
  const payload = new TextEncoder().encode(JSON.stringify(statement));
  return new CompactSign(payload).setProtectedHeader({ alg: "ES256", typ }).sign(key);
}
const look = async (jws: string | Promise<string>, ledger = ledgerOf()) =>
  checkReceipts(ledger, new Map([[7, await jws]]), publicKey);

test("a receipt of what was sent up to it is right, also when the tablet noted something afterwards", async () => {
  expect(await look(signed())).toEqual({ checked: 1, wrong: [] });
});

test("whoever handed in must have one, nobody else", async () => {
  expect((await checkReceipts(ledgerOf(), new Map(), publicKey)).wrong).toEqual(["candidate 7: none was made"]);
  expect(await checkReceipts(ledgerOf(1), new Map(), publicKey)).toEqual({ checked: 0, wrong: [] });
});

const other = () => generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
test.each<[string, () => string | Promise<string>]>([
  ["signature", () => signed({}, STATEMENT_TYPE, other())],
  ["signature", () => signed({}, "amphi-manifest")],
  ["signature", () => "nothing"],
  ["no final receipt", () => signed({ nonce: "short" })],
  ["somebody else", () => signed({ candidate: { id: 8, studentNumber: "***" } })],
  ["leaves this tablet out", () => signed({ epochs: [epoch({ epoch: 2 })] })],
  ["handed in", () => signed({ epochs: [epoch({ submitted: false })] })],
  ["starts elsewhere", () => signed({ epochs: [epoch({ genesisHash: "cd".repeat(32) })] })],
  ["1 of 2", () => signed({ epochs: [epoch({ count: 1 })] })],
  ["not that of what was sent", () => signed({ epochs: [epoch({ chainHead: headAfter(FRAMES.slice(0, 1)) })] })],
  ["not that of what was sent", () => signed({ epochs: [epoch({ count: 9, headSeq: 9 })] })],
])("a wrong one is found: %s", async (why, jws) => {
  const { wrong } = await look(jws());
  expect(wrong).toHaveLength(1);
  expect(wrong[0]).toContain(why);
});
