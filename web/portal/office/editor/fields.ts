/** The forms of a plan, as data: what each node of the tree asks for. */
import { CODE_EFFECTS, LOTTERY_METHODS } from "#domain/ranking/rules";
import { MOMENTS } from "#domain/admission/reorientation/reorient";
import {
  AUDIENCES,
  type CompetitionPlan,
  FIELD_KINDS,
  MAIL_EVENTS,
  SHOWN,
  UNIT_SOURCES,
} from "#domain/competition/plan";
import type { OfficeTexts } from "../texts/texts.ts";

type Label = keyof OfficeTexts["plan"]["fields"];
export type Json = Readonly<Record<string, unknown>>;
export type FieldSpec = { readonly key: string; readonly label: Label } & (
  | { readonly kind: "text" | "day" | "instant" | "yes" | "texts" | "missing" | "coefficients" | "tieBreaks" }
  /** `optional`: empty leaves the member out. `per`: what one unit of the screen is in the file. */
  | { readonly kind: "count"; readonly optional?: boolean; readonly per?: number }
  | { readonly kind: "choice"; readonly values: readonly (string | number)[] }
  | { readonly kind: "of" | "severalOf"; readonly list: "identityFields" | "categories" | "rankings" }
  | { readonly kind: "several"; readonly values: readonly string[] }
  | { readonly kind: "rows"; readonly fields: readonly FieldSpec[]; readonly make: () => Json }
);

export const LISTS = [
  "identityFields",
  "categories",
  "codes",
  "units",
  "rankings",
  "programmes",
  "reorientations",
] as const;
export type ListNode = (typeof LISTS)[number];
export const NODES = ["trunk", ...LISTS, "wishes", "visibility"] as const;
export type Node = (typeof NODES)[number];

const code: FieldSpec = { key: "code", label: "code", kind: "text" };
const name: FieldSpec = { key: "name", label: "name", kind: "text" };
const RANKING: readonly FieldSpec[] = [
  { key: "totals", label: "totals", kind: "choice", values: ["computed", "imported", "none"] },
  { key: "ranks", label: "ranks", kind: "choice", values: ["computed", "imported", "none"] },
  { key: "coefficients", label: "coefficients", kind: "coefficients" },
  { key: "tieBreaks", label: "tieBreaks", kind: "tieBreaks" },
];
const category: FieldSpec = { key: "category", label: "category", kind: "of", list: "categories" };
const max: FieldSpec = { key: "max", label: "max", kind: "count", optional: true };

