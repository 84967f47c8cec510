import { NATIONAL_CONSOLES, type Profile } from "#loadtest/profiles/profile";
import { day } from "#loadtest/profiles/day";

export const noDatabase: Profile = {
  ...day,
  name: "no-database",
  about: "PostgreSQL is down for five minutes while everybody composes and the nation is paused and resumed",
  entriesPerSecond: 1_400,
  minutes: 7,
  consoles: NATIONAL_CONSOLES,
  scenes: [
    { at: 0.4, act: "pause", announcedSeconds: 0, cause: "the database is away, answers are safe" },
    { at: 0.5, act: "resume", announcedSeconds: 10, cause: "composing goes on without it" },
    { at: 1, act: "end", announcedSeconds: 20, cause: "the time is over" },
  ],
  faults: [{ at: 0.15, fault: { part: "postgres", what: "down", seconds: 300 } }],
  settleSeconds: 240,
};
