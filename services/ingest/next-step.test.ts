/** A lock that is stored opens the step behind it, for whoever has validated everything before, and for nobody else. */
import { expect, test } from "vitest";
import { LIMITS } from "#contracts/limits";
import { anAct, aLock, anAnswer } from "#domain/testing/builders";
import { Client, NOW_MS, setUp } from "#ingest/testing/an-ingest";
import { firstPath, lockedSectionKey, nextPath, progressToken, sealKeyText, stepKey } from "#runtime/seal";

const cases = Buffer.alloc(32, 3);
const KEYS = { start: "A".repeat(43), cases: sealKeyText(cases) };
const section = lockedSectionKey(cases, "dp1");
const [FIRST, SECOND] = [firstPath("dp1"), nextPath(firstPath("dp1"), "q1", ["q1"])];
const THIRD = nextPath(SECOND, "q2", ["q2a", "q2b"]);
const keyAt = (path: string) => sealKeyText(stepKey(section, path));

async function started() {
  const platform = setUp();
  platform.acts.push(anAct("check_in", NOW_MS - 2, { id: "c" }), anAct("start", NOW_MS - 1, { keys: KEYS }));
  const client = await new Client(platform).hello();
  return { platform, client, later: () => platform.clock.advance(LIMITS.appendSpacingMs) };
}
const lock1 = (over: object = {}) =>
  aLock({ seq: 1, stepId: "q1", itemIds: ["q1"], seal: { sectionId: "dp1", path: FIRST, token: null }, ...over });
const lock2 = (token: string | null, over: object = {}) =>
  aLock({ seq: 2, stepId: "q2", itemIds: ["q2a", "q2b"], seal: { sectionId: "dp1", path: SECOND, token }, ...over });

test("step by step: each lock is answered with the next key and the token for the next lock", async () => {
  const { client, later } = await started();
  client.send(lock1());
  await later();
  const [second] = client.of("step");
  expect(second).toMatchObject({ sectionId: "dp1", path: SECOND, key: keyAt(SECOND) });
  client.send(lock2(second?.token ?? null));
  await later();
  expect(client.of("step")[1]).toMatchObject({ path: THIRD, key: keyAt(THIRD) });
  expect(client.of("received").at(-1)?.seq).toBe(2);
});

test("[I11] nobody unlocks ahead: without the proof of what comes before the lock is stored and opens nothing", async () => {
  const forged = [null, "A".repeat(43), progressToken(section, 43, SECOND), progressToken(section, 42, THIRD)];
  for (const token of forged) {
    const { client, later, platform } = await started();
    client.send({ ...lock2(token), seq: 1 });
    await later();
    expect([client.of("step"), client.of("received").at(-1)?.seq, platform.store.stored.length]).toEqual([[], 1, 1]);
  }
});

test("[I11] whoever locks something else than the step that was shown is led to where nothing opens", async () => {
  for (const over of [{ stepId: "q9" }, { itemIds: ["q1", "q2"] }, { itemIds: ["q2"] }]) {
    const { client, later } = await started();
    client.send(lock1(over));
    await later();
    const [step] = client.of("step");
    expect(step?.path).not.toBe(SECOND);
    client.send(lock2(step?.token ?? null));
    await later();
    expect(client.of("step").map(({ key }) => key)).not.toContain(keyAt(SECOND));
    expect(client.of("step")).toHaveLength(1);
  }
});

test("[I11] nothing is opened before the lock is durable, nor when it was not stored", async () => {
  const { platform, client, later } = await started();
  platform.store.holds = true;
  client.send(lock1());
  await later();
  expect(client.of("step")).toEqual([]);
  platform.store.release();
  await later();
  expect(client.of("step")).toHaveLength(1);
  platform.store.holds = false;
  platform.store.fails = true;
  client.send(lock2(client.of("step")[0]?.token ?? null));
  await later();
  expect([client.closed?.name, client.of("step").length]).toEqual(["store_unavailable", 1]);
});

test("a lock that is sent again is answered again, also behind what is secured", async () => {
  const { platform, client, later } = await started();
  client.send(anAnswer({ seq: 1 }));
  client.send(lock1({ seq: 2 }));
  client.send(lock1({ seq: 2 }));
  await later();
  expect(client.of("step")).toHaveLength(2);
  platform.store.d2 = 2;
  const back = await new Client(platform).hello();
  back.send(lock1({ seq: 2 }));
  await later();
  expect(back.of("step").map(({ path }) => path)).toEqual([SECOND]);
});

test("before the start, on a replaced device, without a seal: stored, and no key", async () => {
  const { platform, later } = await started();
  const plain = await new Client(platform).hello({ ticket: "ok:50" });
  const { seal: _seal, ...unsealed } = lock1();
  plain.send(unsealed);
  platform.store.fence = 2;
  const replaced = await new Client(platform).hello({ ticket: "ok:51" });
  replaced.send(lock1());
  await later();
  expect([plain.of("step"), replaced.of("step"), platform.store.stored.length]).toEqual([[], [], 2]);

  const early = setUp();
  early.acts.push(
    anAct("check_in", NOW_MS, { id: "c" }),
    anAct("start", NOW_MS, { effectiveAtMs: NOW_MS + 60_000, keys: KEYS }),
  );
  const client = await new Client(early).hello();
  client.send(lock1());
  await early.clock.advance(LIMITS.appendSpacingMs);
  expect([client.of("step"), early.store.stored.length]).toEqual([[], 1]);
});
