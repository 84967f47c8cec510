/** A centre's minutes and lost-time ledger beside its marks: composed from what was read. Pure. */
import type { CentreReport } from "#contracts/portal/jury/centres";
import type { ConnectionEvents } from "#contracts/stream/presence-stream";
import type { Act, ActKind } from "#domain/sitting/act";
import { type CandidateLoss, type LedgerInput, lostTime, summaryOf } from "#domain/sitting/lost-time";
import { recordOf } from "#domain/sitting/record";
import { covers } from "#domain/sitting/scope";
import { extraTimeOf, placeOf, type Seat } from "#domain/sitting/seat";
import { foldJournal } from "#domain/sitting/state";
import { boxesOf } from "#portal/jury/plots";
import type { RunMark } from "#postgres/queries/marking-runs";
import type { CandidateHours } from "#postgres/queries/room-hours";

export interface CentreFacts {
  readonly centre: { readonly code: string; readonly name: string };
  /** Of the centre, by code. */
  readonly rooms: readonly { readonly code: string; readonly name: string }[];
  /** Of the centre. */
  readonly seats: readonly Seat[];
  readonly acts: readonly Act[];
  readonly durations: LedgerInput["durations"];
  readonly hours: ReadonlyMap<number, CandidateHours>;
  /** Null: not known any more. */
  readonly connections: ConnectionEvents | null;
  /** Of the run. */
  readonly marks: readonly RunMark[];
  readonly nowMs: number;
}

/** What a jury may have to weigh; phases of the day are the same for everybody. */
const TOLD: readonly ActKind[] = [
  ...(["incident", "pause", "resume", "credit", "extra_time", "backup", "hold", "replace_device"] as const),
  ...(["waive_receipt", "attendance", "sign_minutes"] as const),
];

export function centreReport(facts: CentreFacts): CentreReport {
  const { acts, centre, connections, marks, rooms, seats } = facts;
  const losses = lossesOf(facts);
  const seatOf = new Map(seats.map((seat) => [seat.candidateId, seat]));
  const markOf = new Map(marks.map((one) => [one.anonymityNumber, one]));
  const signature = recordOf(acts).signatures.get(seats[0]?.centreId ?? 0);
  return {
    centre: { ...centre },
    signed: signature ? { by: signature.author, atMs: signature.atMs } : null,
    linksKnown: connections !== null,
    rooms: rooms.map(({ code, name }) => {
      const own = losses.filter(({ place }) => seatOf.get(place.candidateId)?.room === code);
      const inRoom = marks.filter((one) => one.centre === centre.code && one.room === code);
      const [box] = boxesOf(inRoom.flatMap(({ mark }) => (mark === null ? [] : [{ name: code, mark }])));
      const { longestGapMs, offline, pausedMs, proposed } = summaryOf(own);
      return {
        ...{ code, name, candidates: inRoom.length, box: box ?? null, pausedMs, offline, longestGapMs },
        credited: own.filter(({ creditMs }) => creditMs > 0).length,
        owed: proposed,
      };
    }),
    events: eventsOf(facts),
    losses: losses
      .filter(isWorthTelling)
      .sort((a, b) => b.proposedCreditMs - a.proposedCreditMs || b.longestGapMs - a.longestGapMs)
      .flatMap((loss) => {
        const seat = seatOf.get(loss.place.candidateId);
        if (seat === undefined) return [];
        const { anonymityNumber, room } = seat;
        const { creditMs, lateArrivalMs, longestGapMs, proposedCreditMs: owedMs, waitedMs } = loss;
        const { code = null, mark = null } = markOf.get(anonymityNumber) ?? {};
        return [
          {
            ...{ anonymityNumber, room, gaps: loss.gaps.length, longestGapMs, lateArrivalMs, waitedMs, creditMs },
            ...{ owedMs, mark, code },
          },
        ];
      }),
  };
}

function lossesOf({ acts, connections, durations, hours, nowMs, seats }: CentreFacts): CandidateLoss[] {
  const record = recordOf(acts);
  const candidates = seats.map((seat) => {
    const said = record.attendance.get(seat.candidateId);
    const done = [
      hours.get(seat.candidateId)?.handedInAtMs ?? null,
      said?.attendance === "left" ? said.effectiveAtMs : null,
    ].filter((atMs) => atMs !== null);
    return {
      ...{ place: placeOf(seat), extra: extraTimeOf(seat), absent: said?.attendance === "absent" },
      doneAtMs: done.length === 0 ? null : Math.min(...done),
    };
  });
  const waits = new Map([...hours].map(([id, one]) => [id, one.waits]));
  return lostTime({ state: foldJournal(acts), durations, candidates, connections: connections ?? [], waits, nowMs });
}
/** Who was given time with the whole room and lost none is told by the room's line. */
const isWorthTelling = ({ gaps, lateArrivalMs, proposedCreditMs, waitedMs }: CandidateLoss): boolean =>
  gaps.length > 0 || [lateArrivalMs, proposedCreditMs, waitedMs].some((ms) => ms > 0);

function eventsOf({ acts, seats }: CentreFacts): CentreReport["events"] {
  const undone = new Set(acts.flatMap((act) => (act.kind === "undo" ? [act.actId] : [])));
  const concerned = acts.filter(
    (act) =>
      TOLD.includes(act.kind) &&
      // That somebody is there is no news.
      !(act.kind === "attendance" && act.attendance === "present") &&
      seats.some((seat) => covers(act.scope, placeOf(seat))),
  );
  return concerned.map((act) => {
    const { scope } = act;
    const one = scope.kind === "candidate" ? seats.find(({ candidateId }) => candidateId === scope.id) : undefined;
    const room = scope.kind === "room" ? seats.find(({ roomId }) => roomId === scope.id) : one;
    return {
      ...{ atMs: act.effectiveAtMs, kind: act.kind, author: act.author, cause: act.cause, undone: undone.has(act.id) },
      ...{ room: room?.room ?? null, anonymityNumber: one?.anonymityNumber ?? null },
      what: act.kind === "incident" ? act.category : act.kind === "attendance" ? act.attendance : null,
      creditMs: act.kind === "credit" ? act.creditMs : null,
    };
  });
}
