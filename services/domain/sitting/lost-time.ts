/**
 * The lost-time ledger: what pauses, cut links and late starts have cost each candidate, room and centre, and the
 * credits that follow from it. It proposes; a person decides. Integer ms.
 *
 * The rule, here and nowhere else: pauses are given back by the clock already. Of each time a tablet was without its
 * link while its clock ran, what goes beyond 60 s is lost; so is each wait of more than 10 s for a question whose key
 * did not come, where it is not part of such a time. The sum, rounded up to the whole minute, less the credits that the
 * candidate has already, is proposed.
 */
import {
  creditOf,
  endOf,
  type ExtraTime,
  paperOf,
  pausesByScope,
  startOf,
  type SittingState,
} from "#domain/sitting/clock";
import { type Interval, lengthMs, merge, type Stretch, within, without } from "#domain/sitting/intervals";
import type { Place } from "#domain/sitting/scope";

/** A link cut for no longer than this costs nothing: work goes on and a reconnection takes that long. */
export const GAP_BEARABLE_MS = 60_000;
/** A question that comes within this time after the validation of the one before costs nothing. */
export const WAIT_BEARABLE_MS = 10_000;
const MINUTE_MS = 60_000;

export interface LedgerCandidate {
  readonly place: Place;
  readonly extra: ExtraTime;
  /** When the candidate handed in or left, ms: nothing is lost afterwards. Null while at work. */
  readonly doneAtMs: number | null;
  /** Marked absent: nothing of the ledger concerns them. */
  readonly absent: boolean;
}
export interface LedgerInput {
  readonly state: SittingState;
  /** Planned duration of each paper, ms, without extra time. */
  readonly durations: { readonly main: number; readonly backup: number };
  readonly candidates: readonly LedgerCandidate[];
  /** Who came and went, oldest first (contracts/stream/presence-stream.ts). */
  readonly connections: readonly (readonly [candidateId: number, what: "on" | "off", atMs: number])[];
  /** When entries were made, ms, by candidate: who worked during a pause. Where it is not known, nobody is said to have. */
  readonly madeAt?: ReadonlyMap<number, readonly number[]>;
  /** Waits for a question as tablets told them, by candidate: when each was over, ms. */
  readonly waits?: ReadonlyMap<number, readonly { readonly waitedMs: number; readonly atMs: number }[]>;
  readonly nowMs: number;
}

export interface CandidateLoss {
  readonly place: Place;
  /** How long the clock has run. */
  readonly runningMs: number;
  /** How long it stood still by the widest scope that paused it: the four add up to the whole. */
  readonly pausedMs: Readonly<Record<"nation" | "centre" | "room" | "candidate", number>>;
  /** Start later than the nation's, whole time kept. */
  readonly lateStartMs: number;
  /** First connection after the start: time that is the candidate's own. */
  readonly lateArrivalMs: number;
  /** Times without link of more than GAP_BEARABLE_MS while the clock ran, and how much of each it ran. */
  readonly gaps: readonly (Stretch & { readonly runningMs: number })[];
  readonly longestGapMs: number;
  /** From the beginning of pauses to the last entry made in them: a tablet that had not heard of the pause. */
  readonly workedInPauseMs: number;
  /** Waits for a question of more than WAIT_BEARABLE_MS while the clock ran, those within a counted gap apart. */
  readonly waitedMs: number;
  /** Given already. */
  readonly creditMs: number;
  readonly proposedCreditMs: number;
}
/** The ledger of a room, a centre or of all: sums and counts over its candidates. */
export interface LossSummary {
  readonly candidates: number;
  /** The longest that pauses of the place stood, those of single candidates apart. */
  readonly pausedMs: number;
  readonly lateStartMs: number;
  /** Candidates with at least one gap, and their longest. */
  readonly offline: number;
  readonly longestGapMs: number;
  readonly workedInPause: number;
  /** Candidates who waited for a question. */
  readonly waited: number;
  /** Candidates with a proposed credit. */
  readonly proposed: number;
  /** What all of them would be given together, ms: 0 as soon as one has lost nothing. */
  readonly proposedForAllMs: number;
}

/** One line per candidate who is not absent and whose time has begun. */
export function lostTime(input: LedgerInput): CandidateLoss[] {
  const links = linksOf(input.connections);
  return input.candidates.flatMap((candidate) => {
    const startMs = candidate.absent ? null : startOf(input.state, candidate.place);
    if (startMs === null || startMs > input.nowMs) return [];
    return [lossOf(input, candidate, startMs, links.get(candidate.place.candidateId))];
  });
}

