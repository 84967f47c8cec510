import type { Audited } from "#domain/admission/audit/audit";
import type { Names } from "#domain/admission/reading/read-input";

/** What an audit found, for whoever has to look into it: a line each, the first of many. */
export function findingLines(audit: Audited, names: Names): readonly string[] {
  const { blocking, demoted, excess } = audit.findings;
  const candidate = (i: number) => `candidate ${JSON.stringify(names.candidates[i])}`;
  const programme = (i: number) => JSON.stringify(names.programmes[i]);
  const more = (all: number, shown: number) => (all > shown ? [`… and ${all - shown} more`] : []);
  return [
    ...(audit.feasible
      ? []
      : ["not feasible: a seat that was not wished for, not ranked, given up, or beyond what there is"]),
    ...blocking.map(
      ([who, where]) => `blocking: ${candidate(who)} prefers ${programme(where)}, which would choose them`,
    ),
    ...more(audit.blockingPairs, blocking.length),
    ...(audit.stable || blocking.length > 0 ? [] : ["not stable: a programme holds somebody whom it would not choose"]),
    ...demoted.map((who) => `demoted: ${candidate(who)} held a better seat`),
    ...more(audit.demoted, demoted.length),
    ...excess.map(([where, seats]) => `in excess: ${programme(where)}, ${seats} ${seats === 1 ? "seat" : "seats"}`),
  ];
}
