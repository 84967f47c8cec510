/** Drains on real servers: takeover, several at once, poison, an emptied store. */
import { inject, expect, test, onTestFinished } from "vitest";
import { LIMITS } from "#contracts/limits";
import { KEYS, partitionOf } from "#contracts/stream/answer-stream";
import { aMarker, anAnswer } from "#domain/testing/builders";
import { PLANNED } from "#domain/sitting/clock";
import { createDrain, type Drain } from "#drain/app";
import { freshDatabase } from "#infra/testing/shared-servers.ts";
import { openPool } from "#postgres/connection";
import { createAnswerLedger } from "#postgres/ledger/answer-ledger";
import { createLedgerReader } from "#postgres/ledger/reader";
import { insertSitting } from "#postgres/testing/a-sitting";
import { createAnswerFeed } from "#redis/answer-feed";
import { createAnswerIntake } from "#redis/answer-intake";
import { openBlockingConnection, openConnection, openIntakeConnection, whenReady } from "#redis/connection";
import { systemClock } from "#runtime/clock";

const FIRST = 16;
const CANDIDATES = 32;

async function setUp(leaseMs: number = LIMITS.partitionLeaseMs) {
  const url = inject("redisAnswersUrl");
  const database = await freshDatabase();
  const owner = openPool(database.ownerUrl);
  const sittingId = await insertSitting(owner, { candidates: CANDIDATES, firstCandidateId: FIRST });
  const redis = openConnection(url);
  await redis.flushall();
  const append = openIntakeConnection(url, 3_000);
  const news = openConnection(url);
  await whenReady(append, 5_000);
  const intake = createAnswerIntake(append, news, "n1");
  const drains: Drain[] = [];
  const closing: (() => unknown)[] = [
    () => owner.end(),
    () => redis.disconnect(),
    () => append.disconnect(),
    () => news.disconnect(),
  ];
  onTestFinished(async () => {
    await Promise.all(drains.map((drain) => drain.stop()));
    for (const close of closing) await close();
  });
  const newDrain = (name: string): Drain => {
    const pool = openPool(database.urlFor("amphi_drain"));
    const commands = openConnection(url);
    const reader = openBlockingConnection(url, 1_000);
    const drain = createDrain({
      owner: name,
      feed: createAnswerFeed(commands, reader),
      ledger: createAnswerLedger(pool, () => PLANNED),
      clock: systemClock,
      limits: { ...LIMITS, partitionLeaseMs: leaseMs, drainBatchMax: 100 },
      onTrouble: () => undefined,
    });
    drains.push(drain);
    closing.push(
      () => pool.end(),
      () => commands.disconnect(),
      () => reader.disconnect(),
    );
    return drain;
  };
  const send = (from: number, to: number) =>
    intake.append(
      Array.from({ length: CANDIDATES }, (_, i) => FIRST + i).flatMap((candidateId) =>
        Array.from({ length: to - from + 1 }, (_, n) => ({
          sittingId,
          candidateId,
          epoch: 1,
          seq: from + n,
          frame: JSON.stringify(anAnswer({ seq: from + n, itemId: `q${(from + n) % 7}` })),
        })),
      ),
    );
  const reader = createLedgerReader(owner);
  return { redis, owner, sittingId, intake, newDrain, send, reader };
}

/** Rounds until the log holds so many entries. */
async function untilLogged(platform: Awaited<ReturnType<typeof setUp>>, drains: readonly Drain[], count: number) {
  for (;;) {
    await Promise.all(drains.map((drain) => drain.round(20)));
    const { rows } = await platform.owner.query<{ n: number }>("SELECT count(*)::int AS n FROM answer_log");
    if ((rows[0]?.n ?? 0) >= count) return;
  }
}

test("two drains at once store everything once, and trim what they stored", async () => {
  const platform = await setUp();
  const drains = [platform.newDrain("a"), platform.newDrain("b")];
  await platform.send(1, 20);
  await untilLogged(platform, drains, CANDIDATES * 20);
  expect((await platform.reader.log()).length).toBe(CANDIDATES * 20);
  expect(await platform.reader.quarantined()).toEqual([]);
  const lengths = await Promise.all(Array.from({ length: 16 }, (_, p) => platform.redis.xlen(KEYS.log(p))));
  expect(lengths.every((length) => length === 0)).toBe(true);
  expect(drains.some((drain) => (drain.status().d2P99Ms ?? 0) > 0)).toBe(true);
  const d2 = await platform.redis.hget(KEYS.d2(partitionOf(FIRST)), `${platform.sittingId}:${FIRST}:1`);
  expect(d2).toBe("20");
});

