/** Smoke: everybody signs in, takes the paper for a while, and waits until everything is secured. */
import { SharedArray } from "k6/data";
import exec from "k6/execution";
import type { Options } from "k6/options";
import { takePaper } from "#loadtest/journeys/take-paper";
import { SETTINGS_VARIABLE, type Settings } from "#loadtest/scenarios/settings";
import { THRESHOLDS } from "#loadtest/thresholds";
import type { ClearPaper } from "#loadtest/verify/read-papers";

const settings = JSON.parse(__ENV[SETTINGS_VARIABLE] ?? "{}") as Settings;
const { profile } = settings;
const cards = new SharedArray<string>("cards", () => JSON.parse(open(settings.cardsFile)) as string[]);
const papers = new SharedArray<ClearPaper>("papers", () => JSON.parse(open(settings.papersFile)) as ClearPaper[]);

export const options: Options = {
  scenarios: {
    smoke: {
      executor: "per-vu-iterations",
      exec: "playTablets",
      vus: Math.ceil(profile.candidates / profile.tabletsPerVu),
      iterations: 1,
      maxDuration: `${profile.seconds + profile.settleSeconds + 30}s`,
    },
  },
  thresholds: THRESHOLDS,
  summaryTrendStats: ["med", "p(95)", "p(99)", "max"],
  noConnectionReuse: false,
};

/** One virtual user: its share of the tablets, all at once. */
export async function playTablets(): Promise<void> {
  const first = (exec.vu.idInTest - 1) * profile.tabletsPerVu;
  const share = Math.min(profile.tabletsPerVu, profile.candidates - first);
  const startedAtMs = exec.scenario.startTime;
  await Promise.all(
    Array.from({ length: share }, (_, i) =>
      takePaper(settings, papers, first + i, String(cards[first + i]), startedAtMs),
    ),
  );
}

export function handleSummary(data: unknown): Record<string, string> {
  return { [settings.summaryFile]: JSON.stringify(data) };
}