export function summaryOf(losses: readonly CandidateLoss[]): LossSummary {
  const most = (of: (loss: CandidateLoss) => number) => Math.max(0, ...losses.map(of));
  const count = (of: (loss: CandidateLoss) => boolean) => losses.filter(of).length;
  return {
    candidates: losses.length,
    pausedMs: most(({ pausedMs }) => pausedMs.nation + pausedMs.centre + pausedMs.room),
    lateStartMs: most(({ lateStartMs }) => lateStartMs),
    offline: count(({ gaps }) => gaps.length > 0),
    longestGapMs: most(({ longestGapMs }) => longestGapMs),
    workedInPause: count(({ workedInPauseMs }) => workedInPauseMs > 0),
    waited: count(({ waitedMs }) => waitedMs > 0),
    proposed: count(({ proposedCreditMs }) => proposedCreditMs > 0),
    proposedForAllMs: losses.length > 0 ? Math.min(...losses.map(({ proposedCreditMs }) => proposedCreditMs)) : 0,
  };
}

interface Links {
  readonly firstOnMs: number;
  readonly offline: readonly Interval[];
}

function linksOf(connections: LedgerInput["connections"]): ReadonlyMap<number, Links> {
  const links = new Map<number, { firstOnMs: number; offline: Interval[] }>();
  for (const [candidateId, what, atMs] of connections) {
    const known = links.get(candidateId);
    const last = known?.offline.at(-1);
    if (!known) {
      if (what === "on") links.set(candidateId, { firstOnMs: atMs, offline: [] });
    } else if (what === "off" && last?.untilMs !== null) known.offline.push({ fromMs: atMs, untilMs: null });
    else if (what === "on" && last?.untilMs === null)
      known.offline[known.offline.length - 1] = { fromMs: last.fromMs, untilMs: Math.max(last.fromMs, atMs) };
  }
  return links;
}

function lossOf(input: LedgerInput, candidate: LedgerCandidate, startMs: number, links: Links | undefined) {
  const { state, durations, nowMs } = input;
  const { place, extra, doneAtMs } = candidate;
  const endMs = endOf(state, durations[paperOf(state, place)], extra, place);
  const untilMs = Math.max(startMs, Math.min(nowMs, endMs ?? nowMs, doneAtMs ?? nowMs));
  const time: Stretch = { fromMs: startMs, untilMs };
  const byScope = pausesByScope(state, place).map((pauses) => merge(within(pauses, time)));
  const paused = merge(byScope.flat());
  const running = without([time], paused);
  const gaps = merge(within(links?.offline ?? [], time))
    .map((gap) => ({ ...gap, runningMs: lengthMs(running.flatMap((one) => within([one], gap))) }))
    .filter((gap) => gap.runningMs > GAP_BEARABLE_MS);
  const creditMs = creditOf(state, place);
  const waitedMs = lengthMs(without(waitsOf(input, place, running), gaps));
  const lostMs = waitedMs + gaps.reduce((sum, gap) => sum + gap.runningMs - GAP_BEARABLE_MS, 0);
  return {
    place,
    runningMs: lengthMs(running),
    pausedMs: pausedOf(byScope),
    lateStartMs: Math.max(0, startMs - (state.startedAtMs ?? startMs)),
    lateArrivalMs: links ? Math.max(0, Math.min(links.firstOnMs, untilMs) - startMs) : 0,
    gaps,
    longestGapMs: Math.max(0, ...gaps.map((gap) => gap.runningMs)),
    workedInPauseMs: workedIn(paused, input.madeAt?.get(place.candidateId) ?? []),
    waitedMs,
    creditMs,
    proposedCreditMs: Math.max(0, Math.ceil(lostMs / MINUTE_MS) * MINUTE_MS - creditMs),
  };
}

/** The long waits of a candidate, as far as the clock ran. */
function waitsOf({ waits }: LedgerInput, { candidateId }: Place, running: readonly Stretch[]): Stretch[] {
  const long = (waits?.get(candidateId) ?? []).filter(({ waitedMs }) => waitedMs > WAIT_BEARABLE_MS);
  const stretches = merge(long.map(({ waitedMs, atMs }) => ({ fromMs: atMs - waitedMs, untilMs: atMs })));
  return running.flatMap((one) => within(stretches, one));
}

function pausedOf(byScope: readonly (readonly Stretch[])[]): CandidateLoss["pausedMs"] {
  const [nation = [], centre = [], room = [], candidate = []] = byScope;
  const apart = (own: readonly Stretch[], ...wider: (readonly Stretch[])[]) =>
    lengthMs(without(own, merge(wider.flat())));
  return {
    nation: lengthMs(nation),
    centre: apart(centre, nation),
    room: apart(room, nation, centre),
    candidate: apart(candidate, nation, centre, room),
  };
}

const workedIn = (pauses: readonly Stretch[], madeAt: readonly number[]): number =>
  pauses.reduce((sum, { fromMs, untilMs }) => {
    const last = Math.max(fromMs, ...madeAt.filter((atMs) => atMs >= fromMs && atMs < untilMs));
    return sum + last - fromMs;
  }, 0);
