import { beforeEach, expect, inject, onTestFinished, test, vi } from "vitest";
import { emptyRedis } from "#infra/testing/shared-servers.ts";
import { openConnection } from "#redis/connection";
import { createStaffReadings } from "#redis/staff-readings";

const SITTING = 7;
function connect() {
  const redis = openConnection(inject("redisControlUrl"));
  onTestFinished(() => redis.disconnect());
  return redis;
}
const readings = () => createStaffReadings(connect(), connect());
const by = (accountId: number, actId = "a1") => ({ actId, accountId, name: "Luc", centreId: 1, roomIds: [11] });
beforeEach(async () => {
  await emptyRedis();
});

test("each person has read an instruction once, and every process is told", async () => {
  const [here, elsewhere] = [readings(), readings()];
  const told: number[] = [];
  elsewhere.onReading((sittingId) => told.push(sittingId));
  await elsewhere.start();
  for (const reading of [by(1), by(1), by(2), by(1, "a2")]) await here.note(SITTING, reading);
  await vi.waitFor(() => expect(told).toEqual([SITTING, SITTING, SITTING]));
  const kept = await elsewhere.after(SITTING, 0);
  expect(kept.map(({ actId, accountId }) => `${actId} ${accountId}`)).toEqual(["a1 1", "a1 2", "a2 1"]);
  expect(kept[0]?.atMs).toBeGreaterThan(0);
  expect(await elsewhere.after(SITTING, 2)).toHaveLength(1);
  expect(await elsewhere.after(SITTING + 1, 0)).toEqual([]);
});
