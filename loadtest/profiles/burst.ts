import { day } from "#loadtest/profiles/day";
import type { Profile } from "#loadtest/profiles/profile";

/** k6 needs 0.3 ms of CPU for an entry: of 8,300 in one second it would tell how slow it is itself. */
export const burst: Profile = {
  ...day,
  name: "burst",
  about: "everybody answers within one second, three times, and hands in within five seconds of the end",
  entriesPerSecond: 250,
  minutes: 3,
  scenes: [{ at: 1, act: "end", announcedSeconds: 20, cause: "the time is over" }],
  generator: "light",
  moments: [
    { at: 0.25, what: "answer", withinSeconds: 1 },
    { at: 0.5, what: "answer", withinSeconds: 1 },
    { at: 0.75, what: "answer", withinSeconds: 1 },
    { at: 1, what: "submit", withinSeconds: 5 },
  ],
};
