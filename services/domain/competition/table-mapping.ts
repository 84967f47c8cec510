/**
 * Which column of a table of the office says what: the office's to say, proposed from the headings. Pure.
 */
import type { CompetitionPlan } from "#domain/competition/plan";
import { folded, type TableRow } from "#domain/exam/columns";
import { inLine, type Problem } from "#domain/exam/problem";

/** What a column says: one of these, `identity:CODE`, `unit:CODE`, `total:RANKING`, `rank:RANKING`, or `ignore`. */
export type Target = string;
/** Of each column of the file, in its order. */
export type Mapping = readonly Target[];

const WORDS: Readonly<Record<string, readonly string[]>> = {
  studentNumber: ["n etudiant", "numero etudiant", "no etudiant", "numero", "student number", "student", "candidate"],
  anonymityNumber: ["n anonymat", "numero d anonymat", "anonymat", "anonymity number"],
  familyName: ["nom", "nom de famille", "family name", "last name", "surname", "name"],
  givenName: ["prenom", "given name", "first name"],
  mail: ["mail", "email", "e mail", "courriel", "adresse mail", "mel"],
  programmes: ["filieres", "filiere", "programmes", "programme", "programs"],
};
export const PERSON_TARGETS = Object.keys(WORDS);

/** Every target that a plan has, besides `ignore`. */
export const targetsOf = (plan: CompetitionPlan): Target[] => [
  ...PERSON_TARGETS.filter((one) => one !== "anonymityNumber" || plan.anonymity),
  ...plan.identityFields.map(({ code }) => `identity:${code}`),
  ...plan.units.filter(({ source }) => source === "office").map(({ code }) => `unit:${code}`),
  ...[...plan.rankings, ...plan.programmes].flatMap(({ code, ranks, totals }) => [
    ...(totals === "imported" ? [`total:${code}`] : []),
    ...(ranks === "imported" ? [`rank:${code}`] : []),
  ]),
];

export function guessMapping(plan: CompetitionPlan, headings: readonly string[]): Mapping {
  const named = new Map<string, Target>();
  for (const target of PERSON_TARGETS) for (const word of WORDS[target] ?? []) named.set(word, target);
  const add = (prefix: string, { code, name }: { code: string; name: string }) => {
    named.set(folded(name), `${prefix}:${code}`);
    named.set(folded(code), `${prefix}:${code}`);
  };
  for (const field of plan.identityFields) add("identity", field);
  for (const unit of plan.units) add("unit", unit);
  const possible = new Set(targetsOf(plan));
  const taken = new Set<Target>();
  return headings.map((heading) => {
    const target = named.get(folded(heading));
    if (target === undefined || taken.has(target) || !possible.has(target)) return "ignore";
    taken.add(target);
    return target;
  });
}

/** Everything that is wrong with a mapping of this heading. */
export function mappingProblems(plan: CompetitionPlan, mapping: Mapping, heading: TableRow): Problem[] {
  const problems: Problem[] = [];
  const possible = new Set([...targetsOf(plan), "ignore"]);
  if (mapping.length !== heading.cells.length)
    problems.push(
      inLine(heading.line, "mapping", `${mapping.length} columns are mapped, the file has ${heading.cells.length}`),
    );
  mapping.forEach((target, i) => {
    const where = { column: heading.cells[i] ?? "", value: target };
    if (!possible.has(target))
      problems.push(inLine(heading.line, "mapping-unknown", `no "${target}" in the plan`, where));
    else if (target !== "ignore" && mapping.indexOf(target) < i)
      problems.push(inLine(heading.line, "mapping-repeated", `two columns say ${target}`, where));
  });
  if (!mapping.includes("studentNumber") && !mapping.includes("anonymityNumber"))
    problems.push(
      inLine(heading.line, "column-missing", "no column says whose line it is", { value: "studentNumber" }),
    );
  return problems;
}
