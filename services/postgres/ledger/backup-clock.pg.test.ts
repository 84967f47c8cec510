import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { anAct } from "#domain/testing/builders";
import { foldJournal } from "#domain/sitting/clock";
import { freshDatabase } from "#infra/testing/shared-servers.ts";
import { inTransaction } from "#postgres/connection";
import { loadCandidates } from "#postgres/ledger/load";
import { databaseOf } from "#postgres/queries/reading";
import { durationsOf, findSitting } from "#postgres/queries/sittings";
import { insertSitting } from "#postgres/testing/a-sitting";

let owner: pg.Pool;
let drain: pg.Pool;
beforeEach(async () => {
  const { ownerUrl, urlFor } = await freshDatabase();
  owner = new pg.Pool({ connectionString: ownerUrl, max: 1 });
  drain = new pg.Pool({ connectionString: urlFor("amphi_drain"), max: 1 });
});
afterEach(() => Promise.all([owner.end(), drain.end()]));

test("who was given the backup paper has its duration, from its new start; the others keep theirs", async () => {
  const sittingId = await insertSitting(owner, { candidates: 2, durationMs: 3_600_000 });
  await owner.query(`INSERT INTO paper (exam_id, slug, title, language, duration_ms, source, view, view_sha256)
    VALUES (1, 'b', 'B', 'fr', 600000, '{}', '', 'bb')`);
  expect((await findSitting(databaseOf(owner), sittingId))?.backup).toBeNull();
  await owner.query("UPDATE sitting SET backup_paper_id = 2");
  await owner.query("INSERT INTO room (centre_id, code, name) VALUES (1, 'R2', 'R2')");
  await owner.query("UPDATE candidate SET room_id = 2 WHERE id = 17");
  const plan = await findSitting(databaseOf(owner), sittingId);
  expect(plan).toMatchObject({ backup: { paperId: 2, paperSlug: "b", durationMs: 600_000, viewSha256: "bb" } });
  expect(plan && durationsOf(plan)).toEqual({ durationMs: 3_600_000, backupDurationMs: 600_000 });

  const state = foldJournal([
    anAct("check_in", 1),
    anAct("start", 1_000),
    anAct("backup", 60_000, { scope: { kind: "room", id: 2 } }),
  ]);
  const refs = [16, 17].map((candidateId) => ({ sittingId, candidateId }));
  const loaded = await inTransaction(drain, (client) => loadCandidates(client, refs, () => state));
  expect([...loaded.values()].map((one) => one.endMs)).toEqual([3_601_000, 660_000]);
});
