import { generateKeyPairSync, sign, verify } from "node:crypto";
import { expect, test } from "vitest";
import { fromHex, headAfter } from "#domain/answer/chain";
import { MemoryStore } from "#client-core/memory-store";
import { openOutbox, type Outbox } from "#client-core/outbox";
import type { OutboxStore, Signer } from "#client-core/ports";
import { genesisAt, REF, sha256 } from "#client-core/testing/a-tablet";
import { settle, VirtualClock } from "#client-core/testing/virtual-clock";

const clock = new VirtualClock();
const open = (store: OutboxStore, signer: Signer | null = null): Promise<Outbox> =>
  openOutbox({ ref: REF, epoch: 1, genesis: genesisAt(1), store, clock, sha256, signer });
const bytes = (text: string) => new TextEncoder().encode(text);

test("handing in signs the head of everything before it", async () => {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const ieee = { dsaEncoding: "ieee-p1363" } as const;
  const outbox = await open(new MemoryStore(), {
    publicKey: { x: "", y: "" },
    sign: async (head) => sign("sha256", head, { key: privateKey, ...ieee }).toString("base64url"),
  });
  outbox.append({ kind: "answer", itemId: "q", value: { text: "a" } }, 1);
  const submitting = outbox.submit(() => 3);
  // Made while the proof was under way: it must be covered, too.
  outbox.append({ kind: "answer", itemId: "q", value: { text: "b" } }, 2);
  expect(await submitting).toBe(3);
  await settle();
  const texts = [1, 2].map((seq) => bytes(outbox.sendable(seq) ?? ""));
  const frame = outbox.frames()[2];
  if (frame?.kind !== "submit" || !frame.proof) throw new Error("no proof");
  expect(frame.proof.head).toBe(headAfter(sha256, genesisAt(1).hash, texts));
  const signature = Buffer.from(frame.proof.signature, "base64url");
  expect(verify("sha256", fromHex(frame.proof.head), { key: publicKey, ...ieee }, signature)).toBe(true);
});

test("claimed times never go back, and are whole milliseconds", async () => {
  const outbox = await open(new MemoryStore());
  for (const at of [10.6, 5, 20]) outbox.append({ kind: "applied", actId: "a", stage: "applied" }, at);
  expect(outbox.frames().map((frame) => frame.claimedAtMs)).toEqual([11, 11, 20]);
});

test("an entry beyond the frame limit is refused and takes no number", async () => {
  const outbox = await open(new MemoryStore());
  const itemIds = Array.from({ length: 200 }, (_, n) => `item-${"x".repeat(50)}-${n}`);
  expect(() => outbox.append({ kind: "lock", stepId: "s", itemIds }, 1)).toThrow(/larger than/);
  expect(outbox.headSeq).toBe(0);
});

test("D1 starts again with each socket, D2 as the server tells, also backwards", async () => {
  const outbox = await open(new MemoryStore());
  for (let n = 0; n < 3; n++) outbox.append({ kind: "applied", actId: "a", stage: "applied" }, n);
  await settle();
  outbox.markReceived(3);
  outbox.markSecured(2);
  expect(outbox).toMatchObject({ d1: 3, d2: 2 });
  outbox.connected(1);
  expect(outbox).toMatchObject({ d1: 1, d2: 1 });
  outbox.markReceived(99);
  expect(outbox.d1).toBe(3);
});

test("a disk that fails again and again is told; it heals without a word", async () => {
  const store = new MemoryStore();
  const put = store.put.bind(store);
  store.put = () => Promise.reject(new Error("full"));
  const outbox = await open(store);
  outbox.append({ kind: "applied", actId: "a", stage: "applied" }, 1);
  await clock.advance(600);
  expect(outbox.trouble).toBe(null);
  await clock.advance(1_000);
  expect(outbox).toMatchObject({ trouble: "memory", d0: 0 });
  store.put = put;
  await clock.advance(1_000);
  expect(outbox).toMatchObject({ trouble: null, d0: 1 });
});

/** A device with a notebook. */
const withNotes = (store: OutboxStore, notes = new Map<string, string>()) => ({
  notes,
  open: (at: VirtualClock) =>
    openOutbox({
      ...{ ref: REF, epoch: 1, genesis: genesisAt(1), store, clock: at, sha256, signer: null },
      notebook: { read: (name) => notes.get(name) ?? null, write: (name, text) => void notes.set(name, text) },
    }),
});
const applied = { kind: "applied", actId: "a", stage: "applied" } as const;

test("while the disk refuses, entries go on from memory; a later run that lacks them writes nothing more", async () => {
  const at = new VirtualClock();
  const store = new MemoryStore();
  const device = withNotes(store);
  const outbox = await device.open(at);
  outbox.append(applied, 1);
  await at.advance(0);
  const put = store.put.bind(store);
  store.put = () => Promise.reject(new DOMException("no room", "QuotaExceededError"));
  outbox.append(applied, 2);
  await at.advance(600);
  expect([outbox.trouble, outbox.sendable(2)]).toEqual([null, null]);
  await at.advance(1_000);
  expect(outbox).toMatchObject({ trouble: "memory", d0: 1, sendableSeq: 2 });
  expect([...device.notes.values()]).toEqual(["2"]);
  outbox.markReceived(2);
  expect(outbox.d1).toBe(2);
  outbox.stop();

  const later = await device.open(at);
  expect(later).toMatchObject({ trouble: "spent", headSeq: 1 });
  later.append(applied, 3);
  store.put = put;
  await at.advance(60_000);
  expect([later.sendable(2), (await store.load(REF)).entries.length]).toEqual([null, 1]);
});

test("a disk that says nothing is told after a while; an entry that it takes late is durable all the same", async () => {
  const at = new VirtualClock();
  const store = new MemoryStore();
  const put = store.put.bind(store);
  let go = (): void => undefined;
  store.put = async (...args) => {
    await new Promise<void>((resolve) => (go = resolve));
    await put(...args);
  };
  const outbox = await withNotes(store).open(at);
  outbox.append(applied, 1);
  await at.advance(9_000);
  expect(outbox).toMatchObject({ trouble: null, sendableSeq: 0 });
  await at.advance(2_000);
  expect(outbox).toMatchObject({ trouble: "memory", sendableSeq: 1, d0: 0 });
  go();
  await at.advance(0);
  expect(outbox).toMatchObject({ trouble: null, d0: 1 });
});

test("a log that is deleted under its hands is written again, whole, out of memory", async () => {
  const at = new VirtualClock();
  const store = new MemoryStore();
  const outbox = await withNotes(store).open(at);
  for (let n = 1; n <= 3; n++) outbox.append(applied, n);
  await at.advance(0);
  (store as unknown as { logs: Map<string, unknown> }).logs.clear();
  outbox.append(applied, 4);
  await at.advance(10);
  expect(outbox).toMatchObject({ trouble: null, d0: 4 });
  const log = await store.load(REF);
  expect([log.epochs[0]?.genesis, log.entries.map(({ seq }) => seq)]).toEqual([genesisAt(1), [1, 2, 3, 4]]);
});
