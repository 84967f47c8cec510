import { NATIONAL_CONSOLES, type Profile } from "#loadtest/profiles/profile";

/** Three hours of a paper of 120 questions in ten minutes: every candidate makes as many entries as in the three hours. */
export const day: Profile = {
  name: "day",
  about: "a half-day paper compressed into ten minutes: a pause, an end in time, everybody hands in",
  candidates: 8_300,
  held: 0,
  entriesPerSecond: 1_400,
  minutes: 10,
  arrivalSeconds: 90,
  settleSeconds: 120,
  sitting: "own",
  consoles: NATIONAL_CONSOLES,
  scenes: [
    { at: 0.3, act: "pause", announcedSeconds: 0, cause: "a fire alarm in one centre" },
    { at: 0.34, act: "resume", announcedSeconds: 10, cause: "the alarm is over" },
    { at: 1, act: "end", announcedSeconds: 20, cause: "the time is over" },
  ],
  moments: [{ at: 1, what: "submit", withinSeconds: 5 }],
  faults: [],
  handOneIn: 50,
  breakOneIn: 50,
  ingests: 2,
  tls: false,
  stage: null,
  weighings: 0,
  generator: "k6",
  tabletsPerVu: 2_075,
};
