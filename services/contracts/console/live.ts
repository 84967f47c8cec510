/**
 * What a console is told, on a WebSocket of control (/api/console/live, the session's cookie). The first messages are the
 * whole state; what follows are changes, put together at most `consoleUpdatesPerSecond` times a second. A console that
 * was away connects again and begins anew; only the chat goes on where it stopped. Clocks, phases and records are not
 * sent: the console folds the journal with the same functions as the servers.
 */
import { z } from "zod";
import { Act } from "#contracts/act";
import { StaffAccount } from "#contracts/console/account";
import { Proposal } from "#contracts/console/acts";
import { ChatMessage } from "#contracts/console/chat";
import { StaffReading } from "#contracts/console/reading";
import { SittingRules } from "#contracts/exam/rules";
import { InstantMs } from "#contracts/frames/fields";
import { HAND_REASONS } from "#contracts/frames/tablet";

const id = z.number().int().min(1);
const count = z.number().int().min(0);

/** From the console. `watch` replaces what was watched before; rooms outside the account's scope are refused. */
export const ConsoleFrame = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("watch"),
    sittingId: id,
    /** Rooms whose candidates are sent one by one: a proctor's own, a centre's that was opened, or none. */
    roomIds: z.array(id).max(100),
    /** Position of the last chat message that this console has, or null. */
    chatAfter: z.string().max(40).nullable(),
  }),
  /** Server time is asked for with the console's own clock, to estimate the difference. */
  z.strictObject({ kind: z.literal("ping"), askedAtMs: z.number() }),
]);
export type ConsoleFrame = z.infer<typeof ConsoleFrame>;

export const SittingSummary = z.strictObject({
  id,
  examId: id,
  examTitle: z.string(),
  title: z.string(),
  plannedStartMs: InstantMs,
  durationMs: count,
  /** Null: no backup paper is staged. */
  backupDurationMs: count.nullable(),
  paperTitle: z.string(),
  itemCount: count,
  rules: SittingRules,
  rehearsal: z.boolean(),
  /** The cancelled sitting that this one replaces, or null. */
  replacesSittingId: id.nullable(),
});
export type SittingSummary = z.infer<typeof SittingSummary>;

export const RoomSummary = z.strictObject({
  id,
  code: z.string(),
  name: z.string(),
  /** Seat plan; null where none was given: seats are then shown in order. */
  rows: count.nullable(),
  columns: count.nullable(),
  expected: count,
});
export type RoomSummary = z.infer<typeof RoomSummary>;
export const CentreSummary = z.strictObject({ id, code: z.string(), name: z.string(), rooms: z.array(RoomSummary) });
export type CentreSummary = z.infer<typeof CentreSummary>;

export const RosterRow = z.strictObject({
  id,
  roomId: id,
  seat: z.string(),
  anonymityNumber: z.string(),
  familyName: z.string(),
  givenName: z.string(),
  studentNumber: z.string(),
  extraTime: z.strictObject({ numerator: count, denominator: count }),
});
export type RosterRow = z.infer<typeof RosterRow>;

/** Why a tablet, a room or a server part is not as it should be. */
export const DEVICE_PROBLEMS = ["build", "paper", "backup", "clock", "storage", "wake_lock", "frames"] as const;
export type DeviceProblem = (typeof DEVICE_PROBLEMS)[number];

/** What is known of one candidate at the moment. A candidate without a row was never connected. */
export const LiveRow = z.strictObject({
  id,
  connected: z.boolean(),
  /** Since when it is connected, or offline. */
  sinceMs: InstantMs,
  epoch: count,
  confirmed: z.boolean(),
  /** Items with an answer, as far as PostgreSQL has them. */
  answered: count,
  /** When the last entry was received. */
  savedAtMs: InstantMs.nullable(),
  /** Entries that the tablet says it still holds. */
  waitingEntries: count,
  /** The tablet has handed in; `stored`: everything up to it is in PostgreSQL, the receipt is complete. */
  submitted: z.enum(["no", "on_tablet", "stored"]),
  /** Canonical code of the final receipt in force; null: there is none yet. */
  receiptCode: z.string().nullable(),
  hand: z.strictObject({ reason: z.enum(HAND_REASONS), atMs: InstantMs }).nullable(),
  /** Since when another tablet asks to take over; null: none does. */
  otherTabletAtMs: InstantMs.nullable(),
  /** Codes typed that opened nothing. */
  wrongCodes: count,
  problems: z.array(z.enum(DEVICE_PROBLEMS)),
  clockOffsetMs: z.number().int().nullable(),
  /** What is written on the tablet; null: it was never enrolled. */
  deviceLabel: z.string().nullable(),
  /** Acts in force on the tablet: how many of those that concern it. */
  appliedActs: count,
});
export type LiveRow = z.infer<typeof LiveRow>;

/** Counts of one room: what the organiser's tiles add up. */
export const RoomCounts = z.strictObject({
  roomId: id,
  expected: count,
  /** Ever connected, or marked present. */
  arrived: count,
  absent: count,
  connected: count,
  confirmed: count,
  /** Arrived, not absent, not handed in, and not connected. */
  offline: count,
  submitted: count,
  stored: count,
  hands: count,
  /** Connected tablets with a problem. */
  notReady: count,
  /** 95th percentile of the time since the last save among those with entries waiting, ms; null: nobody waits. */
  saveLagMs: count.nullable(),
});
export type RoomCounts = z.infer<typeof RoomCounts>;

/** How far an act has come over those present whom it concerns. */
export const Delivery = z.strictObject({
  actId: z.string(),
  present: count,
  /** Of those present. */
  applied: count,
  displayed: count,
  read: count,
  /** Candidates present who have not applied it (for an instruction: not read it), at most 50; only of the viewer's scope. */
  missing: z.array(id).max(50),
  /** How many they are in each room of the viewer's scope where somebody is missing: [room, candidates]. */
  missingRooms: z.array(z.tuple([id, count])),
});
export type Delivery = z.infer<typeof Delivery>;

