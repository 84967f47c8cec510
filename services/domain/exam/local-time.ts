/** What clocks of a time zone show, and back. Pure: the zones' rules come with the language. */

const DAY_MS = 86_400_000;

/** `2026-03-19T15:45:00`, whole seconds. */
export function wallClock(ms: number, timeZone: string): string {
  // Swedish writes dates as ISO 8601 does.
  const shown = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" }).format(ms);
  return shown.replace(" ", "T");
}

/** Every instant at which clocks of the zone show this: none or two when they are changed, else one. Earliest first. */
export function instantsOf(shown: string, timeZone: string): number[] {
  const asIfUtc = Date.parse(`${shown}Z`);
  const offsets = [-DAY_MS, DAY_MS].map((aside) => offsetMs(asIfUtc + aside, timeZone));
  const guesses = [...new Set(offsets.map((offset) => asIfUtc - offset))];
  return guesses.filter((ms) => wallClock(ms, timeZone) === shown).sort((a, b) => a - b);
}
const offsetMs = (ms: number, timeZone: string): number =>
  Date.parse(`${wallClock(ms, timeZone)}Z`) - Math.floor(ms / 1_000) * 1_000;

export function isTimeZone(name: string): boolean {
  try {
    wallClock(0, name);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** With its offset from UTC: an hour without one means another instant in another zone. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;
/** The instant of an ISO 8601 text with its offset, ms, or null. */
export function isoInstant(text: string): number | null {
  const ms = INSTANT.test(text) ? Date.parse(text) : NaN;
  return Number.isSafeInteger(ms) ? ms : null;
}

const LOCAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/;
/** An instant as plans write it: with its offset, or as clocks of the exam's zone show it. */
export function planInstant(text: string, timeZone: string): { readonly ms: number } | { readonly problem: string } {
  const iso = isoInstant(text);
  if (iso !== null) return { ms: iso };
  const shown = text.length === 16 ? `${text}:00` : text;
  if (!LOCAL.test(text) || Number.isNaN(Date.parse(`${shown}Z`)))
    return { problem: `"${text}" is no instant such as 2026-03-19T14:00 or 2026-03-19T14:00+01:00` };
  const [found, another] = instantsOf(shown, timeZone);
  if (found === undefined) return { problem: `${text} does not exist in ${timeZone}` };
  if (another !== undefined) return { problem: `${text} comes twice in ${timeZone}: say which, with its offset` };
  return { ms: found };
}

/** The same, the other way: local where that is unmistakable; `days` later by the calendar, at the same hour. */
export function planText(ms: number, timeZone: string, days = 0): string {
  const shown = wallClock(ms, timeZone);
  const moved = new Date(Date.parse(`${shown}Z`) + days * DAY_MS).toISOString().slice(0, 19);
  const sure = ms % 1_000 === 0 && instantsOf(moved, timeZone).length === 1;
  if (!sure) return new Date(ms + days * DAY_MS).toISOString();
  return moved.endsWith(":00") ? moved.slice(0, -3) : moved;
}
