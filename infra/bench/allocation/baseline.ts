/**
 * The same allocation as one would write it first, kept to compare with: objects, arrays and maps; every programme keeps
 * whom it holds in a sorted list and reads it again at each proposal.
 */
import type { Market, Rules } from "#domain/admission/market/market";

interface Person {
  readonly wishes: readonly School[];
  readonly categories: readonly number[];
  next: number;
}
interface School {
  readonly places: number;
  readonly rules: Rules | null;
  readonly rankOf: Map<Person, number>;
  held: Person[];
}

/** Seats of each candidate, as the index of the programme; null: none. Plain mode, first round. */
export function baselineSeats(market: Market): readonly (number | null)[] {
  const schools = Array.from(market.places, (places, p): School => {
    return { places, rules: market.rules[p] ?? null, rankOf: new Map(), held: [] };
  });
  const people = Array.from(market.kindOf, (kind, c): Person => {
    const own = market.wishes.subarray(market.wishStart[c], market.wishStart[c + 1]);
    return { wishes: [...own].map((p) => schools[p] as School), categories: market.kinds[kind] ?? [], next: 0 };
  });
  schools.forEach((school, p) => {
    const ranking = market.ranking.subarray(market.rankingStart[p], market.rankingStart[p + 1]);
    ranking.forEach((c, i) => school.rankOf.set(people[c] as Person, i));
  });

  const waiting = [...people];
  for (let person = waiting.pop(); person !== undefined; person = waiting.pop()) {
    const school = person.wishes[person.next];
    if (school === undefined) continue;
    const rank = school.rankOf.get(person);
    const rankOf = (one: Person) => school.rankOf.get(one) ?? 0;
    const all = rank === undefined ? school.held : [...school.held, person].sort((a, b) => rankOf(a) - rankOf(b));
    const kept = new Set(choose(school, all));
    for (const one of [...new Set([...all, person])])
      if (!kept.has(one)) {
        one.next++;
        waiting.push(one);
      }
    school.held = [...kept];
  }
  const indexOf = new Map(schools.map((school, i) => [school, i]));
  return people.map(({ wishes, next }) => {
    const seat = wishes[next];
    return seat === undefined ? null : (indexOf.get(seat) ?? null);
  });
}

/** Rule A, of people in rank order. */
function choose({ places, rules }: School, people: readonly Person[]): readonly Person[] {
  const kept: Person[] = [];
  const count = new Map<number, number>();
  let onPlaces = 0;
  for (const person of people) {
    if (onPlaces === places) break;
    const isIn = ({ category }: { category: number }) => person.categories.includes(category);
    const isFull = ({ category, most }: { category: number; most: number }) => (count.get(category) ?? 0) >= most;
    if (rules?.caps.some((cap) => isIn(cap) && isFull(cap))) continue;
    const quota = rules?.overQuota.find(isIn);
    if (quota === undefined || isFull(quota)) {
      if (quota?.beyond === "refuse") continue;
      onPlaces++;
    }
    for (const category of person.categories) count.set(category, (count.get(category) ?? 0) + 1);
    kept.push(person);
  }
  return kept;
}
