import { beforeEach, expect, inject, onTestFinished, test, vi } from "vitest";
import type { ActAsked } from "#contracts/console/acts";
import { LIMITS } from "#contracts/limits";
import { NATION } from "#domain/sitting/scope";
import { emptyRedis } from "#infra/testing/shared-servers.ts";
import { openConnection } from "#redis/connection";
import { createProposals } from "#redis/proposals";

const SITTING = 7;
const asked = (id: string, cause = "ready"): ActAsked => ({
  id,
  kind: "start",
  cause,
  scope: NATION,
  effectiveAtMs: null,
  seenActId: null,
});
const proposal = (id: string, cause?: string) => ({
  sittingId: SITTING,
  asked: asked(id, cause),
  author: "Marie (organiser)",
  authorId: 1,
});
const PAUL = { accountId: 2, signature: "Paul (organiser)" };
const ANNE = { accountId: 3, signature: "Anne (organiser)" };

function connect() {
  const redis = openConnection(inject("redisControlUrl"));
  onTestFinished(() => redis.disconnect());
  return redis;
}
const proposals = () => createProposals(connect(), connect());
beforeEach(async () => {
  await emptyRedis();
});

test("a proposal is put up once, for a quarter of an hour, and seen by every node", async () => {
  const told: number[] = [];
  const elsewhere = proposals();
  elsewhere.onProposals((sittingId) => told.push(sittingId));
  await elsewhere.start();
  const first = await proposals().propose(proposal("a", "first"));
  expect(first.expiresAtMs - first.atMs).toBe(LIMITS.proposalMs);
  expect(await proposals().propose(proposal("a", "second"))).toEqual(first);
  expect(await elsewhere.open(SITTING)).toEqual([first]);
  expect(await elsewhere.open(8)).toEqual([]);
  await vi.waitFor(() => expect(told).toContain(SITTING));
});

test("two who confirm at once: one is the second person, however often it is repeated", async () => {
  await proposals().propose(proposal("a"));
  const said = await Promise.all([PAUL, ANNE, PAUL, ANNE].map((by) => proposals().confirm(SITTING, "a", by)));
  const [first] = said;
  expect(said.every((one) => one?.by.accountId === first?.by.accountId && one?.proposal.asked.id === "a")).toBe(true);
  expect(await proposals().withdraw(SITTING, "a")).toBe("confirmed");
  await proposals().settle(SITTING, "a");
  expect(await proposals().confirm(SITTING, "a", PAUL)).toBe(null);
  expect(await proposals().open(SITTING)).toEqual([]);
});

test("what was withdrawn, or has run out, is confirmed by nobody", async () => {
  const redis = connect();
  await proposals().propose(proposal("a"));
  expect(await proposals().withdraw(SITTING, "a")).toBe("withdrawn");
  expect(await proposals().withdraw(SITTING, "a")).toBe("unknown");
  expect(await proposals().confirm(SITTING, "a", PAUL)).toBe(null);

  const late = await proposals().propose(proposal("b", "before"));
  await redis.hset(`proposals:${SITTING}`, "b", JSON.stringify({ ...late, expiresAtMs: Date.now() - 1 }));
  expect(await proposals().confirm(SITTING, "b", PAUL)).toBe(null);
  expect(await proposals().open(SITTING)).toEqual([]);
  expect(await proposals().find(SITTING, "b")).toBe(null);
  expect((await proposals().propose(proposal("b", "after"))).asked.cause).toBe("after");
});
