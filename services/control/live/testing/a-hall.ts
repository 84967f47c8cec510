/** Exams, people and tablets in memory for tests of the live feed: two centres, three rooms, changed as a test needs. */
import type { StaffSession } from "#contracts/console/account";
import type { Proposal } from "#contracts/console/acts";
import type { ChatMessage } from "#contracts/console/chat";
import type { StaffReading } from "#contracts/console/reading";
import type { LiveMessage, RosterRow, SittingSummary } from "#contracts/console/live";
import { DEFAULT_RULES } from "#contracts/exam/rules";
import type { PresenceRow } from "#contracts/stream/presence-stream";
import { placesFrom } from "#control/roster/places";
import type { ExamBook } from "#control/roster/exam-book";
import type { ChatSource, PresenceSource, Progress, ProposalSource, ReadingSource } from "#control/live/ports";
import type { AppliedStage } from "#domain/answer/entry";
import type { JournalFeed } from "#domain/ports/journal";
import type { Act } from "#domain/sitting/act";
import type { StaffAccount, StaffRole } from "#domain/staff/account";

export const NOW_MS = 1_449_493_200_000;
export const SITTING = 7;

export const anAccount = (role: StaffRole, over: Partial<StaffAccount> = {}): StaffAccount => {
  const isNational = role === "organiser" || role === "operator";
  return {
    id: 1,
    login: role,
    name: `A ${role}`,
    role,
    examId: role === "operator" ? null : 1,
    centreId: isNational ? null : 1,
    roomIds: role === "proctor" ? [11] : [],
    ...over,
  };
};
export const aSession = (account: StaffAccount): StaffSession => ({ account, expiresAtMs: NOW_MS + 3_600_000 });

export const aSittingSummary = (over: Partial<SittingSummary> = {}): SittingSummary => ({
  id: SITTING,
  examId: 1,
  examTitle: "ECNi",
  title: "Monday",
  plannedStartMs: NOW_MS,
  durationMs: 10_800_000,
  backupDurationMs: null,
  paperTitle: "DCP 1",
  itemCount: 90,
  rules: DEFAULT_RULES,
  rehearsal: true,
  replacesSittingId: null,
  ...over,
});
export const aCandidate = (id: number, roomId: number, over: Partial<RosterRow> = {}): RosterRow => ({
  id,
  roomId,
  seat: `A${id}`,
  anonymityNumber: `N${id}`,
  familyName: "Nguyen",
  givenName: "Léa",
  studentNumber: `24${id}`,
  extraTime: { numerator: 1, denominator: 1 },
  ...over,
});
export const aStatus = (
  over: Partial<NonNullable<PresenceRow["status"]>> = {},
): NonNullable<PresenceRow["status"]> => ({
  build: "b1",
  paperSha256: "a".repeat(64),
  backupSha256: null,
  label: "A1-017",
  clockOffsetMs: 3,
  clockErrorMs: 20,
  storageFreeBytes: 1_000_000_000,
  storagePersistent: true,
  wakeLock: true,
  confirmed: true,
  submitted: false,
  waitingEntries: 0,
  wrongCodes: 0,
  hand: null,
  ...over,
});
export const aPresenceRow = (over: Partial<PresenceRow> = {}): PresenceRow => ({
  epoch: 1,
  connectedAtMs: NOW_MS - 60_000,
  savedAtMs: NOW_MS - 1_000,
  seq: 4,
  status: aStatus(),
  ...over,
});

const room = (id: number, expected: number) => ({
  id,
  code: `S${id}`,
  name: `Room ${id}`,
  rows: null,
  columns: null,
  expected,
});

