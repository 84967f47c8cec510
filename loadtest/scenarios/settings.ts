/** What the rehearsal command hands to the scenario, through one environment variable. */
import type { Profile } from "#loadtest/profiles/profile";
import type { Timetable } from "#loadtest/profiles/timetable";

export interface Settings {
  readonly profile: Profile;
  readonly timetable: Timetable;
  /** Address of the platform, without a slash at the end. */
  readonly target: string;
  /** The sitting that is rehearsed: a tablet that is led to another one gives up at once. */
  readonly sittingId: number;
  /** JSON file: card codes of the candidates, one per tablet. */
  readonly cardsFile: string;
  /** JSON file: the papers in clear (loadtest/verify/read-papers.ts). */
  readonly papersFile: string;
  readonly seed: number;
  /** What tablets of other rooms download. */
  readonly packages: { readonly url: string; readonly sha256: string };
  /** Tablets of this centre reach ingest by these addresses; null: all do alike. */
  readonly line: { readonly centreId: number; readonly urls: readonly string[] } | null;
}
export const SETTINGS_VARIABLE = "REHEARSAL";
