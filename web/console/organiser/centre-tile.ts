/** One centre as the organiser sees it: its clock, its counts, what is wrong. And in which order centres are shown. */
import type { CentreSummary, RoomCounts } from "#contracts/console/live";
import { type CandidateClock, clockAt, endOf, NO_EXTRA_TIME, startOf } from "#domain/sitting/clock";
import type { Place } from "#domain/sitting/scope";
import { scopeStateOf, type SittingState } from "#domain/sitting/state";
import { type Concern, concernsOf } from "./concerns.ts";
import { type CentreReadiness, type Readiness, readinessOf } from "./readiness.ts";
import { type Sums, sumOf } from "./room-sums.ts";

export type Standing =
  "planned" | "not_ready" | "ready" | "held" | "starting" | "running" | "paused" | "over" | "cancelled";

export interface CentreTile {
  readonly centre: CentreSummary;
  readonly standing: Standing;
  readonly clock: CandidateClock;
  /** Its start where it is not the nation's, ms; else null. */
  readonly ownStartMs: number | null;
  /** The common end there, ms; null while it cannot be known. */
  readonly endMs: number | null;
  /** It differs from the nation in start, pause or end. */
  readonly ownClock: boolean;
  readonly readiness: CentreReadiness;
  readonly sums: Sums;
  readonly incidents: number;
  readonly contactAtMs: number | null;
  readonly concerns: readonly Concern[];
}

export interface NationView {
  readonly state: SittingState;
  readonly durationMs: number;
  readonly centres: readonly CentreSummary[];
  readonly counts: ReadonlyMap<number, RoomCounts>;
  /** Incidents by centre. */
  readonly incidents: ReadonlyMap<number, number>;
  /** When each centre was last heard. */
  readonly contacts: ReadonlyMap<number, number>;
  readonly nowMs: number;
}

/** Somebody of the centre without exceptions of their own: no room and no candidate has the number 0. */
export const placeOfCentre = (centreId: number): Place => ({ centreId, roomId: 0, candidateId: 0 });

export function tilesOf(view: NationView): CentreTile[] {
  const { state, durationMs } = view;
  const nationStartMs = startOf(state, null);
  const nationEndMs = endOf(state, durationMs, NO_EXTRA_TIME);
  return view.centres.map((centre) => {
    const place = placeOfCentre(centre.id);
    const clock = clockAt(state, durationMs, NO_EXTRA_TIME, place, view.nowMs);
    const readiness = readinessOf(state, centre);
    const rooms = centre.rooms.flatMap((room) => view.counts.get(room.id) ?? []);
    const sums = { ...sumOf(rooms), expected: centre.rooms.reduce((sum, room) => sum + room.expected, 0) };
    const endMs = endOf(state, durationMs, NO_EXTRA_TIME, place);
    const own = scopeStateOf(state, `centre:${centre.id}`);
    const incidents = view.incidents.get(centre.id) ?? 0;
    const contactAtMs = view.contacts.get(centre.id) ?? null;
    const standing = standingOf(state, clock, readiness.readiness);
    const concerns = concernsOf({
      stage: stageOf(standing),
      sums,
      readiness,
      pausedRooms: pausedApart(view, centre),
      incidents,
      contactAtMs,
      nowMs: view.nowMs,
    });
    const startMs = startOf(state, place);
    const ownStartMs = startMs === nationStartMs ? null : startMs;
    const ownClock = startMs !== nationStartMs || endMs !== nationEndMs || own.pauses.some((p) => p.untilMs === null);
    return { centre, standing, clock, ownStartMs, endMs, ownClock, readiness, sums, incidents, contactAtMs, concerns };
  });
}

/** Rooms of a centre that stand still by an act of their own or of their centre. */
function pausedApart({ state, durationMs, nowMs }: NationView, centre: CentreSummary): number {
  const standsStill = (place: Place | null) =>
    clockAt(state, durationMs, NO_EXTRA_TIME, place, nowMs).stage === "paused";
  if (standsStill(null)) return 0;
  return centre.rooms.filter((room) => standsStill({ centreId: centre.id, roomId: room.id, candidateId: 0 })).length;
}

export function standingOf(state: SittingState, clock: CandidateClock, readiness: Readiness): Standing {
  switch (clock.stage) {
    case "waiting":
      if (clock.startsAtMs !== null) return "starting";
      if (readiness === "held") return "held";
      return state.phase === "planned" ? "planned" : readiness;
    case "running":
    case "paused":
    case "over":
    case "cancelled":
      return clock.stage;
  }
}

/** A sitting that has not begun to admit anybody worries nobody. */
function stageOf(standing: Standing): "before" | "under_way" | "after" {
  if (standing === "planned" || standing === "over" || standing === "cancelled") return "after";
  return standing === "running" || standing === "paused" ? "under_way" : "before";
}

/** Worst first: what has stopped, then what needs attention (more of it first), then by code. */
export function worstFirst(tiles: readonly CentreTile[]): CentreTile[] {
  return [...tiles].sort((a, b) => weight(b) - weight(a) || byCode(a, b));
}
const weight = ({ concerns }: CentreTile) =>
  concerns.reduce((sum, { severity }) => sum + (severity === "stopped" ? 100 : 1), 0);
const byCode = (a: CentreTile, b: CentreTile) => a.centre.code.localeCompare(b.centre.code, "fr", { numeric: true });

/** Columns of the table of centres, each with the number or word that it is sorted by. */
export const CENTRE_COLUMNS = {
  concern: weight,
  code: ({ centre }: CentreTile) => centre.code,
  name: ({ centre }: CentreTile) => centre.name,
  standing: ({ standing }: CentreTile) => standing,
  ready: ({ readiness }: CentreTile) => readiness.readyRooms / Math.max(1, readiness.rooms),
  connected: ({ sums }: CentreTile) => sums.connected / Math.max(1, sums.expected - sums.absent),
  offline: ({ sums }: CentreTile) => sums.offline,
  saveLag: ({ sums }: CentreTile) => sums.saveLagMs ?? -1,
  submitted: ({ sums }: CentreTile) => sums.submitted,
  incidents: ({ incidents }: CentreTile) => incidents,
  contact: ({ contactAtMs }: CentreTile) => contactAtMs ?? 0,
  end: ({ endMs }: CentreTile) => endMs ?? Number.MAX_SAFE_INTEGER,
} as const satisfies Record<string, (tile: CentreTile) => number | string>;
export type CentreColumn = keyof typeof CENTRE_COLUMNS;

export function sortedBy(tiles: readonly CentreTile[], column: CentreColumn, descending: boolean): CentreTile[] {
  const of = CENTRE_COLUMNS[column];
  const compare = (a: CentreTile, b: CentreTile) => {
    const [x, y] = [of(a), of(b)];
    const order = typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y), "fr");
    return (descending ? -order : order) || byCode(a, b);
  };
  return [...tiles].sort(compare);
}
