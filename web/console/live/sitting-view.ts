/** What a console knows of the sitting that it watches: the messages of the live feed, put together. Pure. */
import type { Act } from "#contracts/act";
import type { Proposal } from "#contracts/console/acts";
import type { ChatMessage } from "#contracts/console/chat";
import type { StaffReading } from "#contracts/console/reading";
import type {
  Alert,
  CentreSummary,
  Delivery,
  LiveMessage,
  LiveRow,
  RoomCounts,
  RosterRow,
} from "#contracts/console/live";
import { applyAct, PLANNED, type SittingState } from "#domain/sitting/clock";
import type { Places } from "#domain/sitting/places";

export interface SittingView {
  readonly sittingId: number;
  readonly centres: readonly CentreSummary[];
  readonly acts: readonly Act[];
  readonly state: SittingState;
  /** Candidates of the watched rooms, and what is known of them now. */
  readonly roster: ReadonlyMap<number, RosterRow>;
  readonly rows: ReadonlyMap<number, LiveRow>;
  readonly counts: ReadonlyMap<number, RoomCounts>;
  /** When the counts were true (server time, ms); null before the first. */
  readonly countsAtMs: number | null;
  readonly deliveries: ReadonlyMap<string, Delivery>;
  readonly proposals: readonly Proposal[];
  readonly chat: readonly ChatMessage[];
  /** Instructions that staff have read. */
  readonly readings: readonly StaffReading[];
  /** When each centre was last heard, server time, ms. */
  readonly contacts: ReadonlyMap<number, number>;
  readonly alerts: readonly Alert[];
  /** A watch was sent: the next rows and counts are all there are. */
  readonly renewing: { readonly rows: boolean; readonly counts: boolean };
}

export const emptyView = (sittingId: number): SittingView => ({
  sittingId,
  centres: [],
  acts: [],
  state: PLANNED,
  roster: new Map(),
  rows: new Map(),
  counts: new Map(),
  countsAtMs: null,
  deliveries: new Map(),
  proposals: [],
  chat: [],
  readings: [],
  contacts: new Map(),
  alerts: [],
  renewing: { rows: true, counts: true },
});

/** What was known stays on the screen until the whole state has come again. */
export const renewed = (view: SittingView): SittingView => ({ ...view, renewing: { rows: true, counts: true } });

/** The view after one message. "gap": acts are missing in between; the console has to watch again. */
export function applyMessage(view: SittingView, message: LiveMessage): SittingView | "gap" {
  if (!("sittingId" in message) || message.sittingId !== view.sittingId) return view;
  switch (message.kind) {
    case "places":
      return { ...view, centres: message.centres };
    case "acts":
      return withActs(view, message.from, message.acts);
    case "roster":
      return { ...view, roster: byId(message.candidates) };
    case "rows": {
      const rows = view.renewing.rows ? byId(message.rows) : merged(view.rows, message.rows, (row) => row.id);
      return { ...view, rows, renewing: { ...view.renewing, rows: false } };
    }
    case "counts": {
      const known = view.renewing.counts ? new Map<number, RoomCounts>() : view.counts;
      const counts = message.rooms.length > 0 ? merged(known, message.rooms, (room) => room.roomId) : known;
      return { ...view, counts, countsAtMs: message.atMs, renewing: { ...view.renewing, counts: false } };
    }
    case "deliveries":
      return { ...view, deliveries: merged(view.deliveries, message.deliveries, (one) => one.actId) };
    case "proposals":
      return { ...view, proposals: message.proposals };
    case "chat":
      return { ...view, chat: withChat(view.chat, message.messages) };
    case "readings":
      return { ...view, readings: withReadings(view.readings, message.readings) };
    case "contacts":
      return { ...view, contacts: new Map([...view.contacts, ...message.centres]) };
    case "alerts":
      return { ...view, alerts: message.alerts };
  }
}

function withActs(view: SittingView, from: number, acts: readonly Act[]): SittingView | "gap" {
  if (from > view.acts.length) return "gap";
  const news = from === 0 && !continues(view.acts, acts) ? acts : acts.slice(view.acts.length - from);
  const before = news === acts && from === 0 ? [] : view.acts;
  const state = news.reduce(applyAct, before.length === 0 ? PLANNED : view.state);
  return { ...view, acts: [...before, ...news], state };
}
/** Whether a journal told from its beginning goes on where the known one stops; another one replaces it. */
const continues = (known: readonly Act[], told: readonly Act[]): boolean =>
  told.length >= known.length && known.every((act, index) => act.id === told[index]?.id);

/** A message that was told before is not told again. */
function withChat(known: readonly ChatMessage[], news: readonly ChatMessage[]): readonly ChatMessage[] {
  const ids = new Set(known.map((message) => message.id));
  const fresh = news.filter((message) => !ids.has(message.id));
  return fresh.length > 0 ? [...known, ...fresh] : known;
}

export function withReadings(known: readonly StaffReading[], news: readonly StaffReading[]): readonly StaffReading[] {
  const ids = new Set(known.map(({ actId, accountId }) => `${actId} ${accountId}`));
  const fresh = news.filter(({ actId, accountId }) => !ids.has(`${actId} ${accountId}`));
  return fresh.length > 0 ? [...known, ...fresh] : known;
}

const byId = <Row extends { readonly id: number }>(rows: readonly Row[]): ReadonlyMap<number, Row> =>
  new Map(rows.map((row) => [row.id, row]));

function merged<Key, Value>(known: ReadonlyMap<Key, Value>, news: readonly Value[], key: (value: Value) => Key) {
  const all = new Map(known);
  for (const value of news) all.set(key(value), value);
  return all;
}

/** The view's rooms and candidates, as scopes are judged by. Candidates of rooms that are not watched are unknown. */
export function placesOf(view: SittingView): Places {
  const centreOf = new Map(view.centres.flatMap(({ id, rooms }) => rooms.map((room) => [room.id, id] as const)));
  const centreOfRoom = (roomId: number) => centreOf.get(roomId) ?? null;
  return {
    centreOfRoom,
    placeOfCandidate: (candidateId) => {
      const roomId = view.roster.get(candidateId)?.roomId;
      const centreId = roomId === undefined ? null : centreOfRoom(roomId);
      return roomId === undefined || centreId === null ? null : { centreId, roomId, candidateId };
    },
    centreIds: view.centres.map(({ id }) => id),
    roomsOfCentre: (id) => view.centres.find((centre) => centre.id === id)?.rooms.map((room) => room.id) ?? [],
  };
}