/** Of an item where the node is a list. */
export const FIELDS: Readonly<Record<Node, readonly FieldSpec[]>> = {
  trunk: [
    { key: "title", label: "title", kind: "text" },
    { key: "shortTitle", label: "shortTitle", kind: "text" },
    { key: "referenceDate", label: "referenceDate", kind: "day" },
    { key: "studentNumber", label: "studentNumber", kind: "text" },
    { key: "anonymity", label: "anonymity", kind: "yes" },
    { key: "missing", label: "missing", kind: "missing" },
    { key: "lottery", label: "lottery", kind: "choice", values: LOTTERY_METHODS },
    { key: "admissions", label: "admissions", kind: "choice", values: ["computed", "none"] },
    { key: "mails", label: "mails", kind: "several", values: MAIL_EVENTS },
  ],
  identityFields: [
    code,
    name,
    { key: "kind", label: "kind", kind: "choice", values: FIELD_KINDS },
    { key: "values", label: "values", kind: "texts" },
    { key: "needed", label: "needed", kind: "yes" },
  ],
  categories: [
    code,
    name,
    { key: "field", label: "field", kind: "of", list: "identityFields" },
    { key: "values", label: "values", kind: "texts" },
  ],
  codes: [code, name, { key: "effect", label: "effect", kind: "choice", values: CODE_EFFECTS }],
  units: [
    code,
    name,
    { key: "scale", label: "scale", kind: "count", per: 1_000 },
    { key: "ects", label: "ects", kind: "count", optional: true },
    { key: "common", label: "common", kind: "yes" },
    { key: "term", label: "term", kind: "choice", values: [0, 1, 2] },
    { key: "source", label: "source", kind: "choice", values: UNIT_SOURCES },
    { key: "teachers", label: "teachers", kind: "texts" },
  ],
  rankings: [code, name, ...RANKING],
  programmes: [
    code,
    name,
    { key: "shortName", label: "shortName", kind: "text" },
    { key: "places", label: "places", kind: "count" },
    ...RANKING,
    {
      ...{ key: "overQuota", label: "overQuota", kind: "rows" },
      fields: [
        category,
        { key: "percent", label: "percent", kind: "count", optional: true },
        max,
        { key: "beyondCap", label: "beyondCap", kind: "choice", values: ["consume", "refuse"] },
      ],
      make: () => ({ category: "", max: 0, beyondCap: "consume" }),
    },
    {
      ...{ key: "caps", label: "caps", kind: "rows" },
      fields: [category, { key: "max", label: "max", kind: "count" }],
      make: () => ({ category: "", max: 0 }),
    },
  ],
  reorientations: [
    code,
    name,
    { key: "ranking", label: "ranking", kind: "of", list: "rankings" },
    { key: "moment", label: "moment", kind: "choice", values: MOMENTS },
    { key: "worstPercent", label: "worstPercent", kind: "count", optional: true },
    { key: "beyondHundredths", label: "beyondHundredths", kind: "count", optional: true },
    { key: "totalBelow", label: "totalBelow", kind: "count", optional: true },
    { key: "only", label: "only", kind: "severalOf", list: "categories" },
    { key: "except", label: "except", kind: "severalOf", list: "categories" },
  ],
  wishes: [
    { key: "most", label: "most", kind: "count" },
    {
      ...{ key: "windows", label: "windows", kind: "rows" },
      fields: [
        name,
        { key: "opensAt", label: "opensAt", kind: "instant" },
        { key: "closesAt", label: "closesAt", kind: "instant" },
      ],
      make: () => ({ name: "", opensAt: "", closesAt: "" }),
    },
  ],
  visibility: SHOWN.map((key): FieldSpec => ({ key, label: key, kind: "choice", values: AUDIENCES })),
};

const ranking = { totals: "computed", ranks: "computed", coefficients: {}, tieBreaks: [] };
const NEW: Readonly<Record<ListNode, Json>> = {
  identityFields: { name: "", kind: "text", values: [], needed: false },
  categories: { name: "", field: "", values: [] },
  codes: { name: "", effect: "zero" },
  units: { name: "", scale: 20_000, common: true, term: 0, source: "office", teachers: [] },
  rankings: { name: "", ...ranking, coefficients: "ects" },
  programmes: { name: "", ...ranking, places: 0, overQuota: [], caps: [] },
  reorientations: { name: "", ranking: "", moment: "before-admissions", worstPercent: 15, only: [], except: [] },
};
/** A new item, with a code that no other one of the list has. */
export function newItem(plan: CompetitionPlan, list: ListNode): Json {
  const taken = new Set(plan[list].map((one) => one.code));
  let n = plan[list].length + 1;
  while (taken.has(`X${n}`)) n++;
  return { code: `X${n}`, ...NEW[list] };
}

/** The value with one member set, or left out where it is undefined. */
export function withMember<T extends Json>(value: T, key: string, member: unknown): T {
  const { [key]: _, ...rest } = value;
  if (member === undefined) return rest as T;
  // In its old place: the file keeps its order.
  const has = Object.hasOwn(value, key);
  return (
    has
      ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, k === key ? member : v]))
      : { ...value, [key]: member }
  ) as T;
}
export const withItem = <T>(list: readonly T[], index: number, item: T): T[] =>
  list.map((one, i) => (i === index ? item : one));
export const withoutItem = <T>(list: readonly T[], index: number): T[] => list.filter((_, i) => i !== index);
export function movedItem<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = withoutItem(list, from);
  const [one] = list.slice(from, from + 1);
  return one === undefined ? [...list] : [...rest.slice(0, to), one, ...rest.slice(to)];
}
