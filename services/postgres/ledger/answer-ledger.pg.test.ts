import { expect, test } from "vitest";
import { describeAnswerLedger } from "#domain/testing/answer-ledger-contract";
import { foldJournal } from "#domain/sitting/clock";
import { anAct } from "#domain/testing/builders";
import { freshDatabase } from "#infra/testing/shared-servers.ts";
import { openPool } from "#postgres/connection";
import { createAnswerLedger } from "#postgres/ledger/answer-ledger";
import { createLedgerReader } from "#postgres/ledger/reader";
import { insertSitting } from "#postgres/testing/a-sitting";

const durationMs = 3_600_000;
const startedAtMs = 1_000;

describeAnswerLedger("PostgreSQL", async () => {
  const database = await freshDatabase();
  const owner = openPool(database.ownerUrl);
  const drain = openPool(database.urlFor("amphi_drain"));
  const sittingId = await insertSitting(owner, { durationMs });
  return {
    ledger: createAnswerLedger(drain, () => foldJournal([anAct("check_in", 0), anAct("start", startedAtMs)])),
    reader: createLedgerReader(owner),
    sittingId,
    candidateId: 16,
    endMs: startedAtMs + durationMs,
    stop: async () => {
      await drain.end();
      await owner.end();
    },
  };
});

test("the log is append-only, by right for the drain and by trigger for everyone", async () => {
  const database = await freshDatabase();
  const owner = openPool(database.ownerUrl);
  const drain = openPool(database.urlFor("amphi_drain"));
  const sittingId = await insertSitting(owner);
  await owner.query(`INSERT INTO answer_log VALUES ($1, 16, 1, 1, 'answer', 'q1', '{}', 0, 0, 0, 1, 0)`, [sittingId]);
  const partition = `answer_log_${sittingId}`;
  for (const change of [
    "UPDATE answer_log SET frame = ''",
    "DELETE FROM answer_log",
    "TRUNCATE answer_log",
    `UPDATE ${partition} SET frame = ''`,
    `DELETE FROM ${partition}`,
    `TRUNCATE ${partition}`,
  ]) {
    await expect(drain.query(change), change).rejects.toThrow(/permission denied/);
    await expect(owner.query(change), change).rejects.toThrow(/append-only/);
  }
  await expect(drain.query("SELECT * FROM answer_key")).rejects.toThrow(/permission denied/);
  await drain.end();
  await owner.end();
});
