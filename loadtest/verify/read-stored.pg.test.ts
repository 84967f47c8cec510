import pg from "pg";
import { afterEach, expect, test } from "vitest";
import type { EntryFrame } from "#contracts/frames/tablet";
import { freshDatabase } from "#infra/testing/shared-servers.ts";
import { emptyLedger, enter, type Ledger } from "#loadtest/ledger/read-ledger";
import { compare, isClean } from "#loadtest/verify/compare";
import { openStored, type StoredSitting } from "#loadtest/verify/read-stored";
import { insertSitting } from "#postgres/testing/a-sitting";

let owner: pg.Pool;
let stored: StoredSitting | null = null;
afterEach(async () => {
  await stored?.close();
  stored = null;
  await owner.end();
});

const CANDIDATE = 16;
const frame: EntryFrame = {
  v: 1,
  kind: "answer",
  epoch: 1,
  seq: 1,
  claimedAtMs: 5,
  itemId: "q1",
  value: { text: 'œdème "aigu"' },
};
const text = JSON.stringify(frame);

function ledgerOf(sittingId: number): Ledger {
  const ledger = emptyLedger();
  const at = { candidateId: CANDIDATE, epoch: 1, atMs: 0 };
  enter(ledger, { line: "begun", ...at, sittingId, genesis: "" });
  enter(ledger, { line: "made", ...at, lateMs: 0, frame: text });
  enter(ledger, { line: "received", ...at, seq: 1 });
  enter(ledger, { line: "left", ...at, endMs: null });
  return ledger;
}

test("reads what some candidates have in log, answers in force and quarantine, and that others took part", async () => {
  const database = await freshDatabase();
  owner = new pg.Pool({ connectionString: database.ownerUrl, max: 1 });
  const sittingId = await insertSitting(owner, { candidates: 2, firstCandidateId: CANDIDATE });
  stored = await openStored(database.ownerUrl, sittingId);
  const look = async () => compare(ledgerOf(sittingId), (await stored?.of([CANDIDATE])) ?? never());
  expect((await look()).examples.missing).toEqual([`${CANDIDATE}:1:1`]);
  expect(await stored.strangers([CANDIDATE])).toBe(0);

  for (const candidateId of [CANDIDATE, CANDIDATE + 1]) {
    await owner.query(
      `INSERT INTO answer_log (sitting_id, candidate_id, epoch, seq, kind, item_id, frame, claimed_at_ms, made_at_ms,
         received_at_ms, generation, stream_seq) VALUES ($1, $2, 1, 1, 'answer', 'q1', $3, 5, 5, 6, 1, 0)`,
      [sittingId, candidateId, text],
    );
    await owner.query(
      "INSERT INTO answer_current (sitting_id, candidate_id, item_id, epoch, seq, value) VALUES ($1, $2, 'q1', 1, 1, $3)",
      [sittingId, candidateId, JSON.stringify(frame.value)],
    );
  }
  const found = await look();
  expect(found).toMatchObject({ stored: 1, quarantined: 0 });
  expect(found.counts).toMatchObject({ missing: 0, altered: 0, unexpected: 0, wrongCurrent: 0, wrongEnds: 0 });
  expect(isClean(found)).toBe(true);
  expect(await stored.strangers([CANDIDATE])).toBe(1);

  await owner.query(
    `INSERT INTO quarantine (partition, generation, stream_id, reason, detail, sitting_id, candidate_id, raw)
     VALUES (0, 1, '1-0', 'conflict', '', $1, $2, '')`,
    [sittingId, CANDIDATE],
  );
  expect((await look()).quarantined).toBe(1);
});

function never(): never {
  throw new Error("not open");
}

test("says why when the database cannot be read, or does not know the sitting", async () => {
  const database = await freshDatabase();
  owner = new pg.Pool({ connectionString: database.ownerUrl, max: 1 });
  const nowhere = new URL(database.ownerUrl);
  nowhere.pathname = "/nowhere";
  await expect(openStored(nowhere.href, 1)).rejects.toThrow('database "nowhere" does not exist');
  await expect(openStored(database.ownerUrl, 404)).rejects.toThrow("there is no sitting 404");
});