export const ALERT_CAUSES = [
  "part_down",
  "part_mismatch",
  "room_offline",
  "save_lag",
  "backlog",
  "quarantine",
  "redis_memory",
  "clock_off",
  "devices_not_ready",
  "database_down",
  "answers_store_down",
] as const;
/** At most one per cause and place. */
export const Alert = z.strictObject({
  id: z.string(),
  cause: z.enum(ALERT_CAUSES),
  severity: z.enum(["attention", "critical"]),
  centreId: id.nullable(),
  roomId: id.nullable(),
  /** What it is about, for the sentence: a part's name, a number. */
  detail: z.string(),
  sinceMs: InstantMs,
  /** Who has taken it. */
  owner: z.string().nullable(),
  /** Null while it lasts. */
  endedAtMs: InstantMs.nullable(),
});
export type Alert = z.infer<typeof Alert>;

export const PartState = z.strictObject({
  nodeId: z.string(),
  kind: z.enum([
    "ingest",
    "drain",
    "control",
    "jobs",
    "packages",
    "marking",
    "portal",
    "answers_redis",
    "control_redis",
    "postgres",
  ]),
  up: z.boolean(),
  detail: z.string(),
  build: z.string().nullable(),
  configHash: z.string().nullable(),
  memoryBytes: count.nullable(),
  /** Share of one core in the last seconds, percent. */
  cpuPercent: z.number().nullable(),
  /** May be restarted from the console. */
  restartable: z.boolean(),
});
export type PartState = z.infer<typeof PartState>;
export const Platform = z.strictObject({
  atMs: InstantMs,
  parts: z.array(PartState),
  connected: count,
  present: count,
  /** p99 of the last 10 s, ms: entry to acknowledgement at ingest (D1), and to the commit (D2); null without entries. */
  d1P99Ms: count.nullable(),
  d2P99Ms: count.nullable(),
  answersPerSecond: count,
  /** Age of the oldest entry not yet in PostgreSQL, ms, by partition; null where a partition is empty. */
  backlogMs: z.array(count.nullable()),
  backlogEntries: count,
  quarantined: count.nullable(),
  diskFreeBytes: count.nullable(),
});
export type Platform = z.infer<typeof Platform>;

/** Stores that do not answer: the screen says what does not work meanwhile. */
export const MISSING_STORES = ["postgres", "answers_redis", "ingest"] as const;

export const LiveMessage = z.discriminatedUnion("kind", [
  /** First of all. `sittings`: those of the account's exam, newest first. */
  z.strictObject({
    kind: z.literal("hello"),
    serverTimeMs: InstantMs,
    account: StaffAccount,
    build: z.string(),
    sittings: z.array(SittingSummary),
  }),
  z.strictObject({ kind: z.literal("pong"), askedAtMs: z.number(), serverTimeMs: InstantMs }),
  z.strictObject({ kind: z.literal("sittings"), sittings: z.array(SittingSummary) }),
  /** After each `watch`, in this order: places, acts (all), roster, rows (all), counts (all), then changes. */
  z.strictObject({ kind: z.literal("places"), sittingId: id, centres: z.array(CentreSummary) }),
  /** `from`: how many acts came before; a console that has fewer watches again. */
  z.strictObject({ kind: z.literal("acts"), sittingId: id, from: count, acts: z.array(Act) }),
  z.strictObject({ kind: z.literal("roster"), sittingId: id, candidates: z.array(RosterRow) }),
  z.strictObject({ kind: z.literal("rows"), sittingId: id, rows: z.array(LiveRow) }),
  /** `atMs`: when this was true; a console shows its age. Sent at least every second, also when nothing changed. */
  z.strictObject({ kind: z.literal("counts"), sittingId: id, atMs: InstantMs, rooms: z.array(RoomCounts) }),
  z.strictObject({ kind: z.literal("deliveries"), sittingId: id, deliveries: z.array(Delivery) }),
  z.strictObject({ kind: z.literal("proposals"), sittingId: id, proposals: z.array(Proposal) }),
  z.strictObject({ kind: z.literal("chat"), sittingId: id, messages: z.array(ChatMessage) }),
  /** Instructions that staff have read, oldest first; the first message after `watch` has all of them. */
  z.strictObject({ kind: z.literal("readings"), sittingId: id, readings: z.array(StaffReading) }),
  /** Who of the staff is connected: when each centre was last heard, by centre. */
  z.strictObject({
    kind: z.literal("contacts"),
    sittingId: id,
    centres: z.array(z.tuple([id, InstantMs])),
  }),
  z.strictObject({ kind: z.literal("alerts"), sittingId: id, alerts: z.array(Alert) }),
  /** Organisers and operators only. */
  z.strictObject({ kind: z.literal("platform"), platform: Platform }),
  z.strictObject({ kind: z.literal("missing"), stores: z.array(z.enum(MISSING_STORES)) }),
  /** What the console asked for was refused: a code of contracts/errors.ts. */
  z.strictObject({ kind: z.literal("refused"), code: z.string(), message: z.string() }),
]);
export type LiveMessage = z.infer<typeof LiveMessage>;

/** Why control closes a console's socket. */
export const CONSOLE_CLOSE = {
  session_ended: { code: 4401, means: "signed out, expired or replaced: sign in again" },
  bad_frame: { code: 4400, means: "a message that does not follow the protocol" },
  slow_reader: { code: 4414, means: "the console does not read what it is sent: it comes back with less" },
  restarting: { code: 1012, means: "control is going away; connect again" },
} as const;
