import { createHash, createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { SyncHash } from "#domain/answer/chain";
import { openedProblems, type Opened } from "#domain/lottery/check";
import { commitment, listHash, lotteryKeys, secretHash, seed, type HmacHex } from "#domain/lottery/draw";
import type { LotterySource } from "#domain/lottery/preimages";

const sha256: SyncHash = (bytes) => createHash("sha256").update(bytes).digest();
const hmac: HmacHex = (key, message) => createHmac("sha256", key).update(message).digest("hex");
const secret = "ab".repeat(32);
const list = ["10000003", "10000001", "10000002"];
const source: LotterySource = { method: "beacon", beacon: "drand quicknet", round: 4_700_000 };

// Every hash of this file was computed with sha256sum and openssl, by the commands of docs/ranking.md.
describe("lottery", () => {
  const committed = {
    listHash: listHash(sha256, list),
    rulesHash: "1".repeat(64),
    source,
    secretHash: secretHash(sha256, secret),
  };
  const publicValue = "cd".repeat(32);
  const opened: Opened = {
    ...committed,
    candidates: 3,
    commitment: commitment(sha256, committed),
    secret,
    publicValue,
    seed: seed(sha256, committed.listHash, publicValue, secret),
    list,
  };

  test("list, secret, commitment, seed and key are the hashes that a shell computes", () => {
    expect(committed.listHash).toBe("f70199c61fc2fc7fb73262394066c2e6ca20973c7c55c46621f46be19dbfa8fb");
    expect(committed.secretHash).toBe("271a413bd339c5709fdceaec41f14f11e9fbfb5042d72d331c65f32b284cd09a");
    expect(opened.commitment).toBe("78d009471e40a8c4f0ea5408b80917b09aee23cd79bc2fed48516ee753d7e185");
    expect(opened.seed).toBe("af8c5ccadd31cf8924ecfbcdcd4845e26b6566ec4e1d8d80732d6626862534da");
    expect(lotteryKeys(hmac, opened.seed)("10000001")).toBe(
      "0a88729602c9e2d6d02917a95321c2d513a594848c7147c0ccf96b435ee2b6b5",
    );
  });

  test("the order of the list does not matter, its members do", () => {
    expect(listHash(sha256, [...list].sort())).toBe(committed.listHash);
    expect(listHash(sha256, list.slice(1))).not.toBe(committed.listHash);
  });

  test("a key depends on the seed and the candidate alone: withdrawals and late entries move nobody", () => {
    const keyOf = lotteryKeys(hmac, opened.seed);
    expect(new Set([...list, "99999999"].map(keyOf)).size).toBe(4);
    expect(keyOf("10000002")).toBe(lotteryKeys(hmac, opened.seed)("10000002"));
    expect(keyOf("10000002")).not.toBe(lotteryKeys(hmac, "0".repeat(64))("10000002"));
  });

  test("every member of an opened lottery that is changed is noticed", () => {
    expect(openedProblems(sha256, opened)).toEqual([]);
    const other = "0".repeat(64);
    const changes: Partial<Opened>[] = [
      { secret: other },
      { publicValue: other },
      { seed: other },
      { rulesHash: other },
      { listHash: other },
      { secretHash: other },
      { commitment: other },
      { source: { ...source, round: 4_700_001 } },
      { source: { ...source, beacon: "another" } },
      { source: { method: "public-numbers", sources: ["drand quicknet"] } },
      { list: list.slice(1) },
      { candidates: 4 },
    ];
    for (const change of changes)
      expect([change, openedProblems(sha256, { ...opened, ...change })]).not.toEqual([change, []]);
  });
});
