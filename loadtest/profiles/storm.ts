import { day } from "#loadtest/profiles/day";
import type { Profile } from "#loadtest/profiles/profile";

/** It ends at once and without a rush, which `day` and `burst` play: that would be two more storms, of acts. */
export const storm: Profile = {
  ...day,
  name: "storm",
  about: "over TLS, every socket is cut at once, twice, and everybody comes back",
  tls: true,
  entriesPerSecond: 700,
  minutes: 4,
  scenes: [{ at: 1, act: "end", announcedSeconds: 0, cause: "the time is over" }],
  moments: [],
  faults: [
    { at: 0.3, fault: { part: "ingest", what: "kill", seconds: 0 } },
    { at: 0.65, fault: { part: "ingest", what: "kill", seconds: 0 } },
  ],
};
