/** The file of a reorientation (docs/formats.md): every problem with its place, or what it says. Pure. */
import { Reader } from "#domain/admission/reading/shape";
import {
  type Condition,
  type Moment,
  MOMENTS,
  type Standing,
  type Strategy,
} from "#domain/admission/reorientation/reorient";
import type { Problem } from "#domain/exam/problem";

export interface ReorientationInput {
  readonly strategy: Strategy;
  readonly ranking: readonly Standing[];
  readonly registered: number;
  readonly initialPlaces: number;
}

const FILE = { strategy: true, ranking: true, registered: true, places: true, candidates: false, totals: false };
const STRATEGY = {
  name: true,
  moment: true,
  worstPercent: false,
  beyondHundredths: false,
  totalBelow: false,
  only: false,
  except: false,
};
const COUNT_MAX = 2 ** 30;
/** R34. */
const WORST_PERCENT_MAX = 15;
/** R35, in hundredths. */
const [BEYOND_LEAST, BEYOND_MOST] = [250, 300];

/** `seats`: the result that the moment follows, or null. */
export function readReorientation(
  json: unknown,
  seats: ReadonlyMap<string, string | null> | null,
): { readonly input: ReorientationInput } | { readonly problems: readonly Problem[] } {
  const reader = new Reader();
  const file = reader.record(json, "", FILE);
  const own = reader.record(file["strategy"] ?? {}, "strategy", STRATEGY);
  const moment = momentOf(reader, own["moment"], seats !== null);
  const strategy: Strategy = {
    ...{ name: text(reader, own["name"], "strategy.name"), moment, condition: conditionOf(reader, own) },
    ...{ only: texts(reader, own["only"], "strategy.only"), except: texts(reader, own["except"], "strategy.except") },
  };
  const candidates = reader.list(file["candidates"], "candidates").map((item, i) => {
    const one = reader.record(item, `candidates[${i}]`, { id: true, categories: false });
    return { id: one["id"], categories: texts(reader, one["categories"], `candidates[${i}].categories`) };
  });
  reader.ids(candidates, "candidates", "candidate");
  const categoriesOf = new Map(candidates.map(({ id, categories }) => [id, categories]));
  const totals = reader.table(file["totals"] ?? {}, "totals");
  const ranking = reader.list(file["ranking"], "ranking").map((id, i): Standing => {
    const known = text(reader, id, `ranking[${i}]`);
    const total =
      totals[known] === undefined ? null : reader.count(totals[known], `totals[${JSON.stringify(known)}]`, 2 ** 52);
    const admitted = (seats?.get(known) ?? null) !== null;
    return { id: known, categories: categoriesOf.get(known) ?? [], admitted, total };
  });
  const places = new Map<string, number>();
  ranking.forEach(({ id }, i) => {
    const first = places.get(id) ?? i;
    places.set(id, first);
    if (first < i && id !== "")
      reader.note("duplicate", `ranking[${i}]`, `${JSON.stringify(id)} stands at ranking[${first}] already`);
  });
  const registered = reader.count(file["registered"], "registered", COUNT_MAX) ?? 0;
  if (registered < ranking.length && file["registered"] !== undefined)
    reader.note("registered", "registered", `is ${registered}, and ${ranking.length} are ranked`);
  const initialPlaces = reader.count(file["places"], "places", COUNT_MAX) ?? 0;
  if (reader.problems.length > 0) return { problems: reader.problems };
  return { input: { strategy, ranking, registered, initialPlaces } };
}

function momentOf(reader: Reader, value: unknown, hasSeats: boolean): Moment {
  const moment = MOMENTS.find((one) => one === value);
  if (moment === undefined) {
    if (value !== undefined) reader.note("moment", "strategy.moment", `must be one of ${MOMENTS.join(", ")}`);
    return "before-admissions";
  }
  if ((moment === "before-admissions") === hasSeats)
    reader.note(
      "moment",
      "strategy.moment",
      hasSeats ? "is before admissions, and a result is given" : "needs the result that it follows (--result)",
    );
  return moment;
}

function conditionOf(reader: Reader, own: Readonly<Record<string, unknown>>): Condition {
  const { worstPercent, beyondHundredths, totalBelow } = own;
  const given = [worstPercent, beyondHundredths, totalBelow].filter((value) => value !== undefined);
  if (given.length !== 1)
    reader.note("condition", "strategy", 'must have one of "worstPercent", "beyondHundredths" and "totalBelow"');
  if (worstPercent !== undefined)
    return { kind: "worst", percent: reader.count(worstPercent, "strategy.worstPercent", WORST_PERCENT_MAX) ?? 0 };
  if (beyondHundredths !== undefined) {
    const hundredths = reader.count(beyondHundredths, "strategy.beyondHundredths", BEYOND_MOST) ?? BEYOND_LEAST;
    if (hundredths < BEYOND_LEAST)
      reader.note(
        "number",
        "strategy.beyondHundredths",
        `must be from ${BEYOND_LEAST} to ${BEYOND_MOST} (2.5 to 3 times the places)`,
      );
    return { kind: "beyond", hundredths };
  }
  return { kind: "total-below", total: reader.count(totalBelow, "strategy.totalBelow", 2 ** 52) ?? 0 };
}

function text(reader: Reader, value: unknown, place: string): string {
  if (typeof value === "string" && value !== "") return value;
  if (value !== undefined) reader.note("text", place, "must be a text that is not empty");
  return "";
}
const texts = (reader: Reader, value: unknown, place: string): string[] =>
  reader.list(value, place).map((item, i) => text(reader, item, `${place}[${i}]`));
