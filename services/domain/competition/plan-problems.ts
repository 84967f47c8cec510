/** What of a plan cannot work, all at once, each with its place (R2–R5). What its schema refuses is told before. */
import { readInput } from "#domain/admission/reading/read-input";
import { type CompetitionPlan, type PlanReorientation } from "#domain/competition/plan";
import { rankingRulesOf } from "#domain/competition/ranking-rules";
import { below, type Problem } from "#domain/exam/problem";
import { rulesProblems } from "#domain/ranking/rules-problems";

type Report = (place: string, rule: string, message: string, value?: string) => void;

export function planProblems(plan: CompetitionPlan): Problem[] {
  const problems: Problem[] = [];
  const report: Report = (place, rule, message, value) =>
    void problems.push({ place, rule, message, ...(value === undefined ? {} : { value }) });
  for (const list of ["identityFields", "categories", "reorientations"] as const) repeated(plan, list, report);
  checkFields(plan, report);
  checkRules(plan, report);
  checkAdmissions(plan, report);
  plan.reorientations.forEach((one, i) => {
    checkReorientation(plan, one, below("reorientations", i), report);
  });
  checkWindows(plan, report);
  return problems;
}

function repeated(
  plan: CompetitionPlan,
  list: "identityFields" | "categories" | "reorientations",
  report: Report,
): void {
  const seen = new Map<string, number>();
  plan[list].forEach(({ code }, i) => {
    const first = seen.get(code);
    if (first === undefined) seen.set(code, i);
    else report(below(below(list, i), "code"), "repeated", `"${code}" is already ${below(list, first)}`, code);
  });
}

function checkFields(plan: CompetitionPlan, report: Report): void {
  const fields = new Map(plan.identityFields.map((field) => [field.code, field]));
  plan.identityFields.forEach(({ kind, values }, i) => {
    const place = below(below("identityFields", i), "values");
    if (kind === "choice" && values.length < 2) report(place, "values", "needs two values or more");
    if (kind !== "choice" && values.length > 0) report(place, "values", "a list of values goes with a choice only");
    if (new Set(values).size < values.length) report(place, "repeated", "a value stands twice");
  });
  plan.categories.forEach(({ field: code, values }, i) => {
    const field = fields.get(code);
    const place = below("categories", i);
    if (!field) return report(below(place, "field"), "unknown", `no identity field "${code}"`, code);
    if (field.kind !== "choice") return;
    for (const value of values)
      if (!field.values.includes(value))
        report(below(place, "values"), "unknown", `"${value}" is no value of ${code}`, value);
  });
  const tieBreaks = [
    ...plan.rankings.map((one, i) => ({ one, place: below("rankings", i) })),
    ...plan.programmes.map((one, i) => ({ one, place: below("programmes", i) })),
  ];
  for (const { one, place } of tieBreaks)
    one.tieBreaks.forEach((tieBreak, k) => {
      if (tieBreak.by === "field" && !fields.has(tieBreak.field))
        report(
          below(below(below(place, "tieBreaks"), k), "field"),
          "unknown",
          `no identity field "${tieBreak.field}"`,
          tieBreak.field,
        );
    });
}

/** The rules' own problems, at the places of the plan: programmes stand behind the rankings of everybody there. */
function checkRules(plan: CompetitionPlan, report: Report): void {
  const rules = rankingRulesOf(plan);
  if (rules === null) return;
  for (const { message, place, rule } of rulesProblems(rules)) {
    const at = place.replace(/^rankings\[(\d+)\]/, (whole, index: string) => {
      const own = Number(index) - plan.rankings.length;
      return own < 0 ? whole : `programmes[${own}]`;
    });
    report(at, rule, message);
  }
}

function checkAdmissions(plan: CompetitionPlan, report: Report): void {
  const categories = new Set(plan.categories.map(({ code }) => code));
  plan.programmes.forEach((programme, i) => {
    const place = below("programmes", i);
    for (const list of ["overQuota", "caps"] as const)
      programme[list].forEach(({ category }, k) => {
        const at = below(below(below(place, list), k), "category");
        if (!categories.has(category)) report(at, "unknown", `no category "${category}"`, category);
      });
    programme.overQuota.forEach(({ max, percent }, k) => {
      if ((max === undefined) === (percent === undefined))
        report(below(below(place, "overQuota"), k), "most", 'must have one of "percent" and "max"');
    });
    if (plan.admissions === "computed" && programme.ranks === "none")
      report(below(place, "ranks"), "no-ranks", "seats cannot be computed without ranks");
  });
  if (plan.admissions === "none") return;
  if (plan.programmes.length === 0) report("admissions", "no-programmes", "there is no programme to be admitted to");
  // The guard of over-quota rules and caps, with nobody in them: what overlaps by who is in it is said at the computation.
  const bare = plan.programmes.map(({ caps, code, overQuota, places }) => ({
    id: code,
    places,
    ranking: [],
    overQuota,
    caps,
  }));
  const read = readInput({ programmes: bare, candidates: [] });
  for (const { message, place, rule } of "problems" in read ? read.problems : [])
    if (rule === "repeated-category") report(place, rule, message);
}

function checkReorientation(plan: CompetitionPlan, one: PlanReorientation, place: string, report: Report): void {
  const { beyondHundredths, except, only, ranking, totalBelow, worstPercent } = one;
  const of = plan.rankings.find(({ code }) => code === ranking);
  if (!of) report(below(place, "ranking"), "unknown", `no ranking of everybody "${ranking}"`, ranking);
  else if (of.ranks === "none") report(below(place, "ranking"), "no-ranks", "is taken of ranks", ranking);
  const given = [worstPercent, beyondHundredths, totalBelow].filter((value) => value !== undefined);
  if (given.length !== 1)
    report(place, "condition", 'must have one of "worstPercent", "beyondHundredths" and "totalBelow"');
  if (one.moment !== "before-admissions" && plan.admissions === "none")
    report(below(place, "moment"), "moment", "follows admissions, and none are computed");
  for (const list of ["only", "except"] as const)
    (list === "only" ? only : except).forEach((category, k) => {
      if (!plan.categories.some(({ code }) => code === category))
        report(below(below(place, list), k), "unknown", `no category "${category}"`, category);
    });
}

/** Windows in their order, one after the other: two that are open at once would have two deadlines. */
function checkWindows({ programmes, wishes }: CompetitionPlan, report: Report): void {
  if (wishes.windows.length > 0 && programmes.length === 0)
    report("wishes.windows", "no-programmes", "there is no programme to wish for");
  wishes.windows.forEach(({ closesAt, opensAt }, i) => {
    const place = below("wishes.windows", i);
    const before = wishes.windows[i - 1];
    if (Date.parse(closesAt) <= Date.parse(opensAt))
      report(below(place, "closesAt"), "order", "closes before it opens");
    if (before && Date.parse(opensAt) < Date.parse(before.closesAt))
      report(below(place, "opensAt"), "order", "opens before the window above is closed");
  });
}
