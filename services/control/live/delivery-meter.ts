/**
 * How far acts have come on the tablets of those present. Counts move with each arrival, each departure and each act
 * that took effect, never by looking at everybody again: an act of the whole nation costs as much as its candidates.
 */
import type { Delivery } from "#contracts/console/live";
import { APPLIED_STAGES, type AppliedStage } from "#domain/answer/entry";
import { type Act, isForTablets } from "#domain/sitting/act";
import type { Places } from "#domain/sitting/places";
import { covers, type ScopeKey, scopeKey, scopesOf } from "#domain/sitting/scope";
import { concerns, type Viewer } from "#control/live/viewer";

interface Meter {
  readonly act: Act;
  /** Candidates who have got that far, connected or not. */
  readonly reached: Readonly<Record<AppliedStage, Set<number>>>;
  present: number;
  /** Of those present. */
  readonly counts: Record<AppliedStage, number>;
  /** Those present who have not got as far as wanted, by room. */
  readonly missing: Map<number, Set<number>>;
}
const SHOWN = 10;
const MISSING_SHOWN = 50;

/** What is wanted of a tablet: an instruction is to be read, any other act to be applied. */
const wantedStage = (act: Act): AppliedStage => (act.kind === "instruction" ? "read" : "applied");

export function createDeliveryMeter(places: () => Places) {
  let meters: Meter[] = [];
  let byScope = new Map<ScopeKey, Meter[]>();
  const byAct = new Map<string, Meter>();
  const connected = new Set<number>();
  const appliedActs = new Map<number, number>();
  let version = 0;

  function file(meter: Meter): void {
    version++;
    meters.push(meter);
    byAct.set(meter.act.id, meter);
    const key = scopeKey(meter.act.scope);
    byScope.set(key, [...(byScope.get(key) ?? []), meter]);
    const { scope } = meter.act;
    if (scope.kind !== "candidate") for (const id of connected) come(meter, id);
    else if (connected.has(scope.id)) come(meter, scope.id);
    for (const id of meter.reached.applied) countApplied(meter, id);
  }
  function countApplied({ act }: Meter, candidateId: number): void {
    const place = places().placeOfCandidate(candidateId);
    if (place && covers(act.scope, place)) appliedActs.set(candidateId, (appliedActs.get(candidateId) ?? 0) + 1);
  }
  function come(meter: Meter, candidateId: number): void {
    const place = places().placeOfCandidate(candidateId);
    if (!place || !covers(meter.act.scope, place)) return;
    meter.present++;
    for (const stage of APPLIED_STAGES) if (meter.reached[stage].has(candidateId)) meter.counts[stage]++;
    if (meter.reached[wantedStage(meter.act)].has(candidateId)) return;
    const ofRoom = meter.missing.get(place.roomId) ?? new Set();
    meter.missing.set(place.roomId, ofRoom.add(candidateId));
  }
  function go(meter: Meter, candidateId: number, roomId: number): void {
    meter.present--;
    for (const stage of APPLIED_STAGES) if (meter.reached[stage].has(candidateId)) meter.counts[stage]--;
    meter.missing.get(roomId)?.delete(candidateId);
  }

  return {
    /** Acts that tablets are not told are left out. Returns whether it is measured. */
    add(act: Act): boolean {
      if (!isForTablets(act) || byAct.has(act.id)) return false;
      const reached = { applied: new Set<number>(), displayed: new Set<number>(), read: new Set<number>() };
      file({ act, reached, present: 0, counts: { applied: 0, displayed: 0, read: 0 }, missing: new Map() });
      return true;
    },

    /** Tablets on which an act has come to a stage; told twice, it counts once. */
    reach(actId: string, stage: AppliedStage, candidateIds: Iterable<number>): void {
      const meter = byAct.get(actId);
      if (!meter) return;
      for (const id of candidateIds) {
        if (meter.reached[stage].has(id)) continue;
        meter.reached[stage].add(id);
        version++;
        if (stage === "applied") countApplied(meter, id);
        const place = places().placeOfCandidate(id);
        if (!place || !connected.has(id) || !covers(meter.act.scope, place)) continue;
        meter.counts[stage]++;
        if (stage === wantedStage(meter.act)) meter.missing.get(place.roomId)?.delete(id);
      }
    },

    connection(candidateId: number, isConnected: boolean): void {
      if (connected.has(candidateId) === isConnected) return;
      version++;
      if (isConnected) connected.add(candidateId);
      else connected.delete(candidateId);
      const place = places().placeOfCandidate(candidateId);
      if (!place) return;
      for (const key of scopesOf(place))
        for (const meter of byScope.get(key) ?? []) {
          if (isConnected) come(meter, candidateId);
          else go(meter, candidateId, place.roomId);
        }
    },

    /** The places have changed: everybody is counted again where they sit now. */
    recount(): void {
      const before = meters;
      meters = [];
      byScope = new Map();
      appliedActs.clear();
      for (const { act, reached } of before)
        file({ act, reached, present: 0, counts: { applied: 0, displayed: 0, read: 0 }, missing: new Map() });
    },

    /** Another number whenever a delivery may have changed. */
    version: (): number => version,

    /** How many acts that concern this candidate are in force on the tablet. */
    appliedActs: (candidateId: number): number => appliedActs.get(candidateId) ?? 0,

    /** The newest acts that concern somebody whom the viewer sees, newest first; who is missing, of those alone. */
    deliveriesFor(viewer: Viewer): Delivery[] {
      const shown: Delivery[] = [];
      for (let n = meters.length - 1; n >= 0 && shown.length < SHOWN; n--) {
        const { act, present, counts, missing } = meters[n] as Meter;
        if (!concerns(viewer, act.scope, places())) continue;
        const missingRooms = roomsOf(missing, viewer, places()).map(([roomId, ids]): [number, number] => [
          roomId,
          ids.size,
        ]);
        const first = firstMissing(missing, viewer, places());
        shown.push({ actId: act.id, present, ...counts, missing: first, missingRooms });
      }
      return shown;
    },
  };
}
export type DeliveryMeter = ReturnType<typeof createDeliveryMeter>;

/** Rooms that the viewer sees and where somebody is missing. */
function roomsOf(missing: Meter["missing"], viewer: Viewer, places: Places): [number, ReadonlySet<number>][] {
  const rooms = viewer.roomIds ?? (viewer.centreId === null ? missing.keys() : places.roomsOfCentre(viewer.centreId));
  return [...rooms].flatMap((roomId): [number, ReadonlySet<number>][] => {
    const ids = missing.get(roomId);
    return ids && ids.size > 0 ? [[roomId, ids]] : [];
  });
}

function firstMissing(missing: Meter["missing"], viewer: Viewer, places: Places): number[] {
  const first: number[] = [];
  for (const [, ids] of roomsOf(missing, viewer, places))
    for (const id of ids) {
      if (first.length === MISSING_SHOWN) return first;
      first.push(id);
    }
  return first;
}
