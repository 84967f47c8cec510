/** Reads what minutes are composed from. Only the journal is needed: what else is out of reach is said to be missing. */
import type { ChatMessage } from "#contracts/console/chat";
import type { CentreSummary, RosterRow, SittingSummary } from "#contracts/console/live";
import { SubmitFrame } from "#contracts/frames/tablet";
import type { ConnectionEvents } from "#contracts/stream/presence-stream";
import { type MinutesFacts, placeIn, type Submission, type Wait } from "#control/minutes/facts";
import { StoreTrouble } from "#domain/ports/answer-stream";
import type { Journal } from "#domain/ports/journal";
import type { Act } from "#domain/sitting/act";
import { foldJournal, pausesOf } from "#domain/sitting/clock";
import type { Interval } from "#domain/sitting/intervals";

/** The last `submit` entry of a candidate, whether everything of theirs is stored, and the code of their receipt. */
export interface StoredSubmission {
  readonly candidateId: number;
  readonly frame: string;
  readonly stored: boolean;
  /** Canonical; null: it is not made. */
  readonly receiptCode: string | null;
}
/** All but the exam book reject with StoreTrouble while their store is away. */
export interface MinutesStores {
  readonly book: {
    centres(sittingId: number): readonly CentreSummary[];
    candidates(sittingId: number): ReadonlyMap<number, RosterRow>;
  };
  readonly journal: Pick<Journal, "read">;
  readonly chat: { after(sittingId: number, position: string | null): Promise<readonly ChatMessage[]> };
  readonly presence: { connectionEvents(sittingId: number): Promise<ConnectionEvents> };
  submissionsOf(sittingId: number, candidateIds: readonly number[]): Promise<readonly StoredSubmission[]>;
  /** When each candidate's last answer in each of the intervals was made, ms. */
  lastMadeIn(
    sittingId: number,
    candidateIds: readonly number[],
    intervals: readonly Interval[],
  ): Promise<ReadonlyMap<number, readonly number[]>>;
  waitedOf(sittingId: number, candidateIds: readonly number[]): Promise<ReadonlyMap<number, readonly Wait[]>>;
  /** IANA name, or null: no such exam. */
  timeZoneOf(examId: number): Promise<string | null>;
}

/** Where PostgreSQL is away: that of the country. */
const USUAL_ZONE = "Europe/Paris";

/** Null: no such centre in the sitting's exam. Rejects with StoreTrouble when the journal is out of reach. */
export async function readFacts(
  stores: MinutesStores,
  sitting: SittingSummary,
  centreId: number,
  nowMs: number,
): Promise<MinutesFacts | null> {
  const centre = stores.book.centres(sitting.id).find(({ id }) => id === centreId);
  if (!centre) return null;
  const rooms = new Set(centre.rooms.map(({ id }) => id));
  const candidates = [...stores.book.candidates(sitting.id).values()].filter(({ roomId }) => rooms.has(roomId));
  const ids = candidates.map(({ id }) => id);
  const [acts, chat, connections, submissions, waits, timeZone] = await Promise.all([
    stores.journal.read(sitting.id),
    unlessAway(stores.chat.after(sitting.id, null)),
    unlessAway(stores.presence.connectionEvents(sitting.id)),
    unlessAway(stores.submissionsOf(sitting.id, ids)),
    unlessAway(stores.waitedOf(sitting.id, ids)),
    unlessAway(stores.timeZoneOf(sitting.examId)),
  ]);
  const pauses = pausesIn(acts, centre, candidates);
  const madeInPauses = await unlessAway(stores.lastMadeIn(sitting.id, ids, pauses));
  return {
    ...{ sitting, centre, candidates, acts, connections, madeInPauses, waits, nowMs },
    chat: chat && chat.filter(({ thread }) => thread === "common" || thread === centreId),
    submissions: submissions && new Map(submissions.flatMap((one) => submissionOf(one))),
    timeZone: timeZone ?? USUAL_ZONE,
  };
}

/** Every pause that somebody of the centre had, once. */
function pausesIn(acts: readonly Act[], centre: CentreSummary, candidates: readonly RosterRow[]): Interval[] {
  const state = foldJournal(acts);
  const pauses = candidates.flatMap((candidate) => pausesOf(state, placeIn(centre, candidate)));
  return [...new Map(pauses.map(({ fromMs, untilMs }) => [`${fromMs}-${untilMs}`, { fromMs, untilMs }])).values()];
}

const unlessAway = <T>(reading: Promise<T>): Promise<T | null> =>
  reading.catch((error: unknown) => {
    if (error instanceof StoreTrouble) return null;
    throw error;
  });

function submissionOf({ candidateId, frame, stored, receiptCode }: StoredSubmission): [number, Submission][] {
  const parsed = SubmitFrame.safeParse(JSON.parse(frame));
  if (!parsed.success) return [];
  return [[candidateId, { madeAtMs: parsed.data.claimedAtMs, code: receiptCode, stored }]];
}
