/** What a table of the office would change, compared with what is stored, before anything is written. Pure. */
import type { MarkValue } from "#domain/competition/people";
import type { CompetitionPlan } from "#domain/competition/plan";
import type { TableRecord } from "#domain/competition/table-rows";
import { inLine, type Problem } from "#domain/exam/problem";

/** Somebody of the population; `enrolled` null: not registered for this competition. */
export interface StoredPerson {
  readonly personId: number;
  readonly studentNumber: string;
  readonly familyName: string;
  readonly givenName: string;
  readonly mail: string;
  readonly enrolled: {
    readonly anonymityNumber: string | null;
    readonly identity: Readonly<Record<string, string>>;
    readonly programmes: readonly string[];
  } | null;
}
export interface StoredValues {
  /** By `personId unit`; a mark that was taken back is none. */
  readonly marks: ReadonlyMap<string, MarkValue>;
  /** By `personId ranking`. */
  readonly given: ReadonlyMap<string, { readonly total: number | null; readonly rank: number | null }>;
}
export const valueKey = (personId: number, code: string): string => `${personId} ${code}`;

export interface PersonToStore {
  /** Null: new. */
  readonly personId: number | null;
  readonly studentNumber: string;
  readonly familyName: string;
  readonly givenName: string;
  readonly mail: string;
}
/** Everything is told of people by student number: new ones have no id yet. */
export interface ImportPlan {
  readonly people: readonly PersonToStore[];
  readonly enrolments: readonly {
    readonly studentNumber: string;
    readonly anonymityNumber: string | null;
    readonly identity: Readonly<Record<string, string>>;
    readonly programmes: readonly string[];
    readonly isNew: boolean;
  }[];
  readonly marks: readonly {
    readonly studentNumber: string;
    readonly unit: string;
    readonly value: MarkValue;
    readonly isNew: boolean;
  }[];
  readonly given: readonly {
    readonly studentNumber: string;
    readonly ranking: string;
    readonly total: number | null;
    readonly rank: number | null;
    readonly isNew: boolean;
  }[];
  /** Lines that change nothing. */
  readonly same: number;
}

export function planImport(
  plan: CompetitionPlan,
  records: readonly TableRecord[],
  people: readonly StoredPerson[],
  values: StoredValues,
): { readonly plan: ImportPlan; readonly problems: readonly Problem[] } {
  const byNumber = new Map(people.map((one) => [one.studentNumber, one]));
  const byAnonymity = new Map(
    people.flatMap((one) => (one.enrolled?.anonymityNumber ? [[one.enrolled.anonymityNumber, one] as const] : [])),
  );
  const made = {
    people: [] as PersonToStore[],
    enrolments: [] as ImportPlan["enrolments"][number][],
    marks: [] as ImportPlan["marks"][number][],
    given: [] as ImportPlan["given"][number][],
  };
  let same = 0;
  const problems: Problem[] = [];
  const anonymity = new Map([...byAnonymity].map(([number, { studentNumber }]) => [number, studentNumber]));
  for (const record of records) {
    const report = (rule: string, message: string) =>
      void problems.push(inLine(record.line, rule, message, { value: record.id }));
    const known = (record.by === "studentNumber" ? byNumber : byAnonymity).get(record.id) ?? null;
    const person = personOf(record, known);
    if (person === null) {
      report("person-unknown", `nobody has the number ${record.id}, and the file gives no name to make a person of`);
      continue;
    }
    const enrolment = enrolmentOf(plan, record, known);
    if (enrolment === null) {
      report("not-enrolled", `${record.id} is not registered for this competition`);
      continue;
    }
    for (const field of plan.identityFields)
      if (field.needed && (enrolment.identity[field.code] ?? "") === "")
        report("field-missing", `${record.id}: ${field.name} is missing`);
    const other = enrolment.anonymityNumber === null ? undefined : anonymity.get(enrolment.anonymityNumber);
    if (other !== undefined && other !== person.studentNumber)
      report("anonymity-number-taken", `the anonymity number ${enrolment.anonymityNumber ?? ""} is somebody else's`);
    if (enrolment.anonymityNumber !== null) anonymity.set(enrolment.anonymityNumber, person.studentNumber);

    const before = made.people.length + made.enrolments.length + made.marks.length + made.given.length;
    if (known === null || !samePerson(person, known)) made.people.push(person);
    if (!known?.enrolled || !sameEnrolment(enrolment, known.enrolled))
      made.enrolments.push({ ...enrolment, studentNumber: person.studentNumber, isNew: !known?.enrolled });
    const key = (code: string) => valueKey(known?.personId ?? -1, code);
    for (const [unit, value] of Object.entries(record.marks)) {
      const stored = values.marks.get(key(unit));
      if (!stored || !sameMark(stored, value))
        made.marks.push({ studentNumber: person.studentNumber, unit, value, isNew: !stored });
    }
    for (const [ranking, { rank, total }] of Object.entries(record.given)) {
      const stored = values.given.get(key(ranking));
      if (stored?.total !== total || stored.rank !== rank)
        made.given.push({ studentNumber: person.studentNumber, ranking, total, rank, isNew: !stored });
    }
    if (made.people.length + made.enrolments.length + made.marks.length + made.given.length === before) same++;
  }
  return { plan: { ...made, same }, problems };
}

/** What the file does not say stays as it is. Null: unknown, and the file has no name. */
function personOf({ familyName, givenName, id, mail }: TableRecord, known: StoredPerson | null): PersonToStore | null {
  if (known === null && (familyName ?? "") === "") return null;
  return {
    ...{ personId: known?.personId ?? null, studentNumber: known?.studentNumber ?? id },
    familyName: (familyName ?? "") === "" ? (known?.familyName ?? "") : (familyName ?? ""),
    givenName: givenName ?? known?.givenName ?? "",
    mail: mail ?? known?.mail ?? "",
  };
}

/** Null: not registered, and the file says nothing that would register: marks alone never do. */
function enrolmentOf(plan: CompetitionPlan, record: TableRecord, known: StoredPerson | null) {
  const { anonymityNumber, identity, programmes } = record;
  const own = known?.enrolled ?? null;
  if (own === null && programmes === undefined && record.familyName === undefined && Object.keys(identity).length === 0)
    return null;
  return {
    anonymityNumber: (anonymityNumber ?? "") === "" ? (own?.anonymityNumber ?? null) : (anonymityNumber ?? null),
    identity: { ...own?.identity, ...identity },
    programmes: inPlanOrder(plan, programmes ?? own?.programmes ?? []),
  };
}
const inPlanOrder = (plan: CompetitionPlan, programmes: readonly string[]): string[] =>
  plan.programmes.map(({ code }) => code).filter((code) => programmes.includes(code));

const samePerson = (a: PersonToStore, b: StoredPerson): boolean =>
  a.familyName === b.familyName && a.givenName === b.givenName && a.mail === b.mail;
const sameEnrolment = (
  a: NonNullable<ReturnType<typeof enrolmentOf>>,
  b: NonNullable<StoredPerson["enrolled"]>,
): boolean =>
  a.anonymityNumber === b.anonymityNumber &&
  a.programmes.join() === b.programmes.join() &&
  Object.entries(a.identity).every(([code, value]) => (b.identity[code] ?? "") === value);
export const sameMark = (a: MarkValue, b: MarkValue): boolean =>
  "code" in a ? "code" in b && a.code === b.code : !("code" in b) && a.mark === b.mark && a.maximum === b.maximum;
