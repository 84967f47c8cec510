import { day } from "#loadtest/profiles/day";
import { NO_CONSOLES, type Profile } from "#loadtest/profiles/profile";

/** Whoever goes on sends again what was lost behind an acknowledgement, and hides it; here nearly nobody goes on. */
export const frail: Profile = {
  ...day,
  name: "frail",
  about: "of 400 tablets every second one breaks for good: what was lost behind an acknowledgement stays lost",
  candidates: 400,
  entriesPerSecond: 400,
  minutes: 3,
  arrivalSeconds: 6,
  settleSeconds: 90,
  consoles: NO_CONSOLES,
  scenes: [{ at: 1, act: "end", announcedSeconds: 20, cause: "the time is over" }],
  handOneIn: 0,
  breakOneIn: 2,
  weighings: 0,
  generator: "k6",
  tabletsPerVu: 40,
};
