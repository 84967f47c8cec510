/** How minutes tell instants, durations, people and places. */
import { concerns, type MinutesFacts } from "#control/minutes/facts";
import type { Words } from "#control/minutes/words";
import type { Scope } from "#domain/sitting/scope";
import { ROLES } from "#domain/staff/account";

export interface Telling {
  /** To the second; with the day where it is not the sitting's. */
  readonly time: (ms: number) => string;
  readonly dateTime: (ms: number) => string;
  readonly scope: (scope: Scope) => string;
  readonly author: (act: { readonly author: string; readonly second: string | null }) => string;
  readonly person: (signature: string) => string;
}

const SIGNATURE = /^(.*) \((\w+)\)$/;

export function tellingOf(facts: MinutesFacts, words: Words): Telling {
  const { language } = words;
  const zone = { timeZone: facts.timeZone };
  const day = new Intl.DateTimeFormat(language, { ...zone, day: "2-digit", month: "2-digit" });
  const clock = new Intl.DateTimeFormat(language, { ...zone, timeStyle: "medium" });
  const long = new Intl.DateTimeFormat(language, { ...zone, dateStyle: "long", timeStyle: "medium" });
  const theDay = day.format(facts.sitting.plannedStartMs);
  const person = (signature: string): string => {
    const [, name = signature, code] = SIGNATURE.exec(signature) ?? [];
    const role = ROLES.find((one) => one === code);
    return role ? `${name} (${words.roles[role]})` : signature;
  };
  return {
    time: (ms) => (day.format(ms) === theDay ? clock.format(ms) : `${day.format(ms)} ${clock.format(ms)}`),
    dateTime: (ms) => long.format(ms),
    person,
    author: ({ author, second }) => [person(author), ...(second ? [words.second(person(second))] : [])].join(", "),
    scope: (scope) => {
      if (scope.kind === "nation") return words.nation;
      if (!concerns(facts, scope)) return "–";
      if (scope.kind === "centre") return facts.centre.code;
      if (scope.kind === "room") return facts.centre.rooms.find((room) => room.id === scope.id)?.name ?? `#${scope.id}`;
      const candidate = facts.candidates.find((one) => one.id === scope.id);
      return candidate ? `${candidate.seat}, ${candidate.familyName}` : `#${scope.id}`;
    },
  };
}

/** "6 min 12 s", "3 h 00 min", "45 s". */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  const [h, min, s] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (n: number) => String(n).padStart(2, "0");
  if (h > 0) return s > 0 ? `${h} h ${two(min)} min ${two(s)} s` : `${h} h ${two(min)} min`;
  if (min === 0) return `${s} s`;
  return s > 0 ? `${min} min ${two(s)} s` : `${min} min`;
}
