/** What the rehearsal command hands to the scenario, through one environment variable. */
import type { Profile } from "#loadtest/profiles/profile";

export interface Settings {
  readonly profile: Profile;
  /** Address of the platform, without a slash at the end. */
  readonly target: string;
  /** JSON file: card codes of the candidates, one per tablet. */
  readonly cardsFile: string;
  /** JSON file: the papers in clear (loadtest/verify/read-papers.ts). */
  readonly papersFile: string;
  readonly summaryFile: string;
  readonly seed: number;
}
export const SETTINGS_VARIABLE = "REHEARSAL";
