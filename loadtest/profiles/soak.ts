import { day } from "#loadtest/profiles/day";
import type { Profile } from "#loadtest/profiles/profile";

export const soak: Profile = {
  ...day,
  name: "soak",
  about: "twenty minutes at the pace of the day (an hour with --minutes 60): the memory of every process stays flat",
  minutes: 20,
  scenes: [{ at: 1, act: "end", announcedSeconds: 20, cause: "the time is over" }],
};