/** Room 11 and 12 are of centre 1, room 21 of centre 2; candidates 111, 112, 121, 211. */
export function aHall() {
  const world = {
    centres: [
      { id: 1, code: "REN", name: "Rennes", rooms: [room(11, 2), room(12, 1)] },
      { id: 2, code: "LIL", name: "Lille", rooms: [room(21, 1)] },
    ],
    candidates: new Map(
      [aCandidate(111, 11), aCandidate(112, 11), aCandidate(121, 12), aCandidate(211, 21)].map((c) => [c.id, c]),
    ),
    acts: [] as Act[],
    rows: new Map<number, PresenceRow>(),
    offline: new Map<number, number>(),
    /** "act stage" → candidates, as an earlier process left them. */
    reached: new Map<string, Set<number>>(),
    chat: [] as ChatMessage[],
    proposals: [] as Proposal[],
    readings: [] as StaffReading[],
    progress: [] as Progress[],
    nowMs: NOW_MS,
  };
  let places = placesFrom(world.centres, world.candidates);
  const listeners = {
    change: (_sittingId: number, _ids: readonly number[]): void => undefined,
    applied: (_s: number, _act: string, _stage: AppliedStage, _ids: readonly number[]): void => undefined,
    act: (_sittingId: number, _act: Act): void => undefined,
    chat: (_sittingId: number): void => undefined,
    proposals: (_sittingId: number): void => undefined,
    readings: (_sittingId: number): void => undefined,
    book: (_examId: number): void => undefined,
  };
  const book: ExamBook = {
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    refresh: () => Promise.resolve(),
    places: () => places,
    centres: () => world.centres,
    candidates: () => world.candidates,
    sittings: () => [aSittingSummary()],
    sitting: (id) => (id === SITTING ? aSittingSummary() : null),
    room: () => null,
    centreExam: () => null,
    papers: () => ({ sittingId: SITTING, sha256: "a".repeat(64), backupSha256: null }),
    onChange: (listener) => void (listeners.book = listener),
  };
  const presence: PresenceSource = {
    rows: () => world.rows,
    offlineSince: () => world.offline,
    onChange: (listener) => void (listeners.change = listener),
    onApplied: (listener) => void (listeners.applied = listener),
    appliedBy: (_sittingId, actId, stage) =>
      Promise.resolve((id) => world.reached.get(`${actId} ${stage}`)?.has(id) ?? false),
  };
  const journals: JournalFeed = { acts: () => world.acts, onAct: (listener) => void (listeners.act = listener) };
  const chat: ChatSource = {
    after: (_sittingId, position) => {
      const known = world.chat.findIndex((message) => message.position === position);
      return Promise.resolve(world.chat.slice(known + 1));
    },
    onChat: (listener) => void (listeners.chat = listener),
  };
  const proposals: ProposalSource = {
    open: () => Promise.resolve([...world.proposals]),
    onProposals: (listener) => void (listeners.proposals = listener),
  };
  const readings: ReadingSource = {
    after: (_sittingId, known) => Promise.resolve(world.readings.slice(known)),
    onReading: (listener) => void (listeners.readings = listener),
  };
  return {
    world,
    listeners,
    parts: { book, presence, journals, chat, proposals, readings },
    /** A tablet connects, or says something new. */
    hear(id: number, row: PresenceRow = aPresenceRow()): void {
      world.rows.set(id, row);
      world.offline.delete(id);
      listeners.change(SITTING, [id]);
    },
    lose(id: number): void {
      world.rows.delete(id);
      world.offline.set(id, world.nowMs);
      listeners.change(SITTING, [id]);
    },
    act(act: Act): void {
      world.acts.push(act);
      listeners.act(SITTING, act);
    },
    /** People as they sit now. */
    reseat(): void {
      places = placesFrom(world.centres, world.candidates);
      listeners.book(1);
    },
  };
}

/** Keeps what a console was sent, parsed. */
export function aConsole() {
  const messages: LiveMessage[] = [];
  let ended: string | null = null;
  return {
    messages,
    ended: () => ended,
    link: {
      send: (sent: readonly Buffer[]) =>
        void messages.push(...sent.map((m) => JSON.parse(m.toString()) as LiveMessage)),
      end: (why: string) => void (ended = why),
    },
    last<K extends LiveMessage["kind"]>(kind: K): Extract<LiveMessage, { kind: K }> | undefined {
      return messages.findLast((m): m is Extract<LiveMessage, { kind: K }> => m.kind === kind);
    },
  };
}
