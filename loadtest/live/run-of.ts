import type { RunBegun } from "#contracts/http/rehearsal-run";
import type { Profile } from "#loadtest/profiles/profile";
import type { Timetable } from "#loadtest/profiles/timetable";
import type { FigureName } from "#loadtest/report/figures";
import { limitsFor } from "#loadtest/thresholds";

/** How a rehearsal introduces itself. `withFaults`: some were asked for besides the profile's. Pure. */
export function runOf(
  profile: Profile,
  { endMs, originMs, settleUntilMs, startMs }: Timetable,
  of: {
    readonly seed: number;
    readonly commit: string | null;
    readonly sittingId: number;
    readonly withFaults: boolean;
  },
): RunBegun {
  const limits = limitsFor(profile.name, profile.faults.length === 0 && of.withFaults);
  const most = (name: FigureName) => limits.find(({ figure }) => figure === name)?.most ?? null;
  return {
    ...{ v: 1, profile: profile.name, candidates: profile.candidates, seed: of.seed, commit: of.commit },
    ...{ sittingId: of.sittingId, originMs, startMs, endMs, settleUntilMs },
    limits: { d1P99Ms: most("d1P99Ms"), d2P99Ms: most("d2P99Ms") },
  };
}
