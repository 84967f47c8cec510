import { day } from "#loadtest/profiles/day";
import type { Profile } from "#loadtest/profiles/profile";

/** It ends as `storm` does. */
export const outage: Profile = {
  ...day,
  name: "outage",
  about: "no server answers for 80 s, tablets write on and deliver everything afterwards",
  entriesPerSecond: 700,
  minutes: 4,
  scenes: [{ at: 1, act: "end", announcedSeconds: 0, cause: "the time is over" }],
  moments: [],
  faults: [{ at: 0.25, fault: { part: "ingest", what: "down", seconds: 80 } }],
  settleSeconds: 180,
};
