import type { CompetitionPlan } from "#domain/competition/plan";

const PERSON = [
  "studentNumber",
  "anonymityNumber",
  "familyName",
  "givenName",
  "mail",
  "programmes",
  "wishes",
  "seat",
  "answer",
];

/** R41: everything that a plan lets one choose, in the order of a file. */
export const exportColumns = (plan: CompetitionPlan): string[] => [
  ...PERSON,
  ...plan.identityFields.map(({ code }) => `identity:${code}`),
  ...plan.units.map(({ code }) => `unit:${code}`),
  ...[...plan.rankings, ...plan.programmes].flatMap(({ code }) => [`total:${code}`, `rank:${code}`]),
];
