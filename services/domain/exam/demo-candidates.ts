/** The 8,300 candidates of the demo exam: always the same, spread over all rooms, about 3 % with a third more time. */
import { anonymityNumbers } from "#domain/exam/anonymity";
import type { CandidateRecord } from "#domain/exam/candidate-plan";
import { FAMILY_NAMES, GIVEN_NAMES } from "#domain/exam/demo-names";
import { demoCentres } from "#domain/exam/demo-places";
import { seededNumbers, type SeededNumbers } from "#domain/exam/seeded-numbers";
import { NO_EXTRA_TIME, type ExtraTime } from "#domain/sitting/clock";

export const DEMO_CANDIDATE_COUNT = 8_300;
const SEED = 20_151_207;
const THIRD: ExtraTime = { numerator: 4, denominator: 3 };
const EXTRA_TIME_PER_THOUSAND = 30;

export interface DemoCandidate extends CandidateRecord {
  readonly anonymityNumber: string;
}

/** All candidates, room by room in seat order. */
export function demoCandidates(): DemoCandidate[] {
  const numbers = seededNumbers(SEED);
  const rooms = demoCentres().flatMap((centre) =>
    centre.rooms.map((room) => ({ centre: centre.code, room: room.code })),
  );
  const people = numbers.shuffle(distinctPeople(numbers, DEMO_CANDIDATE_COUNT));
  const studentNumbers = numbers.shuffle(distinctStudentNumbers(numbers, DEMO_CANDIDATE_COUNT));
  const anonymity = anonymityNumbers(DEMO_CANDIDATE_COUNT, new Set(), numbers.below);
  return rooms.flatMap(({ centre, room }, r) => {
    // Even shares whatever the number of rooms: 69 or 70 of 8,300 in 120.
    const from = Math.floor((r * DEMO_CANDIDATE_COUNT) / rooms.length);
    const to = Math.floor(((r + 1) * DEMO_CANDIDATE_COUNT) / rooms.length);
    return people.slice(from, to).map((person, n) => ({
      ...person,
      studentNumber: at(studentNumbers, from + n),
      anonymityNumber: at(anonymity, from + n),
      centre,
      room,
      seat: String(n + 1),
      extraTime: numbers.below(1_000) < EXTRA_TIME_PER_THOUSAND ? THIRD : NO_EXTRA_TIME,
    }));
  });
}

interface Person {
  readonly familyName: string;
  readonly givenName: string;
  readonly identity: Readonly<Record<string, string>>;
}

/** Some 30,000 pairs of names are possible; the same pair is given once, so that lists stay easy to read. */
function distinctPeople(numbers: SeededNumbers, count: number): Person[] {
  const people = new Map<string, Person>();
  while (people.size < count) {
    const familyName = numbers.pick(FAMILY_NAMES);
    const givenName = numbers.pick(GIVEN_NAMES);
    people.set(`${familyName} ${givenName}`, { familyName, givenName, identity: { birthDate: birthDate(numbers) } });
  }
  return [...people.values()];
}

/** A day between 1998 and 2002. */
function birthDate(numbers: SeededNumbers): string {
  const month = 1 + numbers.below(12);
  const day = 1 + numbers.below(28);
  return `${1998 + numbers.below(5)}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

function distinctStudentNumbers(numbers: SeededNumbers, count: number): string[] {
  const made = new Set<string>();
  while (made.size < count) made.add(String(21_000_000 + numbers.below(3_000_000)));
  return [...made];
}

function at(list: readonly string[], n: number): string {
  const value = list[n];
  if (value === undefined) throw new RangeError(`nothing at ${n}`);
  return value;
}
