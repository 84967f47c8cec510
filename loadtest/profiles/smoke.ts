import type { Profile } from "#loadtest/profiles/profile";

/** Two lecture halls for twenty seconds: does the whole path work, and does nothing get lost? */
export const smoke: Profile = {
  name: "smoke",
  candidates: 200,
  seconds: 20,
  arrivalSeconds: 4,
  thinkMeanMs: 1_500,
  settleSeconds: 60,
  tabletsPerVu: 20,
};
