import { randomUUID } from "node:crypto";
import type { Redis } from "ioredis";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { PartReport } from "#contracts/stream/part-report";
import { KEYS, partitionOf } from "#contracts/stream/answer-stream";
import type { ControlParts } from "#control/app";
import { createExamDirectory, createPaperStore } from "#control/exam-directory";
import { probesOf } from "#control/health/probes";
import { aControl, CARD_SECRET, CODE, DEVICE } from "#control/testing/a-control";
import { anAnswer } from "#domain/testing/builders";
import { type PrivatePostgres, startPrivatePostgres } from "#infra/testing/private-postgres.ts";
import { freshDatabaseOn, prepareTemplate } from "#infra/testing/fresh-database.ts";
import { emptyRedis, freshDatabase } from "#infra/testing/shared-servers.ts";
import { openPool } from "#postgres/connection";
import { cardHmac } from "#postgres/exam/cards";
import { databaseOf } from "#postgres/queries/reading";
import { storeChain, storeSitting, type StoredSitting, VIEW } from "#postgres/queries/testing/stored-chains";
import { openConnection } from "#redis/connection";
import { createEpochIssuer } from "#redis/epoch-issuer";
import { createJournal } from "#redis/journal";
import type { Act } from "#domain/sitting/act";
import { NATION } from "#domain/sitting/scope";

const IMAGE = Buffer.from("not really a png");
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
  await owner.query("INSERT INTO paper_file VALUES ($1, $2, 'image/png', $3)", [of.paperId, "ab".repeat(32), IMAGE]);
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
    papers: createPaperStore(db),
    epochs: createEpochIssuer(answers),
    journals: { acts: () => acts },
    probes: probesOf({ database: db, answers, control, nodeIds: ["drain-1"] }),
    now: Date.now,
  };
  return { owner, of, ...aControl(parts) };
}

const markersOf = async (of: StoredSitting) => {
  const records = await answers.xrange(KEYS.log(partitionOf(of.candidateId)), "-", "+");
  return records.map(([, fields]) => JSON.parse(fields[1] ?? "") as { epoch: number; deviceId: string });
};

test("a candidate signs in, reads the paper, keeps the epoch, and is followed by another device", async () => {
  const { app, of, owner, signIn } = await onStores(await freshDatabase());
  const first = await signIn();
  expect(first).toMatchObject({ epoch: 1, candidate: { familyName: "Nguyen", centre: "Rennes", room: "Amphi 2" } });

  const withTicket = { headers: { authorization: `Bearer ${first.ticket}` } };
  expect(await (await app.request(first.paper.url, withTicket)).text()).toBe(VIEW);
  const image = await app.request(`/api/papers/files/${"ab".repeat(32)}`, withTicket);
  expect(Buffer.from(await image.arrayBuffer())).toEqual(IMAGE);

  const holds = { sittingId: of.sittingId, epoch: 1, headSeq: 2, genesis: first.genesis };
  expect(await signIn({ holds })).toMatchObject({ epoch: 1, genesis: first.genesis });

  const { heads } = await storeChain(owner, of, { frames: [anAnswer({ seq: 1 }), anAnswer({ seq: 2 })] });
  const second = await signIn({ device: { ...DEVICE, id: "tablet-00000002" } });
  expect(second).toMatchObject({ epoch: 2, genesis: { previousEpoch: 1, previousSeq: 2, previousHead: heads[1] } });
  expect(await markersOf(of)).toMatchObject([
    { epoch: 1, deviceId: DEVICE.id },
    { epoch: 2, deviceId: "tablet-00000002" },
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
