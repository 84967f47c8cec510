/** Sections of minutes about the clock: times of the rooms, pauses, acts. */
import type { Block } from "#preparation/tagged-document";
import { concerns, durationsOf, type MinutesFacts, placeIn } from "#control/minutes/facts";
import { type Telling, duration } from "#control/minutes/telling";
import type { Words } from "#control/minutes/words";
import { type Act, CLOCK_ACT_KINDS, PHASE_ACT_KINDS } from "#domain/sitting/act";
import {
  endOf,
  type ExtraTime,
  NO_EXTRA_TIME,
  paperOf,
  pausesOf,
  startOf,
  type SittingState,
} from "#domain/sitting/clock";
import { type Place, scopeKey } from "#domain/sitting/scope";
import { scopeStateOf } from "#domain/sitting/state";

export function timesSection(facts: MinutesFacts, state: SittingState, words: Words, tell: Telling): Block[] {
  const { centre, candidates, sitting } = facts;
  const shown = (ms: number | null) => (ms === null ? "–" : tell.time(ms));
  const endAt = (place: Place, extra: ExtraTime) =>
    endOf(state, durationsOf(sitting)[paperOf(state, place)], extra, place);
  const rows = centre.rooms.map((room) => {
    const place = { centreId: centre.id, roomId: room.id, candidateId: 0 };
    const commonMs = endAt(place, NO_EXTRA_TIME);
    const others = candidates
      .filter((one) => one.roomId === room.id)
      .map((one) => endAt(placeIn(centre, one), one.extraTime))
      .filter((endMs) => endMs !== commonMs);
    const latest = others.reduce<number | null>((a, b) => (b !== null && (a === null || b > a) ? b : a), null);
    return [
      room.name,
      shown(startOf(state, place)) + (paperOf(state, place) === "backup" ? `, ${words.backupPaper}` : ""),
      shown(commonMs),
      others.length > 0 ? `${others.length} × (${shown(latest)})` : "–",
      duration(pausesOf(state, place).reduce((sum, p) => sum + (p.untilMs ?? facts.nowMs) - p.fromMs, 0)),
    ];
  });
  const { room, start, end, otherEnds, paused } = words.columns;
  const columns = [
    { title: room, share: 3 },
    { title: start, share: 2, figures: true },
    { title: end, share: 2, figures: true },
    { title: otherEnds, share: 2.2, figures: true },
    { title: paused, share: 2, figures: true },
  ];
  return [
    { kind: "heading", text: words.headings.times },
    { kind: "table", columns, rows },
  ];
}

export function pausesSection(facts: MinutesFacts, state: SittingState, words: Words, tell: Telling): Block[] {
  const rows = facts.acts
    .filter((act) => act.kind === "pause" && concerns(facts, act.scope))
    .map((act) => {
      const pause = scopeStateOf(state, scopeKey(act.scope)).pauses.find((p) => p.fromMs === act.effectiveAtMs);
      // A centre may have been let out of a national pause before the others.
      const letOut = pause?.lifted.find((one) => one.scope === `centre:${facts.centre.id}`)?.atMs ?? null;
      const untilMs = letOut ?? pause?.untilMs ?? null;
      return [
        tell.scope(act.scope),
        tell.time(act.effectiveAtMs),
        untilMs === null ? words.open : tell.time(untilMs),
        untilMs === null ? "" : duration(untilMs - act.effectiveAtMs),
        tell.author(act),
        act.cause,
      ];
    });
  const { scope, from, until, amount, author, cause } = words.columns;
  const columns = [
    { title: scope, share: 2 },
    { title: from, share: 1.3, figures: true },
    { title: until, share: 1.3, figures: true },
    { title: amount, share: 1.6, figures: true },
    { title: author, share: 3 },
    { title: cause, share: 3.4 },
  ];
  return [{ kind: "heading", text: words.headings.pauses }, tableOr(words, columns, rows)];
}

const TOLD_ELSEWHERE = ["pause", "credit", "extra_time"];
const TOLD_HERE: readonly string[] = [...PHASE_ACT_KINDS, ...CLOCK_ACT_KINDS, "reveal_code", "sign_minutes"];

export function actsSection(facts: MinutesFacts, words: Words, tell: Telling): Block[] {
  const undone = new Set(facts.acts.flatMap((act) => (act.kind === "undo" ? [act.actId] : [])));
  const rows = facts.acts
    .filter((act) => TOLD_HERE.includes(act.kind) && !TOLD_ELSEWHERE.includes(act.kind) && concerns(facts, act.scope))
    .map((act) => [
      tell.time(act.atMs),
      actLine(act, words, tell) + (undone.has(act.id) ? ` (${words.undone})` : ""),
      tell.scope(act.scope),
      tell.author(act),
      [act.cause, ...("override" in act && act.override ? [words.override(act.override)] : [])]
        .filter((text) => text !== "")
        .join("; "),
    ]);
  const { time, act, scope, author, cause } = words.columns;
  const columns = [
    { title: time, share: 1.4, figures: true },
    { title: act, share: 2.6 },
    { title: scope, share: 2 },
    { title: author, share: 3 },
    { title: cause, share: 3.4 },
  ];
  return [{ kind: "heading", text: words.headings.acts }, tableOr(words, columns, rows)];
}

function actLine(act: Act, words: Words, tell: Telling): string {
  const what = whatOf(act, words);
  return act.effectiveAtMs > act.atMs ? words.actAt(what, tell.time(act.effectiveAtMs)) : what;
}

function whatOf(act: Act, words: Words): string {
  if (act.kind === "undo") return words.with(words.acts.undo, words.acts[act.undoes]);
  if (act.kind !== "reveal_code") return words.acts[act.kind];
  const opens = words.codeOf(act.sectionId, act.number);
  return words.with(words.acts.reveal_code, act.paper === "backup" ? `${opens}, ${words.backupPaper}` : opens);
}

/** A table, or the word for nothing. */
export const tableOr = (
  words: Words,
  columns: Extract<Block, { kind: "table" }>["columns"],
  rows: string[][],
): Block => (rows.length > 0 ? { kind: "table", columns, rows } : { kind: "paragraph", text: words.none });
