/** The staff's side of a control app on memory stores: one sitting of exam 1, two centres, people of every role. */
import { randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { StaffSession } from "#contracts/console/account";
import type { ActAsked, Proposal } from "#contracts/console/acts";
import type { ChatMessage } from "#contracts/console/chat";
import type { StaffReading } from "#contracts/console/reading";
import type { CentreSummary, RosterRow, SittingSummary } from "#contracts/console/live";
import type { RehearsalTokenShown, ShownRehearsal } from "#contracts/console/rehearsals";
import { DEFAULT_RULES } from "#contracts/exam/rules";
import { LIMITS } from "#contracts/limits";
import type { StoredCode } from "#control/codes/ports";
import type { PaperKeys, WhichPaper } from "#domain/seal/labels";
import type { Second } from "#control/acts/ports";
import { createFailureBudget } from "#http/failure-budget";
import { createLiveBook } from "#control/rehearsal/live-book";
import type { RehearsalStore } from "#control/rehearsal/ports";
import type { StaffRequestParts } from "#control/staff-requests";
import { createAccountBudget } from "#http/account-budget";
import type { StoredStaffAccount } from "#staff/ports";
import { placesFrom } from "#control/roster/places";
import { StoreTrouble } from "#domain/ports/answer-stream";
import type { Journal } from "#domain/ports/journal";
import { type Act, actOf } from "#domain/sitting/act";
import { NATION } from "#domain/sitting/scope";
import { foldJournal, refusalOf } from "#domain/sitting/state";
import type { Reason } from "#domain/sitting/reason";
import type { PassedRehearsal } from "#domain/sitting/rehearsed";
import type { StaffAccount } from "#domain/staff/account";
import { TWO_PERSON_ACTS } from "#domain/staff/authority";
import { anAccount } from "#domain/staff/testing/places";

export const SITTING = 5;
export const OTHER_EXAM_SITTING = 6;
const room = (id: number, code: string) => ({
  id,
  code,
  name: `Amphi ${code}`,
  rows: null,
  columns: null,
  expected: 1,
});
const CENTRES: CentreSummary[] = [
  { id: 1, code: "REN", name: "Rennes", rooms: [room(11, "A"), room(12, "B")] },
  { id: 2, code: "BOR", name: "Bordeaux", rooms: [room(21, "A")] },
];
const CANDIDATES = new Map<number, RosterRow>(
  [
    [101, 11],
    [102, 12],
    [201, 21],
  ].map(([id = 0, roomId = 0]) => [
    id,
    {
      id,
      roomId,
      seat: `A${id}`,
      anonymityNumber: `N${id}`,
      familyName: "Nguyen",
      givenName: "Léa",
      studentNumber: `24${id}`,
      extraTime: { numerator: 1, denominator: 1 },
    },
  ]),
);
const aSummary = (id: number, examId: number): SittingSummary => ({
  id,
  examId,
  examTitle: "EDN",
  title: "Paper 1",
  plannedStartMs: 0,
  durationMs: 10_800_000,
  backupDurationMs: null,
  paperTitle: "Paper 1",
  itemCount: 120,
  rules: DEFAULT_RULES,
  rehearsal: false,
  replacesSittingId: null,
});

const keysOf = (letter: string): PaperKeys => ({ start: letter.repeat(43), cases: letter.toLowerCase().repeat(43) });
export const KEYS: Readonly<Record<WhichPaper, PaperKeys>> = { main: keysOf("M"), backup: keysOf("B") };

/** Everybody's password is "right"; the code of an authenticator is its account's id, six digits. */
export const PEOPLE: readonly StaffAccount[] = [
  anAccount({ id: 1, login: "marie", name: "Marie Duval", role: "organiser" }),
  anAccount({ id: 2, login: "paul", name: "Paul Roux", role: "organiser" }),
  anAccount({ id: 3, login: "ops", name: "Olga Petit", role: "operator", examId: null }),
  anAccount({ id: 4, login: "lead", name: "Lea Blanc", role: "lead_proctor", centreId: 1 }),
  anAccount({ id: 5, login: "proctor", name: "Pia Noir", role: "proctor", centreId: 1, roomIds: [11] }),
  anAccount({ id: 6, login: "tech", name: "Theo Gris", role: "technician", centreId: 1 }),
  anAccount({ id: 7, login: "elsewhere", name: "Eve Autre", role: "organiser", examId: 2 }),
];

export function memoryJournal(acts: Act[], now: () => number): Journal {
  return {
    read: async () => [...acts],
    append: async (_sittingId, request, objection) => {
      const first = acts.find((act) => act.id === request.id);
      if (first) return { outcome: "repeated", act: first };
      const state = foldJournal(acts);
      const reason = objection?.(acts) ?? refusalOf(state, { ...request, atMs: now() });
      if (reason !== null) return { outcome: "refused", reason };
      const act = actOf(request, now(), state.instructionCount);
      acts.push(act);
      return { outcome: "appended", act };
    },
  };
}

type PlayedTablet = Awaited<ReturnType<RehearsalStore["newestOf"]>>[number];

export function aStaff(over: Partial<StaffRequestParts> = {}) {
  const world = {
    nowMs: 1_773_936_000_000,
    acts: [] as Act[],
    proposals: new Map<string, Proposal>(),
    confirmed: new Map<string, Second>(),
    chat: [] as ChatMessage[],
    sessions: new Map<string, StaffSession>(),
    accounts: PEOPLE.map((account): StoredStaffAccount & { passwordHash: string | null } => ({
      account,
      passwordHash: "hash of right",
      secondFactor: Buffer.from(String(account.id)),
      disabled: false,
    })),
    steps: new Map<number, number>(),
    fenced: [] as number[],
    tabletsNotReady: [] as number[],
    answersAway: false,
    rehearsal: false,
    /** Rehearsals that were recorded, and those of them that ended green: one of any size, unless a test says otherwise. */
    recorded: [] as ShownRehearsal[],
    passed: [{ profile: "day", candidates: 10_000, atMs: 1_773_936_000_000 }] as PassedRehearsal[],
    tokens: [] as RehearsalTokenShown[],
    /** What tablets reported, of whatever rehearsal. */
    played: [] as PlayedTablet[],
    databaseAway: false,
    refreshed: [] as number[],
    readings: [] as StaffReading[],
    cards: 0,
    /** Candidates whose answers are complete, and who were ever connected. */
    stored: new Set<number>(),
    arrived: new Set<number>(),
    /** Of the sealed papers; null: nobody knows them. */
    keys: KEYS as Record<WhichPaper, PaperKeys> | null,
    /** Of room 11. */
    codes: [
      { paper: "main", sectionId: null, number: 1, code: "START00000000000" },
      { paper: "main", sectionId: "dp1", number: 1, code: "DP1A000000000000" },
      { paper: "main", sectionId: "dp1", number: 2, code: "DP1B000000000000" },
      { paper: "backup", sectionId: null, number: 1, code: "BACKUP0000000000" },
    ] as StoredCode[],
  };
  /** What PostgreSQL does, as long as it is there. */
  const stored = async <T>(done: T): Promise<{ done: T } | { refused: Reason }> => {
    if (world.databaseAway) throw new StoreTrouble("PostgreSQL is away", "later");
    return { done };
  };
  const away = () => Promise.reject(new Error("not for staff"));
  const now = () => world.nowMs;
  const parts: StaffRequestParts = {
    now,
    secureCookies: false,
    attempts: createAccountBudget(),
    staffFailures: createFailureBudget(100, 1),
    staff: {
      account: async (login) => world.accounts.find((one) => one.account.login === login) ?? null,
      setPassword: async (accountId, passwordHash) => {
        world.accounts = world.accounts.map((one) => (one.account.id === accountId ? { ...one, passwordHash } : one));
        return true;
      },
    },
    passwords: {
      hash: async (password) => `hash of ${password}`,
      verify: async (hashed, password) => hashed === `hash of ${password}`,
    },
    secondFactor: {
      stepOf: (_login, sealed, code, nowMs) =>
        code === sealed.toString().padStart(6, "0") ? Math.floor(nowMs / 30_000) : null,
      take: async (accountId, step) => {
        if (step <= (world.steps.get(accountId) ?? 0)) return false;
        world.steps.set(accountId, step);
        return true;
      },
    },
    sessions: {
      open: async (account, nowMs) => {
        const token = randomUUID().replaceAll("-", "").padEnd(43, "x");
        const session = { account, expiresAtMs: nowMs + LIMITS.staffSessionMs };
        world.sessions.set(token, session);
        return { token, session };
      },
      find: async (token, nowMs) => {
        const session = world.sessions.get(token);
        return session && session.expiresAtMs > nowMs ? session : null;
      },
      end: async (token) => void world.sessions.delete(token),
      endAll: async (accountId, except) => {
        for (const [token, { account }] of world.sessions)
          if (account.id === accountId && token !== except) world.sessions.delete(token);
      },
    },
    book: {
      sitting: (id) =>
        id === SITTING
          ? { ...aSummary(id, 1), rehearsal: world.rehearsal }
          : id === OTHER_EXAM_SITTING
            ? aSummary(OTHER_EXAM_SITTING, 2)
            : null,
      sittings: () => [
        { ...aSummary(SITTING, 1), plannedStartMs: world.nowMs + 86_400_000, rehearsal: world.rehearsal },
      ],
      places: () => placesFrom(CENTRES, CANDIDATES),
      centres: () => CENTRES,
      candidates: () => CANDIDATES,
      refresh: async (examId) => void world.refreshed.push(examId),
    },
    journal: memoryJournal(world.acts, now),
    proposals: {
      propose: async (asked) => {
        const standing = world.proposals.get(asked.asked.id);
        if (standing) return standing;
        const proposal = { ...asked, atMs: now(), expiresAtMs: now() + LIMITS.proposalMs };
        world.proposals.set(asked.asked.id, proposal);
        return proposal;
      },
      open: async () => [...world.proposals.values()],
      find: async (_sittingId, actId) => world.proposals.get(actId) ?? null,
      confirm: async (_sittingId, actId, by) => {
        const proposal = world.proposals.get(actId);
        if (!proposal) return null;
        if (!world.confirmed.has(actId)) world.confirmed.set(actId, by);
        return { proposal, by: world.confirmed.get(actId) ?? by };
      },
      withdraw: async (_sittingId, actId) =>
        world.confirmed.has(actId) ? "confirmed" : world.proposals.delete(actId) ? "withdrawn" : "unknown",
      settle: async (_sittingId, actId) => {
        world.proposals.delete(actId);
        world.confirmed.delete(actId);
      },
    },
    readings: {
      note: async (_sittingId, reading) => {
        const known = world.readings.some((r) => r.actId === reading.actId && r.accountId === reading.accountId);
        if (!known) world.readings.push({ ...reading, atMs: now() });
      },
    },
    fence: {
      reachable: async () => {
        if (world.answersAway) throw new StoreTrouble("the answers' Redis is away", "later");
      },
      fence: async ({ candidateId }) => {
        if (world.answersAway) throw new StoreTrouble("the answers' Redis is away", "later");
        world.fenced.push(candidateId);
      },
    },
    closing: {
      storedOf: async () => (await stored(world.stored), world.stored),
      arrivedAt: () => (candidateId) => world.arrived.has(candidateId),
    },
    tablets: { notReady: () => world.tabletsNotReady },
    twoPersonActs: TWO_PERSON_ACTS,
    seals: {
      keysOf: async (_sittingId, paper) => world.keys?.[paper] ?? null,
    },
    codes: {
      codesOf: async (_sittingId, roomId) => (roomId === 11 ? world.codes : []),
      sectionsOf: async () => [{ id: "dp1", title: "Dossier 1" }],
    },
    takeAnswerFile: null,
    records: {
      passed: async () => (await stored(null), world.passed),
      list: async () => world.recorded,
      report: async (id) => (id === 1 ? gzipSync("<!doctype html><title>Report</title>") : null),
      record: away,
    },
    tokens: {
      make: async (of) => {
        const id = world.tokens.length + 1;
        world.tokens.push({ ...of, id, madeAtMs: now(), lastUsedAtMs: null, revokedAtMs: null });
        return { id, token: `amphi_${String(id).padStart(43, "t")}` };
      },
      list: async () => world.tokens,
      revoke: async (id) => {
        const found = world.tokens.some((token) => token.id === id);
        world.tokens = world.tokens.map((token) => (token.id === id ? { ...token, revokedAtMs: now() } : token));
        return found;
      },
    },
    rehearsalTokens: { forget: () => undefined },
    liveRuns: createLiveBook(randomUUID),
    rehearsedWithinDays: 14,
    rehearsals: { newestOf: async (roomIds) => world.played.filter(({ roomId }) => roomIds.includes(roomId)) },
    newCard: () => ({ code: "0123456789ABC", codeHmac: Buffer.from(String(++world.cards)) }),
    newId: randomUUID,
    day: {
      reissueCard: (candidateId) => stored({ candidateId, roomId: 11, seat: "A1" }),
      admit: (_examId, { roomId, seat }) => stored({ candidateId: 300, roomId, seat }),
      move: async (candidateId, roomId, seat) =>
        seat === "taken"
          ? { refused: { code: "seat_taken", seat, room: "A", by: "Roux Jean" } }
          : stored({ candidateId, roomId, seat }),
      reschedule: async ({ slotId }) => {
        const { phase } = foldJournal(world.acts);
        return phase === "cancelled"
          ? stored({ sittingId: 100 + slotId })
          : { refused: { code: "not_cancelled", phase } };
      },
      plan: async () => {
        await stored(null);
        return { reserveSlots: [], papers: [] };
      },
      staff: async () => [],
    },
    preparation: { importFile: async () => stored(null).then(() => null), exportExam: async () => null },
    chat: {
      append: async (_sittingId, message) => {
        const known = world.chat.find((one) => one.id === message.id);
        if (known) return known;
        const stored = { ...message, atMs: now(), position: `${world.chat.length + 1}-0` };
        world.chat.push(stored);
        return stored;
      },
      after: async (_sittingId, position) =>
        world.chat.slice(position === null ? 0 : world.chat.findIndex((one) => one.position === position) + 1),
      find: async (_sittingId, id) => world.chat.find((one) => one.id === id) ?? null,
    },
    ...over,
  };
  return { world, parts };
}

/** An act as a console asks for it: of the nation, at once, whatever happened before. */
export const anAsked = (kind: ActAsked["kind"], over: Partial<ActAsked> = {}): ActAsked => ({
  id: randomUUID(),
  kind,
  cause: "test",
  scope: NATION,
  effectiveAtMs: null,
  seenActId: null,
  ...over,
});
