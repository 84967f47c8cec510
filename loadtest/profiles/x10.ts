import { day } from "#loadtest/profiles/day";
import { NO_CONSOLES, type Profile } from "#loadtest/profiles/profile";

/**
 * Ten times the nation on one machine: what a connection costs, and whether those who compose feel the others. Consoles
 * and a pause for so many belong to more machines: here they would only tell that two cores are full. So would k6, which
 * wants most of a core for so many entries.
 */
export const x10: Profile = {
  ...day,
  name: "x10",
  about: "83,000 connected at once: 8,300 compose twice as fast as in a day, 74,700 are held without a word",
  held: 74_700,
  entriesPerSecond: 2_700,
  minutes: 3,
  consoles: NO_CONSOLES,
  scenes: [{ at: 1, act: "end", announcedSeconds: 0, cause: "the time is over" }],
  moments: [],
  generator: "light",
  ingests: 6,
};
