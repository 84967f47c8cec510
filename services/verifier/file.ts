/** The public file of a ranking as this verifier reads it: by hand, believing nothing. */

export interface Rules {
  readonly units: readonly { code: string; scale: number; ects?: number; common?: boolean }[];
  readonly codes: readonly { code: string; effect: string; in?: Readonly<Record<string, string>> }[];
  readonly missing: "refuse" | { readonly as: string };
  readonly rankings: readonly Ranking[];
  readonly lottery: string;
}
export interface Ranking {
  readonly code: string;
  readonly enrolled: string;
  readonly totals: string;
  readonly ranks: string;
  readonly coefficients?: "ects" | Readonly<Record<string, number>>;
  readonly tieBreaks: readonly TieBreak[];
}
export interface TieBreak {
  readonly by: string;
  readonly unit?: string;
  readonly field?: string;
  readonly as?: string | readonly string[];
  readonly first: string;
  readonly missing: string;
}
export interface Head {
  readonly candidates: number;
  readonly inputs: string;
  readonly rules: Rules;
  readonly lottery: Lottery | null;
}
export interface Lottery {
  readonly candidates: number;
  readonly listHash: string;
  readonly rulesHash: string;
  readonly source: { method: string; beacon?: string; round?: number; sources?: readonly string[] };
  readonly secretHash: string;
  readonly commitment: string;
  readonly secret: string;
  readonly publicValue: string;
  readonly seed: string;
  readonly withdrawn: readonly string[];
}
export interface Values {
  readonly total?: number;
  readonly rank?: number;
  readonly status?: string;
}
export interface Candidate {
  readonly candidate: string;
  readonly late?: true;
  readonly marks: Readonly<Record<string, readonly [number, number] | string>>;
  readonly enrolled?: readonly string[];
  readonly fields?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, Values>>;
  readonly results: Readonly<Record<string, Values>>;
}

/** The file cannot be read as what it should be. */
export class Unreadable extends Error {
  override name = "Unreadable";
}

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isWhole = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

/** One line as a JSON object. Throws Unreadable. */
function objectOf(line: string, number: number): Json {
  try {
    const value: unknown = JSON.parse(line);
    if (isObject(value)) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new Unreadable(`line ${number}: no JSON object`);
}

export function readHead(line: string): Head {
  const head = objectOf(line, 1);
  if (head["format"] !== "amphi-ranking" || head["v"] !== 1) throw new Unreadable("line 1: no ranking of version 1");
  const rules = head["rules"];
  const lists = ["units", "codes", "rankings"] as const;
  if (!isObject(rules) || lists.some((name) => !Array.isArray(rules[name])))
    throw new Unreadable("line 1: rules without units, codes or rankings");
  if (!isWhole(head["candidates"])) throw new Unreadable("line 1: no number of candidates");
  if (head["lottery"] !== null && !isObject(head["lottery"])) throw new Unreadable("line 1: no lottery, nor null");
  return head as unknown as Head;
}

export function readCandidate(line: string, number: number): Candidate {
  const one = objectOf(line, number);
  const bad = (what: string) => new Unreadable(`line ${number}: ${what}`);
  if (typeof one["candidate"] !== "string") throw bad("no candidate");
  if (!isObject(one["marks"]) || !isObject(one["results"])) throw bad("no marks or no results");
  for (const [unit, mark] of Object.entries(one["marks"])) {
    const pair = Array.isArray(mark) && mark.length === 2 && mark.every(isWhole) && mark[0] <= mark[1];
    if (!pair && typeof mark !== "string") throw bad(`the mark of ${unit} is neither [mark, maximum] nor a code`);
  }
  for (const part of [one["results"], one["values"] ?? {}])
    if (!isObject(part) || Object.values(part).some((value) => !areValues(value))) throw bad("results or values");
  return one as unknown as Candidate;
}

const areValues = (value: unknown): boolean =>
  isObject(value) && [value["total"], value["rank"]].every((number) => number === undefined || isWhole(number));
