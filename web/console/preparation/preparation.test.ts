import { expect, test } from "vitest";
import { DEFAULT_RULES } from "#contracts/exam/rules";
import type { SittingSummary } from "#contracts/console/live";
import { calendarOf } from "./calendar.ts";

const HOUR = 3_600_000;
const aSitting = (id: number, plannedStartMs: number): SittingSummary => ({
  id,
  examId: 1,
  examTitle: "",
  title: `S${id}`,
  plannedStartMs,
  durationMs: HOUR,
  backupDurationMs: null,
  paperTitle: "",
  itemCount: 1,
  rules: DEFAULT_RULES,
  rehearsal: false,
  replacesSittingId: null,
});

test("sittings and reserve slots are told by day, in the order of time", () => {
  const day = (atMs: number) => `day ${Math.floor(atMs / (24 * HOUR))}`;
  const slots = [
    { id: 7, startMs: 30 * HOUR, sittingId: null },
    { id: 8, startMs: 40 * HOUR, sittingId: 3 },
  ];
  const days = calendarOf([aSitting(2, 14 * HOUR), aSitting(1, 9 * HOUR), aSitting(3, 40 * HOUR)], slots, day);
  expect(
    days.map(({ day: name, entries }) => [name, entries.map((entry) => `${entry.kind} ${entry.atMs / HOUR}`)]),
  ).toEqual([
    ["day 0", ["sitting 9", "sitting 14"]],
    ["day 1", ["reserve 30", "sitting 40", "reserve 40"]],
  ]);
  expect(days[1]?.entries[2]).toMatchObject({ kind: "reserve", taken: true });
});
