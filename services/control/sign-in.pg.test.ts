import { randomUUID } from "node:crypto";
import type { Redis } from "ioredis";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { PartReport } from "#contracts/stream/part-report";
import { KEYS, partitionOf } from "#contracts/stream/answer-stream";
import type { ControlParts } from "#control/app";
import { createExamDirectory } from "#control/exam-directory";
import { createDeviceFence } from "#control/acts/device-fence";
import { probesOf } from "#control/health/probes";
import { createPackageStore } from "#control/package-stores";
import { aControl, CARD_SECRET, CODE, DEVICE, PACKAGE } from "#control/testing/a-control";
import { anAnswer } from "#domain/testing/builders";
import { type PrivatePostgres, startPrivatePostgres } from "#infra/testing/private-postgres.ts";
import { freshDatabaseOn, prepareTemplate } from "#infra/testing/fresh-database.ts";
import { emptyRedis, freshDatabase } from "#infra/testing/shared-servers.ts";
import { openPool } from "#postgres/connection";
import { cardHmac } from "#postgres/exam/cards";
import { databaseOf } from "#postgres/queries/reading";
import { storeChain, storeSitting, type StoredSitting } from "#postgres/queries/testing/stored-chains";
import { openConnection } from "#redis/connection";
import { createEpochIssuer } from "#redis/epoch-issuer";
import { createFenceMarks } from "#redis/fence-marks";
import { createJournal } from "#redis/journal";
import type { Act } from "#domain/sitting/act";
import { NATION } from "#domain/sitting/scope";

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

let answers: Redis;
let control: Redis;
beforeEach(async () => {
  const urls = await emptyRedis();
  answers = openConnection(urls.answersUrl);
  control = openConnection(urls.controlUrl);
  closing.push(
    () => answers.quit(),
    () => control.quit(),
  );
});

/** The app on real stores, with the rights of its role. */
async function onStores(database: { ownerUrl: string; urlFor(role: "amphi_control"): string }) {
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  owner.on("error", () => undefined); // a test may kill the server
  closing.push(() => owner.end());
  const of = await storeSitting(owner);
  const hmac = cardHmac(CARD_SECRET, CODE);
  await owner.query("INSERT INTO card (candidate_id, code_hmac) VALUES ($1, $2)", [of.candidateId, hmac]);
  await owner.query(
    `INSERT INTO sealed_package (sitting_id, paper, paper_id, sha256, manifest, bytes, start_key, cases_key)
     VALUES ($1, 'main', $2, $3, 'a JWS', $4, '\\x01', '\\x02')`,
    [of.sittingId, of.paperId, PACKAGE.sha256, PACKAGE.bytes],
  );
  await answers.set(KEYS.generation(partitionOf(of.candidateId)), "1");

  const journal = createJournal(control);
  const act = (kind: "check_in" | "start") =>
    journal.append(of.sittingId, {
      id: randomUUID(),
      kind,
      author: "t",
      cause: "t",
      scope: NATION,
      override: "t",
      effectiveAtMs: null,
    });
  await act("check_in");
  await act("start");
  const acts: readonly Act[] = await journal.read(of.sittingId);

  const pool = openPool(database.urlFor("amphi_control"));
  closing.push(() => pool.end());
  const db = databaseOf(pool);
  const parts: Partial<ControlParts> = {
    directory: createExamDirectory(db),
    packages: createPackageStore(db),
    epochs: createEpochIssuer(answers),
    journals: { acts: () => acts },
    probes: probesOf({ database: db, answers, control, nodeIds: ["drain-1"] }),
    now: Date.now,
  };
  const fence = createDeviceFence({
    ...{ epochs: createEpochIssuer(answers), directory: createExamDirectory(db), done: createFenceMarks(control) },
    answersReachable: () => Promise.resolve(),
  });
  return { owner, of, fence, ...aControl(parts) };
}

const markersOf = async (of: StoredSitting) => {
  const records = await answers.xrange(KEYS.log(partitionOf(of.candidateId)), "-", "+");
  return records.map(([, fields]) => JSON.parse(fields[1] ?? "") as { epoch: number; deviceId: string });
};

test("a candidate signs in, keeps the epoch, and is followed by another device once this one is replaced", async () => {
  const { of, owner, post, signIn, fence } = await onStores(await freshDatabase());
  const first = await signIn();
  expect(first).toMatchObject({ epoch: 1, candidate: { familyName: "Nguyen", centre: "Rennes", room: "Amphi 2" } });
  expect(first.paper).toEqual(PACKAGE);

  const holds = { sittingId: of.sittingId, epoch: 1, headSeq: 2, genesis: first.genesis };
  expect(await signIn({ holds })).toMatchObject({ epoch: 1, genesis: first.genesis });

  const { heads } = await storeChain(owner, of, { frames: [anAnswer({ seq: 1 }), anAnswer({ seq: 2 })] });
  const spare = { device: { ...DEVICE, id: "tablet-00000002" } };
  const early = await post({ cardCode: CODE, holds: null, ...spare });
  expect([early.status, await early.json()]).toMatchObject([409, { error: { code: "device_not_approved" } }]);
  await fence.fence(of, "act-1");
  const second = await signIn(spare);
  expect(second).toMatchObject({ epoch: 3, genesis: { previousEpoch: 1, previousSeq: 2, previousHead: heads[1] } });
  expect(await markersOf(of)).toMatchObject([
    { epoch: 1, deviceId: DEVICE.id },
    { epoch: 2, deviceId: "replaced-act-1" },
    { epoch: 3, deviceId: "tablet-00000002" },
  ]);
});

test("a revoked card is refused, its successor is not", async () => {
  const { owner, post, signIn } = await onStores(await freshDatabase());
  await owner.query("UPDATE card SET revoked_at = now()");
  expect((await post({ cardCode: CODE, device: DEVICE, holds: null })).status).toBe(403);
  await owner.query("UPDATE card SET revoked_at = NULL");
  expect((await signIn()).epoch).toBe(1);
});

test("while PostgreSQL is away sign-in says so, health names it, and both come back with it", async () => {
  const postgres: PrivatePostgres = await startPrivatePostgres();
  closing.push(() => postgres.stop());
  await prepareTemplate(postgres.url);
  const { app, post, signIn } = await onStores(await freshDatabaseOn(postgres.url));
  const drain: PartReport = {
    ...{ detail: "16 partitions", kind: "drain", build: "b", configHash: "c" },
    ...{ memoryBytes: 0, cpuPercent: 0, diskFreeBytes: null },
  };
  await control.set("part:drain-1", JSON.stringify(drain));
  expect((await signIn()).epoch).toBe(1);
  expect((await app.request("/api/health")).status).toBe(200);

  await postgres.kill9();
  const refused = await post({ cardCode: CODE, device: DEVICE, holds: null });
  expect([refused.status, await refused.json()]).toMatchObject([503, { error: { code: "store_unavailable" } }]);
  const health = await app.request("/api/health");
  expect(health.status).toBe(503);
  const { parts } = (await health.json()) as { parts: { name: string; state: string }[] };
  expect(parts.map((part) => `${part.name} ${part.state}`)).toEqual([
    "postgres down",
    "redis-answers up",
    "redis-control up",
    "drain-1 up",
  ]);

  await postgres.restart();
  expect((await signIn()).epoch).toBe(2);
  expect((await app.request("/api/health")).status).toBe(200);
});
