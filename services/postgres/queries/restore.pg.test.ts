import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { EntryFrame } from "#domain/answer/entry";
import { freshDatabase } from "#infra/testing/shared-servers.ts";
import { databaseOf } from "#postgres/queries/reading";
import { restorableOf } from "#postgres/queries/restore";
import { waitedOf } from "#postgres/queries/waited";
import { insertSitting } from "#postgres/testing/a-sitting";

let owner: pg.Pool;
let control: pg.Pool;
let sittingId: number;
beforeEach(async () => {
  const urls = await freshDatabase();
  owner = new pg.Pool({ connectionString: urls.ownerUrl, max: 1 });
  control = new pg.Pool({ connectionString: urls.urlFor("amphi_control"), max: 2 });
  sittingId = await insertSitting(owner, { candidates: 2 });
});
afterEach(() => Promise.all([owner.end(), control.end()]));

type Said = EntryFrame extends infer F
  ? F extends EntryFrame
    ? Omit<F, "v" | "epoch" | "seq" | "claimedAtMs">
    : never
  : never;
const log = (candidateId: number, epoch: number, seq: number, said: Said, madeAtMs = 0) =>
  owner.query("INSERT INTO answer_log VALUES ($1, $2, $3, $4, $5, NULL, $6, 0, $7, 0, 0, 0)", [
    sittingId,
    candidateId,
    epoch,
    seq,
    said.kind,
    JSON.stringify({ v: 1, epoch, seq, claimedAtMs: 0, ...said }),
    madeAtMs,
  ]);
const current = (itemId: string, value: unknown, lock: readonly [number, number] | null = null, candidateId = 16) =>
  owner.query("INSERT INTO answer_current VALUES ($1, $2, $3, 1, 1, $4, $5, $6, $7)", [
    sittingId,
    candidateId,
    itemId,
    value === null ? null : JSON.stringify(value),
    lock !== null,
    lock?.[0],
    lock?.[1],
  ]);
const marker = (epoch: number, markerMs: number | null) =>
  owner.query("INSERT INTO candidate_epoch (sitting_id, candidate_id, epoch, marker_ms) VALUES ($1, 16, $2, $3)", [
    sittingId,
    epoch,
    markerMs,
  ]);
const restored = (epoch = 2) => restorableOf(databaseOf(control), { sittingId, candidateId: 16 }, epoch);

test("nothing is given while the marker of the new epoch is not stored", async () => {
  await marker(1, 5);
  expect(await restored()).toBeNull();
  await marker(2, null); // entries came first, the marker is not known
  expect(await restored()).toBeNull();
  await owner.query("UPDATE candidate_epoch SET marker_ms = 9 WHERE epoch = 2");
  expect(await restored()).toEqual({ answers: [], locks: [], readActIds: [] });
});

test("answers and locks in force, in the order made, and what was read; what does not count is left out", async () => {
  await marker(2, 9);
  const path = "a".repeat(64);
  await log(16, 1, 3, {
    kind: "lock",
    stepId: "box",
    itemIds: ["k1", "k2"],
    seal: { sectionId: "c", path, token: null },
  });
  await log(16, 1, 12, { kind: "lock", stepId: "q", itemIds: ["q"] });
  await log(16, 1, 13, { kind: "lock", stepId: "late", itemIds: ["late"] }); // set aside: nothing current names it
  await log(17, 1, 3, { kind: "lock", stepId: "other", itemIds: ["k1"] });
  await log(16, 1, 4, { kind: "applied", actId: "i1", stage: "displayed" });
  await log(16, 1, 5, { kind: "applied", actId: "i2", stage: "read" });
  await log(16, 2, 1, { kind: "applied", actId: "i2", stage: "read" });
  await current("k1", { text: "yes" }, [1, 3]);
  await current("k2", null, [1, 3]);
  await current("q", { choice: ["a"] }, [1, 12]);
  await current("late", { empty: true });
  await current("k1", { text: "somebody else's" }, null, 17);
  expect(await restored()).toEqual({
    answers: [
      { itemId: "k1", value: { text: "yes" } },
      { itemId: "late", value: { empty: true } },
      { itemId: "q", value: { choice: ["a"] } },
    ],
    locks: [
      { stepId: "box", itemIds: ["k1", "k2"], seal: { sectionId: "c", path } },
      { stepId: "q", itemIds: ["q"], seal: null },
    ],
    readActIds: ["i2"],
  });
});

test("waits by candidate, oldest first", async () => {
  await log(16, 1, 1, { kind: "waited", stepId: "b", waitedMs: 12_000 }, 200);
  await log(16, 1, 2, { kind: "waited", stepId: "a", waitedMs: 11_000 }, 100);
  await log(17, 1, 1, { kind: "lock", stepId: "a", itemIds: ["a"] });
  expect([...(await waitedOf(databaseOf(control), sittingId, [16, 17]))]).toEqual([
    [
      16,
      [
        { stepId: "a", waitedMs: 11_000, atMs: 100 },
        { stepId: "b", waitedMs: 12_000, atMs: 200 },
      ],
    ],
  ]);
  expect((await waitedOf(databaseOf(control), sittingId, [])).size).toBe(0);
});
