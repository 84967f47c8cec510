import { expect, test } from "vitest";
import type { LiveRow } from "#contracts/console/live";
import { roomCountsOf, type Seated } from "#control/live/room-counts";
import { NOW_MS } from "#control/live/testing/a-hall";

const aRow = (over: Partial<LiveRow> = {}): LiveRow => ({
  id: 1,
  connected: true,
  sinceMs: NOW_MS - 60_000,
  epoch: 1,
  confirmed: true,
  answered: 0,
  savedAtMs: NOW_MS - 1_000,
  waitingEntries: 0,
  submitted: "no",
  receiptCode: null,
  hand: null,
  problems: [],
  clockOffsetMs: 0,
  deviceLabel: null,
  appliedActs: 0,
  otherTabletAtMs: null,
  wrongCodes: 0,
  ...over,
});
const seat = (row: Partial<LiveRow> | null, attendance: Seated["attendance"] = null): Seated => ({
  row: row && aRow(row),
  attendance,
});
const count = (...seated: Seated[]) => roomCountsOf(11, seated, NOW_MS);

test("everybody is counted once where they belong", () => {
  const counts = count(
    seat({}),
    seat({ problems: ["build", "clock"] }),
    seat({ connected: false, confirmed: false }),
    seat({ connected: false, problems: ["build"] }, "left"),
    seat({ connected: false, submitted: "stored" }),
    seat({ submitted: "on_tablet", hand: { reason: "toilet", atMs: NOW_MS } }),
    seat(null, "present"),
    seat(null, "absent"),
    seat(null),
  );
  expect(counts).toEqual({
    roomId: 11,
    expected: 9,
    arrived: 7,
    absent: 1,
    connected: 3,
    confirmed: 5,
    offline: 1,
    submitted: 2,
    stored: 1,
    hands: 1,
    notReady: 1,
    saveLagMs: null,
  });
});

test("a tablet that was connected and is then marked absent has not arrived", () => {
  expect(count(seat({ connected: false }, "absent"))).toMatchObject({ arrived: 0, absent: 1, offline: 0 });
});

test("save lag is that of the slow ones among those who wait, from connecting where nothing was saved yet", () => {
  const waits = (ms: number) => seat({ waitingEntries: 1, savedAtMs: NOW_MS - ms });
  const twenty = Array.from({ length: 20 }, (_, n) => waits((n + 1) * 100));
  expect(count(...twenty, seat({ savedAtMs: 0 })).saveLagMs).toBe(1_900);
  expect(count(seat({ waitingEntries: 2, savedAtMs: null })).saveLagMs).toBe(60_000);
  expect(count(seat({ waitingEntries: 1, savedAtMs: NOW_MS + 50 })).saveLagMs).toBe(0);
});
