import { day } from "#loadtest/profiles/day";
import { NO_CONSOLES, type Profile } from "#loadtest/profiles/profile";

export const stage: Profile = {
  ...day,
  name: "stage",
  about: "1,000 compose while the tablets of 8,300 others download a package of 2 MB",
  candidates: 1_000,
  entriesPerSecond: 170,
  minutes: 6,
  arrivalSeconds: 15,
  settleSeconds: 60,
  consoles: NO_CONSOLES,
  scenes: [{ at: 1, act: "end", announcedSeconds: 20, cause: "the time is over" }],
  moments: [{ at: 1, what: "submit", withinSeconds: 5 }],
  stage: { tablets: 8_300, bytesEach: 2_000_000, at: 0.4, withinSeconds: 150 },
};
