import { expect, test } from "vitest";
import { inWords, readInstant } from "#cli/sitting/instant";

const PARIS = "Europe/Paris";
const at = (iso: string) => Date.parse(iso);
const read = (text: string, today: string) => readInstant(text, at(today), PARIS);

test("an hour is today's in the zone of the server, also when its day is not that of UTC", () => {
  expect(read("15:45:00", "2015-12-07T14:20:00+01:00")).toEqual({ ms: at("2015-12-07T15:45:00+01:00") });
  expect(read("00:10:00", "2015-12-07T23:30:00Z")).toEqual({ ms: at("2015-12-08T00:10:00+01:00") });
  expect(read("14:00:00", "2026-07-01T08:00:00Z")).toEqual({ ms: at("2026-07-01T14:00:00+02:00") });
  expect(readInstant("15:45:00", at("2015-12-07T00:00:00Z"), "UTC")).toEqual({ ms: at("2015-12-07T15:45:00Z") });
});

test("an ISO instant says its offset, whatever the zone", () => {
  expect(read("2015-12-07T15:45+01:00", "2020-01-01T00:00Z")).toEqual({ ms: at("2015-12-07T14:45:00Z") });
  expect(read("2015-12-07T14:45:00.250Z", "2020-01-01T00:00Z")).toEqual({ ms: at("2015-12-07T14:45:00.250Z") });
});

test("on days when clocks change, an hour that does not exist or comes twice is not guessed", () => {
  expect(read("02:30:00", "2026-03-29T00:10:00+01:00")).toEqual({
    problem: "02:30:00 does not exist today in Europe/Paris: clocks go forward",
  });
  expect(read("02:30:00", "2026-10-25T00:10:00+02:00")).toEqual({
    problem:
      "02:30:00 comes twice today in Europe/Paris: say which, 2026-10-25T00:30:00.000Z or 2026-10-25T01:30:00.000Z",
  });
  expect(read("03:30:00", "2026-03-29T00:10:00+01:00")).toEqual({ ms: at("2026-03-29T01:30:00Z") });
  expect(read("14:00:00", "2026-10-25T00:10:00+02:00")).toEqual({ ms: at("2026-10-25T14:00:00+01:00") });
});

test.each(["15h45", "15:45", "24:00:00", "2015-12-07T15:45", "2015-13-07T15:45Z", "tomorrow", ""])(
  "%j is no instant",
  (text) =>
    expect(read(text, "2015-12-07T12:00Z")).toEqual({ problem: expect.stringContaining(`"${text}"`) as unknown }),
);

test("an instant in words names its zone", () => {
  expect(inWords(at("2015-12-07T15:45:00.900+01:00"), PARIS)).toBe("2015-12-07 15:45:00 (Europe/Paris)");
});
