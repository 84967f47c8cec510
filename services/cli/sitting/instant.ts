/** Instants as people say and read them. */

export type ReadInstant = { readonly ms: number } | { readonly problem: string };

/** With its offset from UTC: an hour without one means another instant on another machine. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;
/** The instant of an ISO 8601 text with its offset, or null. */
export function isoInstant(text: string): number | null {
  const ms = INSTANT.test(text) ? Date.parse(text) : NaN;
  return Number.isSafeInteger(ms) ? ms : null;
}

const HOUR = /^([01]\d|2[0-3]):([0-5]\d):([0-5]\d)$/;
const DAY_MS = 86_400_000;

/** Reads `2026-03-19T15:45+01:00`, or `15:45:00`: today in this time zone, `nowMs` saying which day that is. */
export function readInstant(text: string, nowMs: number, timeZone: string): ReadInstant {
  const iso = isoInstant(text);
  if (iso !== null) return { ms: iso };
  const hour = HOUR.exec(text);
  if (!hour) return { problem: `an instant is 15:45:00 (today) or 2026-03-19T15:45:00+01:00, not "${text}"` };
  const day = wallClock(nowMs, timeZone).slice(0, 10);
  const [found, another] = instantsOf(`${day}T${text}`, timeZone);
  if (found === undefined) return { problem: `${text} does not exist today in ${timeZone}: clocks go forward` };
  if (another === undefined) return { ms: found };
  const both = [found, another].map((ms) => new Date(ms).toISOString()).join(" or ");
  return { problem: `${text} comes twice today in ${timeZone}: say which, ${both}` };
}

/** Every instant at which clocks of the zone show this: none or two when they are changed, else one. Earliest first. */
function instantsOf(shown: string, timeZone: string): number[] {
  const asIfUtc = Date.parse(`${shown}Z`);
  const offsets = [-DAY_MS, DAY_MS].map((aside) => offsetMs(asIfUtc + aside, timeZone));
  const guesses = [...new Set(offsets.map((offset) => asIfUtc - offset))];
  return guesses.filter((ms) => wallClock(ms, timeZone) === shown).sort((a, b) => a - b);
}
const offsetMs = (ms: number, timeZone: string): number =>
  Date.parse(`${wallClock(ms, timeZone)}Z`) - Math.floor(ms / 1_000) * 1_000;

/** What clocks of the zone show: `2026-03-19T15:45:00`, whole seconds. */
export function wallClock(ms: number, timeZone: string): string {
  // Swedish writes dates as ISO 8601 does.
  const shown = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" }).format(ms);
  return shown.replace(" ", "T");
}

/** For people: `2026-03-19 15:45:00 (Europe/Paris)`. */
export const inWords = (ms: number, timeZone: string): string =>
  `${wallClock(ms, timeZone).replace("T", " ")} (${timeZone})`;
