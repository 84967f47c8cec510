import { NATIONAL_CONSOLES, type Profile } from "#loadtest/profiles/profile";

/**
 * 7 December 2015, as it should have gone: 8,300 candidates in 34 centres compose at a pace far above that of people, the
 * nation is paused and resumed, and the day is cancelled without a single answer lost.
 */
export const ecni2015: Profile = {
  name: "ecni-2015",
  about: "8,300 candidates in 34 centres: sign-in, start, composing, national pause, resume, cancellation",
  candidates: 8_300,
  held: 0,
  entriesPerSecond: 1_400,
  minutes: 6,
  arrivalSeconds: 90,
  settleSeconds: 90,
  sitting: "own",
  consoles: NATIONAL_CONSOLES,
  scenes: [
    { at: 0.4, act: "pause", announcedSeconds: 0, cause: "two centres cannot connect" },
    { at: 0.5, act: "resume", announcedSeconds: 10, cause: "all centres are connected" },
    { at: 1, act: "cancel", announcedSeconds: 0, cause: "the day is held again on a reserve slot" },
  ],
  moments: [],
  faults: [],
  handOneIn: 100,
  breakOneIn: 50,
  ingests: 2,
  tls: false,
  stage: null,
  weighings: 0,
  generator: "k6",
  tabletsPerVu: 2_075,
};
