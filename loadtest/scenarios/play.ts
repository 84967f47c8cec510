/** The one scenario of k6: every virtual user plays its share of the tablets of a profile, all at once. */
import { SharedArray } from "k6/data";
import exec from "k6/execution";
import type { Options } from "k6/options";
import { takePaper } from "#loadtest/journeys/take-paper";
import { SETTINGS_VARIABLE, type Settings } from "#loadtest/scenarios/settings";
import type { ClearPaper } from "#loadtest/verify/read-papers";

const settings = JSON.parse(__ENV[SETTINGS_VARIABLE] ?? "{}") as Settings;
const { profile, timetable } = settings;
const cards = new SharedArray<string>("cards", () => JSON.parse(open(settings.cardsFile)) as string[]);
const papers = new SharedArray<ClearPaper>("papers", () => JSON.parse(open(settings.papersFile)) as ClearPaper[]);
/** Beyond the time at which the last tablet gives up by itself. */
const GRACE_MS = 60_000;

export const options: Options = {
  scenarios: {
    play: {
      executor: "per-vu-iterations",
      exec: "playTablets",
      vus: Math.ceil(profile.candidates / profile.tabletsPerVu),
      iterations: 1,
      maxDuration: `${Math.ceil((timetable.settleUntilMs - timetable.originMs + GRACE_MS) / 1_000)}s`,
    },
  },
  // Everything that is measured is in the ledger.
  systemTags: [],
  noConnectionReuse: false,
  insecureSkipTLSVerify: true,
};

export async function playTablets(): Promise<void> {
  // Numbered over all k6 processes of the rehearsal, whatever segment this one plays.
  const first = (exec.vu.idInTest - 1) * profile.tabletsPerVu;
  const share = Math.max(0, Math.min(profile.tabletsPerVu, profile.candidates - first));
  await Promise.all(
    Array.from({ length: share }, (_, i) => takePaper(settings, papers, first + i, String(cards[first + i]))),
  );
}
