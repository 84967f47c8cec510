import { day } from "#loadtest/profiles/day";
import { NO_CONSOLES, type Profile } from "#loadtest/profiles/profile";

/** Not played for itself: what an answer costs at one state of the base (prefill/measure-costs.ts). */
export const probe: Profile = {
  ...day,
  name: "probe",
  about: "300 compose for half a minute, and everything that answers cost is theirs",
  candidates: 300,
  entriesPerSecond: 600,
  minutes: 0.5,
  arrivalSeconds: 5,
  settleSeconds: 60,
  consoles: NO_CONSOLES,
  scenes: [{ at: 1, act: "end", announcedSeconds: 5, cause: "the time is over" }],
  moments: [],
  handOneIn: 0,
  breakOneIn: 0,
};
