import pg from "pg";
import { afterEach, expect, test } from "vitest";
import type { EntryFrame } from "#contracts/frames/tablet";
import { freshDatabase } from "#infra/testing/shared-servers.ts";
import { emptyLedger, enter, type Ledger } from "#loadtest/ledger/read-ledger";
import { compare, isClean } from "#loadtest/verify/compare";
import { readStored } from "#loadtest/verify/read-stored";
import { insertSitting } from "#postgres/testing/a-sitting";

let owner: pg.Pool;
afterEach(() => owner.end());

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
  const who = { sittingId, candidateId: 16, epoch: 1 };
  enter(ledger, { line: "made", ...who, seq: 1, frame: text });
  enter(ledger, { line: "received", ...who, seq: 1 });
  return ledger;
}

test("reads what the ledger's candidates have in log, current answers and quarantine, and nobody else's", async () => {
  const database = await freshDatabase();
  owner = new pg.Pool({ connectionString: database.ownerUrl, max: 1 });
  const sittingId = await insertSitting(owner, { candidates: 2 });
  const ledger = ledgerOf(sittingId);
  const look = async () => compare(ledger, await readStored(database.ownerUrl, ledger));
  expect((await look()).missing).toEqual([`${sittingId}:16:1:1`]);

  for (const candidateId of [16, 17]) {
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
  expect(found).toMatchObject({
    stored: 1,
    missing: [],
    altered: [],
    unexpected: [],
    wrongCurrent: [],
    quarantined: 0,
  });
  expect(isClean(found)).toBe(true);

  await owner.query(
    `INSERT INTO quarantine (partition, generation, stream_id, reason, detail, sitting_id, candidate_id, raw)
     VALUES (0, 1, '1-0', 'conflict', '', $1, 16, '')`,
    [sittingId],
  );
  expect((await look()).quarantined).toBe(1);
});

test("says why when the database cannot be read", async () => {
  const database = await freshDatabase();
  owner = new pg.Pool({ connectionString: database.ownerUrl, max: 1 });
  const nowhere = new URL(database.ownerUrl);
  nowhere.pathname = "/nowhere";
  await expect(readStored(nowhere.href, ledgerOf(1))).rejects.toThrow('database "nowhere" does not exist');
});
