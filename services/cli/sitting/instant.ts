/** Instants as people say and read them. */
import { instantsOf, isoInstant, wallClock } from "#domain/exam/local-time";

export type ReadInstant = { readonly ms: number } | { readonly problem: string };

const HOUR = /^([01]\d|2[0-3]):([0-5]\d):([0-5]\d)$/;

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

/** For people: `2026-03-19 15:45:00 (Europe/Paris)`. */
export const inWords = (ms: number, timeZone: string): string =>
  `${wallClock(ms, timeZone).replace("T", " ")} (${timeZone})`;
