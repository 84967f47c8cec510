import { describe, expect, test } from "vitest";
import { liveRowOf, problemsOf } from "#control/live/live-row";
import type { Served } from "#control/live/ports";
import { aPresenceRow, aStatus, NOW_MS } from "#control/live/testing/a-hall";

const SERVED: Served = { build: "b1", paperSha256: "a".repeat(64), backupSha256: null };
const facts = {
  heard: aPresenceRow(),
  connected: true,
  offlineSinceMs: null,
  answered: 12,
  stored: false,
  receiptCode: null,
  appliedActs: 2,
  otherTabletAtMs: null,
};

describe("a candidate's row", () => {
  test("is what the tablet, PostgreSQL and the journal say together", () => {
    expect(liveRowOf(111, facts, SERVED)).toEqual({
      id: 111,
      connected: true,
      sinceMs: NOW_MS - 60_000,
      epoch: 1,
      confirmed: true,
      answered: 12,
      savedAtMs: NOW_MS - 1_000,
      waitingEntries: 0,
      submitted: "no",
      receiptCode: null,
      hand: null,
      problems: [],
      clockOffsetMs: 3,
      deviceLabel: "A1-017",
      appliedActs: 2,
      otherTabletAtMs: null,
      wrongCodes: 0,
    });
  });

  test("keeps what was last heard once the tablet is offline, and since when", () => {
    const row = liveRowOf(111, { ...facts, connected: false, offlineSinceMs: NOW_MS }, SERVED);
    expect(row).toMatchObject({ connected: false, sinceMs: NOW_MS, confirmed: true, savedAtMs: NOW_MS - 1_000 });
  });

  test("somebody who was seen only by an earlier process has a row, somebody never seen has none", () => {
    const unseen = { ...facts, heard: null, connected: false };
    expect(liveRowOf(111, { ...unseen, offlineSinceMs: NOW_MS }, SERVED)).toMatchObject({ sinceMs: NOW_MS, epoch: 0 });
    expect(liveRowOf(111, unseen, SERVED)).toBeNull();
  });

  test("handed in on the tablet is not yet stored", () => {
    const handedIn = { ...facts, heard: aPresenceRow({ status: aStatus({ submitted: true }) }) };
    expect(liveRowOf(111, handedIn, SERVED)?.submitted).toBe("on_tablet");
    expect(liveRowOf(111, { ...handedIn, stored: true }, SERVED)?.submitted).toBe("stored");
  });
});

describe("what makes a tablet not ready", () => {
  test.each([
    ["build", { build: "b0" }],
    ["paper", { paperSha256: "c".repeat(64) }],
    ["paper", { paperSha256: null }],
    ["clock", { clockErrorMs: 501 }],
    ["clock", { clockOffsetMs: -200 * 24 * 3_600_000 }],
    ["storage", { storageFreeBytes: 1_000_000 }],
    ["wake_lock", { wakeLock: false }],
    ["frames", { ignoredFrames: 1 }],
  ] as const)("%s: %o", (problem, status) => {
    expect(problemsOf(aStatus(status), SERVED)).toEqual([problem]);
  });

  test("a backup paper is compared where the sitting has one", () => {
    expect(problemsOf(aStatus(), { ...SERVED, backupSha256: "d".repeat(64) })).toEqual(["backup"]);
  });

  test("a clock that is off by ten minutes and known to be is no problem; what is not known is none", () => {
    expect(problemsOf(aStatus({ clockOffsetMs: 600_000, clockErrorMs: 500 }), SERVED)).toEqual([]);
    const nothing = { clockErrorMs: null, storageFreeBytes: null, wakeLock: null };
    expect(problemsOf(aStatus(nothing), { build: null, paperSha256: null, backupSha256: null })).toEqual([]);
  });
});
