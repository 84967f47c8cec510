/** Times of day as people type them, "15:45" or "15:45:00", in the time zone of their device. */

/** The instant of a time of day nearest to `nowMs`: an hour after midnight, 23:50 was an hour ago. Null: no time. */
export function instantOf(typed: string, nowMs: number): number | null {
  const match = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(typed.trim());
  if (!match) return null;
  const [hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  if (hours === undefined || hours > 23 || (minutes ?? 0) > 59 || (seconds ?? 0) > 59) return null;
  const candidates = [-1, 0, 1].map((days) => {
    const day = new Date(nowMs);
    day.setDate(day.getDate() + days);
    return day.setHours(hours, minutes, seconds ?? 0, 0);
  });
  const nearest = candidates.sort((a, b) => Math.abs(a - nowMs) - Math.abs(b - nowMs))[0];
  return nearest ?? null;
}

/** "15:45:00", as `instantOf` reads it. */
export function timeOfDay(atMs: number): string {
  const day = new Date(atMs);
  return [day.getHours(), day.getMinutes(), day.getSeconds()].map((part) => String(part).padStart(2, "0")).join(":");
}
