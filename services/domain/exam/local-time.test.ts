import { expect, test } from "vitest";
import { instantsOf, isTimeZone, planInstant, planText } from "#domain/exam/local-time";

const PARIS = "Europe/Paris";
const iso = (text: string) => Date.parse(text);

test("local times are read in the zone, with summer time", () => {
  expect(planInstant("2026-03-19T14:00", PARIS)).toEqual({ ms: iso("2026-03-19T13:00Z") });
  expect(planInstant("2026-07-19T14:00:30", PARIS)).toEqual({ ms: iso("2026-07-19T12:00:30Z") });
  expect(planInstant("2026-07-19T14:00", "Indian/Reunion")).toEqual({ ms: iso("2026-07-19T10:00Z") });
  expect(planInstant("2026-03-19T14:00+01:00", PARIS)).toEqual({ ms: iso("2026-03-19T13:00Z") });
  for (const wrong of ["", "2026-13-01T00:00", "2026-02-30T10:00", "14:00", "2026-03-19", "2026-03-29T02:30"])
    expect(planInstant(wrong, PARIS), wrong).toHaveProperty("problem");
  expect(instantsOf("2026-10-25T02:30:00", PARIS)).toHaveLength(2);
  expect(isTimeZone("Europe/Paris")).toBe(true);
  expect(isTimeZone("Paris")).toBe(false);
});

test("what is written is read back as the same instant; days keep the hour", () => {
  for (const text of ["2026-03-19T13:00Z", "2026-10-25T00:30Z", "2026-10-25T01:30Z", "2026-07-01T00:00:07.5Z"]) {
    const ms = iso(text);
    expect(planInstant(planText(ms, PARIS), PARIS)).toEqual({ ms });
  }
  expect(planText(iso("2026-03-19T13:00Z"), PARIS, 14)).toBe("2026-04-02T14:00");
});
