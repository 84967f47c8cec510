import { expect, test } from "vitest";
import { quietMoments } from "#loadtest/generator/quiet-moments";
import { ecni2015 } from "#loadtest/profiles/ecni-2015";
import { outage } from "#loadtest/profiles/outage";
import { smoke } from "#loadtest/profiles/smoke";
import { timetableOf } from "#loadtest/profiles/timetable";

test("garbage is collected between the last sign-in and the start, in the pause and while no server answers", () => {
  const timetable = timetableOf(ecni2015, 0);
  expect(quietMoments(ecni2015, timetable).map((ms) => ms / 1_000)).toEqual([93, 105 + 360 * 0.44]);
  const out = timetableOf(outage, 0);
  expect(quietMoments(outage, out)).toEqual([out.startMs - 12_000, out.startMs + 60_000 + 40_000]);
  expect(quietMoments(smoke, timetableOf(smoke, 0))).toEqual([]);
});
