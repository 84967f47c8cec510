/** To whom an office writes on demand (R40): chosen by what is known at that moment. Pure. */
import { categoriesOf } from "#domain/competition/categories";
import type { CompetitionPlan } from "#domain/competition/plan";
import type { Problem } from "#domain/exam/problem";

/**
 * `programme`, `category`: `of` is its code · `admitted`: of the publication in force, `of` a programme or "" for any ·
 * `nowhere`: is in that publication without a seat · `no-answer`: has a seat there, was asked, and has said nothing ·
 * `numbers`: `of` is a list of student numbers.
 */
export const READER_KINDS = [
  "everyone",
  "programme",
  "category",
  "no-wishes",
  "admitted",
  "nowhere",
  "no-answer",
  "no-account",
  "numbers",
] as const;
export interface MailReaders {
  readonly kind: (typeof READER_KINDS)[number];
  readonly of: string;
}
/** Kinds that speak of seats: there are none before a publication. */
const OF_SEATS: readonly MailReaders["kind"][] = ["admitted", "nowhere", "no-answer"];

export interface PossibleReader {
  readonly personId: number;
  readonly studentNumber: string;
  readonly identity: Readonly<Record<string, string>>;
  readonly programmes: readonly string[];
  readonly hasAccount: boolean;
}
export interface ReaderFacts {
  readonly wishes: ReadonlyMap<number, readonly string[]>;
  /** Programme's code of everybody who is in the publication in force; null: admitted nowhere. */
  readonly seats: ReadonlyMap<number, string | null>;
  /** Who was asked about a seat there and has answered. */
  readonly answered: ReadonlySet<number>;
  /** Answers are asked for. */
  readonly asked: boolean;
  /** Something is published. */
  readonly published: boolean;
}

export function readersOf<Person extends PossibleReader>(
  plan: CompetitionPlan,
  readers: MailReaders,
  people: readonly Person[],
  facts: ReaderFacts,
): { readonly people: readonly Person[] } | { readonly problems: readonly Problem[] } {
  const problems = problemsOf(plan, readers, people, facts);
  return problems.length > 0 ? { problems } : { people: people.filter((one) => isOf(plan, readers, one, facts)) };
}

const numbersIn = (text: string): string[] => [...new Set(text.split(/[\s,;]+/).filter(Boolean))];

function isOf(plan: CompetitionPlan, { kind, of }: MailReaders, one: PossibleReader, facts: ReaderFacts): boolean {
  const seat = facts.seats.get(one.personId) ?? null;
  switch (kind) {
    case "everyone":
      return true;
    case "programme":
      return one.programmes.includes(of);
    case "category":
      return categoriesOf(plan.categories, one.identity).includes(of);
    case "no-wishes":
      return (facts.wishes.get(one.personId) ?? []).length === 0;
    case "admitted":
      return of === "" ? seat !== null : seat === of;
    case "nowhere":
      return seat === null && facts.seats.has(one.personId);
    case "no-answer":
      return seat !== null && !facts.answered.has(one.personId);
    case "no-account":
      return !one.hasAccount;
    case "numbers":
      return numbersIn(of).includes(one.studentNumber);
  }
}

function problemsOf(
  plan: CompetitionPlan,
  { kind, of }: MailReaders,
  people: readonly PossibleReader[],
  { asked, published }: ReaderFacts,
): Problem[] {
  const wrong = (rule: string, message: string, value = of): Problem => ({ rule, place: "readers", message, value });
  if (OF_SEATS.includes(kind) && !published) return [wrong("mail-unpublished", "nothing is published", "")];
  if (kind === "no-answer" && !asked) return [wrong("mail-no-answers", "nobody is asked for an answer", "")];
  const hasProgramme = plan.programmes.some(({ code }) => code === of);
  if ((kind === "programme" || (kind === "admitted" && of !== "")) && !hasProgramme)
    return [wrong("programme", `no programme "${of}"`)];
  if (kind === "category" && !plan.categories.some(({ code }) => code === of))
    return [wrong("unknown", `no category "${of}"`)];
  if (kind !== "numbers") return [];
  const known = new Set(people.map(({ studentNumber }) => studentNumber));
  const numbers = numbersIn(of);
  if (numbers.length === 0) return [wrong("mail-nobody", "no number is given")];
  return numbers
    .filter((number) => !known.has(number))
    .map((number) => wrong("not-enrolled", `${number} is not registered`, number));
}
