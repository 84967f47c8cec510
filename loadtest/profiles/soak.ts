import { day } from "#loadtest/profiles/day";
import type { Profile } from "#loadtest/profiles/profile";

/** Garbage of twenty minutes does not fit into the memory of k6, and its collection would be felt by everybody. */
export const soak: Profile = {
  ...day,
  name: "soak",
  about: "twenty minutes at the pace of the day (an hour with --minutes 60): the memory of every process stays flat",
  minutes: 20,
  weighings: 6,
  generator: "light",
  scenes: [{ at: 1, act: "end", announcedSeconds: 20, cause: "the time is over" }],
};
