import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import vectors from "./chain-vectors.json" with { type: "json" };
import { fromHex, genesisHead, genesisOf, headAfter, isGenesisOf, nextHead, toHex } from "#domain/answer/chain";

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash("sha256").update(bytes).digest());
const subtle = async (bytes: Uint8Array<ArrayBuffer>) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
const bytesOf = (text: string) => new TextEncoder().encode(text);

describe.each(vectors.chains)("known answers, epoch $epoch", (chain) => {
  test("the genesis is the SHA-256 of its text", () => {
    expect(genesisOf(sha256, chain, chain.epoch, chain).hash).toBe(chain.genesisHash);
    expect(toHex(sha256(bytesOf(chain.genesisText)))).toBe(chain.genesisHash);
  });

  test("each head follows from the one before, with either kind of hash function", async () => {
    let head: Uint8Array = await genesisHead(subtle, chain, chain.epoch, chain);
    for (const [n, entry] of chain.entries.entries()) {
      head = await nextHead(subtle, head, bytesOf(entry.frame));
      expect(toHex(head)).toBe(entry.head);
      const frames = chain.entries.slice(0, n + 1).map((e) => bytesOf(e.frame));
      expect(headAfter(sha256, chain.genesisHash, frames)).toBe(entry.head);
    }
  });
});

const [first, second] = vectors.chains;
if (!first || !second) throw new Error("two chains are expected");
const frames = first.entries.map((e) => bytesOf(e.frame));

test("a changed, dropped or swapped frame gives another head", () => {
  const head = headAfter(sha256, first.genesisHash, frames);
  const [a, b, c] = frames as [Uint8Array, Uint8Array, Uint8Array];
  const changed = Uint8Array.from(b, (byte, i) => (i === 10 ? byte ^ 1 : byte));
  for (const other of [
    [a, changed, c],
    [a, c],
    [b, a, c],
    [a, b, c, c],
  ])
    expect(headAfter(sha256, first.genesisHash, other)).not.toBe(head);
});

test("a genesis that does not follow from its own fields is noticed", () => {
  const genesis = genesisOf(sha256, second, second.epoch, second);
  expect(isGenesisOf(sha256, second, second.epoch, genesis)).toBe(true);
  expect(isGenesisOf(sha256, second, second.epoch, { ...genesis, previousSeq: 3 })).toBe(false);
  expect(isGenesisOf(sha256, second, second.epoch + 1, genesis)).toBe(false);
  expect(isGenesisOf(sha256, { ...second, candidateId: 1 }, second.epoch, genesis)).toBe(false);
});

test("hex goes both ways", () => {
  expect(toHex(fromHex("00ff10ab"))).toBe("00ff10ab");
});
