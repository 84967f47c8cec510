/** A sitting's journal in a file: as exports write it, and read back in the forms in which journals leave an installation. */
import { z } from "zod";
import { type ExamPlaces, type ExportedScope, labelOf } from "#cli/replay/exam-places";
import { Act, Scope } from "#contracts/act";
import type { Act as DomainAct } from "#domain/sitting/act";
import { inEnglish } from "#domain/sitting/reason-in-english";
import { applyAct, PLANNED, refusalOf } from "#domain/sitting/state";

export const JOURNAL_FILE = "journal.jsonl";

/** An act with codes and anonymity numbers in place of ids: a candidate's id would lead to a person. */
export function exportedAct(act: DomainAct, places: ExamPlaces): unknown {
  const scope = places.exported(act.scope);
  return act.kind === "resume" ? { ...act, scope, lifts: places.exported(act.lifts) } : { ...act, scope };
}

const code = z.string().min(1);
const Exported = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("nation") }),
  z.strictObject({ kind: z.literal("centre"), code }),
  z.strictObject({ kind: z.literal("room"), centre: z.string(), code }),
  z.strictObject({ kind: z.literal("candidate"), anonymityNumber: code }),
]) satisfies z.ZodType<ExportedScope>;

const Record = z.object({ position: z.number().int(), act: z.unknown() });
const Whole = z.union([z.array(z.unknown()), z.object({ acts: z.array(z.unknown()) }).transform((file) => file.acts)]);

export interface ReadJournal {
  readonly acts: DomainAct[];
  readonly problems: string[];
}

/**
 * Reads a JSON array of acts, an object with `acts`, or one act a line; each act may stand in `{position, act}`.
 * `byId`: whether ids of centres, rooms and candidates in the file are those of `places`.
 */
export function readJournal(text: string, places: ExamPlaces, byId: boolean): ReadJournal {
  const records = recordsOf(text);
  if (typeof records === "string") return { acts: [], problems: [records] };
  const problems: string[] = [];
  const acts = records.flatMap(({ where, value }, n) => {
    const say = (problem: string) => void problems.push(`${where}: ${problem}`);
    const record = Record.safeParse(value);
    if (record.success && record.data.position !== n + 1)
      say(`position ${record.data.position} stands where ${n + 1} belongs`);
    const act = actOf(record.success ? record.data.act : value, places, byId, say);
    return act ? [{ where, act }] : [];
  });
  // The fold of a journal with holes would say nothing of the whole.
  if (problems.length === 0) problems.push(...illegal(acts));
  return { acts: acts.map((one) => one.act), problems };
}

interface JournalRecord {
  readonly where: string;
  readonly value: unknown;
}
function recordsOf(text: string): JournalRecord[] | string {
  const whole = parsed(text);
  const list = whole === undefined ? null : Whole.safeParse(whole);
  if (list?.success) return list.data.map((value, n) => ({ where: `act ${n + 1}`, value }));
  const lines = text.split("\n").flatMap((line, n) => (line.trim() === "" ? [] : [{ line, where: `line ${n + 1}` }]));
  if (lines.length === 0) return "the journal is empty";
  return lines.map(({ line, where }) => ({ where, value: parsed(line) }));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The act with the ids of these places, or null once its problems are said. */
function actOf(value: unknown, places: ExamPlaces, byId: boolean, say: (problem: string) => void): DomainAct | null {
  if (typeof value !== "object" || value === null) {
    say("not an act");
    return null;
  }
  const act: { [field: string]: unknown } = { ...value };
  let found = true;
  for (const field of ["scope", "lifts"] as const) {
    const exported = Exported.safeParse(act[field]);
    if (exported.success) {
      const scope = places.find(exported.data);
      if (scope) act[field] = scope;
      else {
        say(`${field}: there is no ${labelOf(exported.data)} among the candidates' places`);
        found = false;
      }
    } else if (Scope.safeParse(act[field]).success && !byId) {
      say(`${field}: ids say nothing without the database: give --sitting, or the folder of an export`);
      found = false;
    }
  }
  if (!found) return null;
  const read = Act.safeParse(act);
  if (read.success) return read.data;
  for (const issue of read.error.issues) say([issue.path.join("."), issue.message].filter(Boolean).join(": "));
  return null;
}

/** The first act that the ones before it forbid: nothing can be said past it. */
function illegal(acts: readonly { where: string; act: DomainAct }[]): string[] {
  let state = PLANNED;
  for (const { where, act } of acts) {
    const refusal = refusalOf(state, act);
    if (refusal) return [`${where}: ${act.kind} ${act.id} is not legal here: ${inEnglish(refusal)}`];
    state = applyAct(state, act);
  }
  return [];
}