test("a drain that dies without a word is replaced once its leases end", async () => {
  const leaseMs = 300;
  const platform = await setUp(leaseMs);
  const dead = platform.newDrain("dead");
  await platform.send(1, 3);
  await untilLogged(platform, [dead], CANDIDATES * 3);
  // From here on nobody calls it: as after kill -9 it neither renews nor releases.
  const heir = platform.newDrain("heir");
  await platform.send(4, 6);
  await untilLogged(platform, [heir], CANDIDATES * 6);
  expect(heir.status().partitions).toBe(16);
});

test("a drain that was asleep and lost its partition aborts, and nothing is stored twice", async () => {
  const platform = await setUp(50);
  const zombie = platform.newDrain("zombie");
  await platform.send(1, 2);
  await untilLogged(platform, [zombie], CANDIDATES * 2);
  const heir = platform.newDrain("heir");
  await platform.send(3, 4);
  await untilLogged(platform, [heir], CANDIDATES * 4);
  await platform.send(5, 6);
  await untilLogged(platform, [zombie, heir], CANDIDATES * 6);
  expect((await platform.reader.log()).length).toBe(CANDIDATES * 6);
  expect(await platform.reader.quarantined()).toEqual([]);
});

test("poison is found by bisection and quarantined; its neighbours are stored", async () => {
  const platform = await setUp();
  const drain = platform.newDrain("a");
  const candidateId = FIRST;
  const stream = KEYS.log(partitionOf(candidateId));
  const good = (seq: number) => ({
    ...{ sittingId: platform.sittingId, candidateId, epoch: 1, seq },
    frame: JSON.stringify(anAnswer({ seq })),
  });
  await platform.intake.append([good(1)]);
  await platform.redis.xadd(stream, "*", "e1", `${platform.sittingId}:${candidateId}:1:2:n1`, "f", "not JSON");
  await platform.redis.xadd(stream, "*", "e9", "from the future");
  await platform.intake.append([{ ...good(7), sittingId: 999_999 }]); // no such sitting: PostgreSQL refuses it
  await platform.redis.xadd(stream, "*", "m1", JSON.stringify({ ...aMarker(), v: 8 }));
  await platform.intake.append([good(2), good(3)]);
  await untilLogged(platform, [drain], 3);
  expect((await platform.reader.log()).map((l) => l.seq)).toEqual([1, 2, 3]);
  const { rows } = await platform.owner.query<{ reason: string; detail: string; owner: number | null }>(
    "SELECT reason, detail, candidate_id AS owner FROM quarantine ORDER BY id",
  );
  expect(rows.map((r) => r.reason)).toEqual(["unreadable", "unreadable", "unreadable", "unreadable"]);
  // Whoever can be told apart is named, so that their receipt waits for a ruling.
  expect(rows.map((r) => r.owner)).toEqual([candidateId, null, candidateId, aMarker().candidateId]);
  expect(rows[2]?.detail).toMatch(/^refused by the store: .*partition/);
  expect(drain.status().quarantined).toBe(4);
});

test("an emptied store begins a new generation and is read from its start", async () => {
  const platform = await setUp(60);
  const drain = platform.newDrain("a");
  await platform.send(1, 2);
  await untilLogged(platform, [drain], CANDIDATES * 2);
  await platform.redis.flushall();
  // Ids of a store whose clock was set back: below every committed offset.
  await platform.redis.xadd(
    KEYS.log(partitionOf(FIRST)),
    "5-0",
    "e1",
    `${platform.sittingId}:${FIRST}:1:3:n1`,
    "f",
    JSON.stringify(anAnswer({ seq: 3 })),
  );
  await untilLogged(platform, [drain], CANDIDATES * 2 + 1);
  expect(await platform.redis.get(KEYS.generation(partitionOf(FIRST)))).toBe("2");
});
