/**
 * The rows and counts of one sitting. Changes are noted as they come and worked out when somebody looks, so that a
 * candidate who changes ten times between two looks costs one.
 */
import type { LiveRow, RoomCounts } from "#contracts/console/live";
import type { PresenceRow } from "#contracts/stream/presence-stream";
import type { Attendance } from "#domain/sitting/act";
import type { Places } from "#domain/sitting/places";
import { liveRowOf } from "#control/live/live-row";
import type { Progress, Served } from "#control/live/ports";
import { roomCountsOf } from "#control/live/room-counts";

/** What a board is made from, as it is known at this moment. */
export interface BoardFacts {
  places(): Places;
  candidateIds(): Iterable<number>;
  presence(): ReadonlyMap<number, PresenceRow>;
  offlineSince(): ReadonlyMap<number, number>;
  attendanceOf(candidateId: number): Attendance | null;
  appliedActs(candidateId: number): number;
  otherTabletAtMs(candidateId: number): number | null;
  paperOf(roomId: number): "main" | "backup";
  served(): Served;
  /** Called for each candidate who came or went since the last look. */
  onConnection(candidateId: number, isConnected: boolean): void;
}
/** Rooms and candidates that changed since the last look. */
export interface Settled {
  /** JSON of changed rows, by room. */
  readonly rows: ReadonlyMap<number, readonly string[]>;
  readonly rooms: ReadonlySet<number>;
}

export function createSittingBoard(facts: BoardFacts) {
  const changed = new Set<number>();
  const heard = new Map<number, PresenceRow>();
  const progress = new Map<number, Progress>();
  const rows = new Map<number, { readonly row: LiveRow; readonly text: string }>();
  const counts = new Map<number, RoomCounts>();
  let rooms = new Map<number, number[]>();
  let placesKnown: Places | null = null;

  /** People have moved, or were admitted: everybody is looked at again. */
  function seat(): void {
    placesKnown = facts.places();
    rooms = new Map();
    for (const centreId of placesKnown.centreIds)
      for (const roomId of placesKnown.roomsOfCentre(centreId)) rooms.set(roomId, []);
    for (const id of facts.candidateIds()) {
      const roomId = placesKnown.placeOfCandidate(id)?.roomId;
      if (roomId !== undefined) rooms.get(roomId)?.push(id);
      changed.add(id);
    }
    for (const roomId of counts.keys()) if (!rooms.has(roomId)) counts.delete(roomId);
  }
  function lookAt(id: number, roomId: number): string | null {
    const now = facts.presence().get(id);
    if (now) heard.set(id, now);
    const stored = progress.get(id);
    const isBackup = facts.paperOf(roomId) === "backup";
    const row = liveRowOf(
      id,
      {
        heard: heard.get(id) ?? null,
        connected: now !== undefined,
        offlineSinceMs: facts.offlineSince().get(id) ?? null,
        answered: (isBackup ? stored?.backupAnswered : stored?.answered) ?? 0,
        stored: stored?.submitted ?? false,
        receiptCode: stored?.receiptCode ?? null,
        appliedActs: facts.appliedActs(id),
        otherTabletAtMs: facts.otherTabletAtMs(id),
      },
      facts.served(),
    );
    if (row === null) return null;
    const text = JSON.stringify(row);
    if (rows.get(id)?.text === text) return null;
    rows.set(id, { row, text });
    return text;
  }
  function count(roomId: number, nowMs: number): boolean {
    const before = counts.get(roomId);
    const ids = rooms.get(roomId) ?? [];
    const seated = ids.map((id) => ({ row: rows.get(id)?.row ?? null, attendance: facts.attendanceOf(id) }));
    const after = roomCountsOf(roomId, seated, nowMs);
    counts.set(roomId, after);
    return before === undefined || JSON.stringify(before) !== JSON.stringify(after);
  }

  return {
    touch(candidateIds: Iterable<number>): void {
      for (const id of candidateIds) changed.add(id);
    },
    touchAll(): void {
      for (const ids of rooms.values()) for (const id of ids) changed.add(id);
    },
    learn(told: readonly Progress[]): void {
      for (const one of told) {
        progress.set(one.candidateId, one);
        changed.add(one.candidateId);
      }
    },
    /** Works out what changed. `withLags`: also rooms where somebody waits, whose lag grows while nothing changes. */
    settle(nowMs: number, withLags: boolean): Settled {
      if (placesKnown !== facts.places()) seat();
      const ids = [...changed];
      changed.clear();
      for (const id of ids) facts.onConnection(id, facts.presence().has(id));
      const texts = new Map<number, string[]>();
      const suspects = new Set<number>();
      for (const id of ids) {
        const roomId = placesKnown?.placeOfCandidate(id)?.roomId;
        if (roomId === undefined) continue;
        suspects.add(roomId);
        const text = lookAt(id, roomId);
        if (text === null) continue;
        const ofRoom = texts.get(roomId);
        if (ofRoom) ofRoom.push(text);
        else texts.set(roomId, [text]);
      }
      for (const roomId of rooms.keys())
        if (!counts.has(roomId) || (withLags && counts.get(roomId)?.saveLagMs != null)) suspects.add(roomId);
      return { rows: texts, rooms: new Set([...suspects].filter((roomId) => count(roomId, nowMs))) };
    },
    /** JSON of every row of a room, as of the last look. */
    rowsOf: (roomId: number): string[] =>
      (rooms.get(roomId) ?? []).flatMap((id) => {
        const known = rows.get(id);
        return known ? [known.text] : [];
      }),
    rowOf: (candidateId: number): LiveRow | null => rows.get(candidateId)?.row ?? null,
    candidatesOf: (roomId: number): readonly number[] => rooms.get(roomId) ?? [],
    counts: (): ReadonlyMap<number, RoomCounts> => counts,
  };
}
export type SittingBoard = ReturnType<typeof createSittingBoard>;
