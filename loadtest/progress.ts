/** One line that says how far a rehearsal is. Pure. */
import type { Timetable } from "#loadtest/profiles/timetable";
import type { ConsolesTold } from "#loadtest/staff/protocol";
import type { Sample } from "#loadtest/watch/watch";

const BAR = 20;

/** `held`: sockets that the holder has open, or null where there is no holder. */
export function progressLine(
  timetable: Timetable,
  sample: Sample,
  consoles: ConsolesTold | null,
  held: number | null,
): string {
  const { originMs, startMs, endMs, settleUntilMs } = timetable;
  const nowMs = originMs + sample.atMs;
  const phases: readonly [string, number, number][] = [
    ["signing in", originMs, startMs],
    ["composing", startMs, endMs],
    ["settling", endMs, settleUntilMs],
  ];
  const [name, fromMs, untilMs] = phases.find(([, , until]) => nowMs < until) ?? ["ending", endMs, settleUntilMs];
  const share = Math.min(1, Math.max(0, (nowMs - fromMs) / Math.max(1, untilMs - fromMs)));
  const done = Math.round(share * BAR);
  const busiest = Object.entries(sample.processes)
    .sort(([, a], [, b]) => (b.share ?? 0) - (a.share ?? 0))
    .slice(0, 3)
    .map(([process, { share: of }]) => `${process} ${Math.round((of ?? 0) * 100)} %`);
  return [
    `${clock(sample.atMs)} [${"#".repeat(done)}${".".repeat(BAR - done)}] ${name} ${clock(Math.max(0, untilMs - nowMs))} left`,
    ...(sample.healthy ? [] : ["NOT HEALTHY"]),
    busiest.join(", "),
    ...(consoles ? [`${consoles.open} consoles`] : []),
    ...(held === null ? [] : [`${held} held`]),
  ].join("  ");
}
const clock = (ms: number) =>
  `${Math.floor(Math.max(0, ms) / 60_000)}:${String(Math.floor(Math.max(0, ms) / 1_000) % 60).padStart(2, "0")}`;
