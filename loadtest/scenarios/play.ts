/** The one scenario of k6: every virtual user plays its share of the tablets of a profile, all at once. */
import { SharedArray } from "k6/data";
import exec from "k6/execution";
import type { Options, Scenario } from "k6/options";
import { alarms } from "#loadtest/journeys/alarms";
import { stagePackage } from "#loadtest/journeys/stage-package";
import { libraryOf, takePaper } from "#loadtest/journeys/take-paper";
import { SETTINGS_VARIABLE, type Settings } from "#loadtest/scenarios/settings";
import type { ClearPaper } from "#loadtest/verify/read-papers";

const settings = JSON.parse(__ENV[SETTINGS_VARIABLE] ?? "{}") as Settings;
const { profile, timetable } = settings;
const cards = new SharedArray<string>("cards", () => JSON.parse(open(settings.cardsFile)) as string[]);
const papers = new SharedArray<ClearPaper>("papers", () => JSON.parse(open(settings.papersFile)) as ClearPaper[]);
/** Beyond the time at which the last tablet gives up by itself. */
const GRACE_MS = 60_000;

const once = (exec: string, tablets: number): Scenario => ({
  executor: "per-vu-iterations",
  exec,
  vus: Math.ceil(tablets / profile.tabletsPerVu),
  iterations: 1,
  maxDuration: `${Math.ceil((timetable.settleUntilMs - timetable.originMs + GRACE_MS) / 1_000)}s`,
});

export const options: Options = {
  scenarios: {
    play: once("playTablets", profile.candidates),
    ...(profile.stage ? { stage: once("stageTablets", profile.stage.tablets) } : {}),
  },
  // Everything that is measured is in the ledger.
  systemTags: [],
  noConnectionReuse: false,
  insecureSkipTLSVerify: true,
};

/** An iteration lasts while sockets are open and alarms are set. */
export function playTablets(): void {
  const indices = indicesOf(profile.candidates);
  const library = libraryOf(papers, (profile.candidates * 1_000) / profile.entriesPerSecond, settings.seed);
  let present = indices.length;
  const left = () => {
    if (--present === 0) alarms.stop();
  };
  for (const n of indices) takePaper(settings, library, n, String(cards[n]), left);
}

export const stageTablets = (): Promise<unknown> =>
  Promise.all(indicesOf(profile.stage?.tablets ?? 0).map((n) => stagePackage(settings, n)));

/** Those of all tablets of a scenario that this virtual user plays, over all k6 processes, whatever segment this one is. */
function indicesOf(tablets: number): number[] {
  const first = exec.scenario.iterationInTest * profile.tabletsPerVu;
  const share = Math.max(0, Math.min(profile.tabletsPerVu, tablets - first));
  return Array.from({ length: share }, (_, i) => first + i);
}
