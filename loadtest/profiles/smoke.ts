import { NO_CONSOLES, type Profile } from "#loadtest/profiles/profile";

export const smoke: Profile = {
  name: "smoke",
  about: "three rooms for twenty seconds: does the whole path work, and does nothing get lost?",
  candidates: 200,
  held: 0,
  entriesPerSecond: 130,
  minutes: 1 / 3,
  arrivalSeconds: 4,
  settleSeconds: 60,
  sitting: "joined",
  consoles: NO_CONSOLES,
  scenes: [],
  moments: [],
  faults: [],
  handOneIn: 0,
  breakOneIn: 20,
  ingests: 2,
  tls: false,
  stage: null,
  generator: "k6",
  tabletsPerVu: 20,
};
