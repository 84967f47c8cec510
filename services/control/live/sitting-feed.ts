/**
 * One sitting as consoles watch it: keeps state as it comes, and turns what changed since the last look into messages.
 * A message is made once for all who are shown the same. Nothing here waits: what is read from a store is told later.
 */
import type { Proposal } from "#contracts/console/acts";
import type { Alert, LiveMessage } from "#contracts/console/live";
import { APPLIED_STAGES } from "#domain/answer/entry";
import type { JournalFeed } from "#domain/ports/journal";
import type { Act } from "#domain/sitting/act";
import { applyAct, clockAt, NO_EXTRA_TIME, paperOf, PLANNED } from "#domain/sitting/clock";
import { type AlertBook, createAlertBook } from "#control/alerts/alert-book";
import { roomConditions } from "#control/alerts/rules";
import { durationAt } from "#domain/sitting/duration";
import { recordOf, type SittingRecord } from "#domain/sitting/record";
import { createActTexts } from "#control/live/acts-for";
import { createChatCopy } from "#control/live/chat-copy";
import { createDeliveryMeter } from "#control/live/delivery-meter";
import type { ChatSource, PresenceSource, Progress, ProposalSource, ReadingSource, Served } from "#control/live/ports";
import { createReadingCopy } from "#control/live/reading-copy";
import { createSittingBoard } from "#control/live/sitting-board";
import { centresFor, rosterRowFor, seesCentre, seesRoom, type Viewer } from "#control/live/viewer";
import type { OtherTablets } from "#control/sign-in/other-tablets";
import type { ExamBook } from "#control/roster/exam-book";

export interface SittingSources {
  readonly book: ExamBook;
  readonly presence: PresenceSource;
  readonly journals: JournalFeed;
  readonly chat: ChatSource;
  readonly proposals: ProposalSource;
  readonly readings: ReadingSource;
  readonly otherTablets: Pick<OtherTablets, "sinceMs" | "onChange">;
  /** Alerts of the whole installation, which the nation's consoles are shown with the sitting's own. */
  installationAlerts(): readonly Alert[];
  served(sittingId: number): Served;
  /** A store is out of reach; what it would have told comes when it is back. */
  onTrouble(error: unknown): void;
}
/** What happened since the last look, for whoever watches. */
export interface SittingUpdate {
  messagesFor(viewer: Viewer, roomIds: ReadonlySet<number>): Buffer[];
}
export const encode = (message: LiveMessage): Buffer => Buffer.from(JSON.stringify(message));

export function createSittingFeed(sittingId: number, sources: SittingSources) {
  const { book, presence } = sources;
  const places = () => book.places(sittingId);
  const roomPlace = (roomId: number) => ({ centreId: places().centreOfRoom(roomId) ?? 0, roomId, candidateId: 0 });
  const meter = createDeliveryMeter(places);
  const actTexts = createActTexts(places);
  const chat = createChatCopy(sittingId, sources.chat);
  const readings = createReadingCopy(sittingId, sources.readings);
  const alerts: AlertBook = createAlertBook();
  const board = createSittingBoard({
    places,
    candidateIds: () => book.candidates(sittingId).keys(),
    presence: () => presence.rows(sittingId),
    offlineSince: () => presence.offlineSince(sittingId),
    attendanceOf: (candidateId) => record().attendance.get(candidateId)?.attendance ?? null,
    appliedActs: meter.appliedActs,
    otherTabletAtMs: (candidateId) => sources.otherTablets.sinceMs({ sittingId, candidateId }),
    paperOf: (roomId) => paperOf(state, roomPlace(roomId)),
    served: () => sources.served(sittingId),
    onConnection: meter.connection,
  });
  const acts: Act[] = [];
  let state = PLANNED;
  /** The record of the acts so far, made when it is looked at. */
  let known: SittingRecord | null = null;
  const record = () => (known ??= recordOf(acts));
  let proposals: readonly Proposal[] = [];
  /** What consoles have been told. */
  let actsTold = 0;
  let chatTold = 0;
  let readingsTold = 0;
  let proposalsTold: readonly Proposal[] = proposals;
  let alertsChanged = false;
  let isReseated = false;
  let deliveriesVersion = 0;
  const deliveriesTold = new Map<string, string>();

  function learn(act: Act): void {
    acts.push(act);
    state = applyAct(state, act);
    known = null;
    if (act.scope.kind === "candidate") board.touch([act.scope.id]);
    if (act.kind === "backup") board.touchAll();
    if (!meter.add(act)) return;
    // Tablets may have been quicker than this process, or it has just started.
    for (const stage of APPLIED_STAGES) {
      if (stage !== "applied" && act.kind !== "instruction") continue;
      presence.appliedBy(sittingId, act.id, stage).then((reached) => {
        const { scope } = act;
        const ids = scope.kind === "candidate" ? [scope.id] : [...book.candidates(sittingId).keys()];
        reach(act.id, stage, ids.filter(reached));
      }, sources.onTrouble);
    }
  }
  function reach(actId: string, stage: (typeof APPLIED_STAGES)[number], ids: readonly number[]): void {
    meter.reach(actId, stage, ids);
    if (stage === "applied") board.touch(ids);
  }
  for (const act of sources.journals.acts(sittingId)) learn(act);
  board.touch(presence.rows(sittingId).keys());

  const rowsMessage = (rows: readonly string[]) =>
    Buffer.from(`{"kind":"rows","sittingId":${sittingId},"rows":[${rows.join(",")}]}`);
  const actsMessage = (viewer: Viewer, from: number, to: number) => {
    const texts = acts.slice(from, to).map((act) => actTexts.textFor(viewer, act));
    return Buffer.from(`{"kind":"acts","sittingId":${sittingId},"from":${from},"acts":[${texts.join(",")}]}`);
  };
  const countsMessage = (viewer: Viewer, roomIds: Iterable<number>, atMs: number) => {
    const seen = [...roomIds].filter((roomId) => seesRoom(viewer, roomId, places()));
    const rooms = seen.flatMap((roomId) => board.counts().get(roomId) ?? []);
    return { rooms: rooms.length, message: () => encode({ kind: "counts", sittingId, atMs, rooms }) };
  };
  const alertsFor = (viewer: Viewer) =>
    [...alerts.alerts(), ...sources.installationAlerts()].filter(
      ({ centreId, roomId }) => seesCentre(viewer, centreId) && (roomId === null || seesRoom(viewer, roomId, places())),
    );

  /** Places, roster, and every row and count as of the last look. */
  function peopleMessages(
    viewer: Viewer,
    roomIds: ReadonlySet<number>,
    nowMs: number,
  ): [Buffer, Buffer, Buffer, Buffer] {
    const roster = [...book.candidates(sittingId).values()].filter(({ roomId }) => roomIds.has(roomId));
    return [
      encode({ kind: "places", sittingId, centres: centresFor(viewer, book.centres(sittingId)) }),
      encode({ kind: "roster", sittingId, candidates: roster.map((row) => rosterRowFor(viewer, row)) }),
      rowsMessage([...roomIds].flatMap(board.rowsOf)),
      countsMessage(viewer, board.counts().keys(), nowMs).message(),
    ];
  }
  /** Null: the viewers of that scope know it already. */
  function deliveriesMessage(viewer: Viewer): Buffer | null {
    const text = JSON.stringify(meter.deliveriesFor(viewer));
    if (deliveriesTold.get(viewer.key) === text) return null;
    deliveriesTold.set(viewer.key, text);
    return Buffer.from(`{"kind":"deliveries","sittingId":${sittingId},"deliveries":${text}}`);
  }

  function settle(nowMs: number, isBeat: boolean): SittingUpdate {
    const { rows, rooms } = board.settle(nowMs, isBeat);
    const [actsFrom, actsTo, chatFrom, chatTo] = [actsTold, acts.length, chatTold, chat.count()];
    const [readingsFrom, readingsTo] = [readingsTold, readings.count()];
    readingsTold = readingsTo;
    const [withProposals, withAlerts] = [proposalsTold !== proposals, alertsChanged];
    actsTold = actsTo;
    chatTold = chatTo;
    proposalsTold = proposals;
    alertsChanged = false;
    const withPeople = isReseated;
    isReseated = false;
    const withDeliveries = deliveriesVersion !== meter.version();
    deliveriesVersion = meter.version();
    const once = memo<Buffer | null>();

    return {
      messagesFor(viewer, roomIds) {
        const { key } = viewer;
        const messages: (Buffer | null)[] = [];
        if (actsTo > actsFrom)
          messages.push(once(`acts ${viewer.centreId}`, () => actsMessage(viewer, actsFrom, actsTo)));
        if (withPeople) messages.push(...peopleMessages(viewer, roomIds, nowMs));
        for (const roomId of withPeople ? [] : roomIds) {
          const changed = rows.get(roomId);
          if (changed) messages.push(once(`rows ${roomId}`, () => rowsMessage(changed)));
        }
        const counts = () => {
          const changed = countsMessage(viewer, rooms, nowMs);
          return changed.rooms > 0 || isBeat ? changed.message() : null;
        };
        if (!withPeople) messages.push(once(`counts ${key}`, counts));
        if (withDeliveries) messages.push(once(`deliveries ${key}`, () => deliveriesMessage(viewer)));
        if (chatTo > chatFrom)
          messages.push(
            once(`chat ${viewer.centreId}`, () => {
              const said = chat.between(viewer, chatFrom, chatTo);
              return said.length > 0 ? encode({ kind: "chat", sittingId, messages: said }) : null;
            }),
          );
        if (readingsTo > readingsFrom)
          messages.push(
            once(`readings ${viewer.centreId}`, () => {
              const news = readings.between(viewer, readingsFrom, readingsTo);
              return news.length > 0 ? encode({ kind: "readings", sittingId, readings: news }) : null;
            }),
          );
        if (withProposals && viewer.organises)
          messages.push(once("proposals", () => encode({ kind: "proposals", sittingId, proposals: [...proposals] })));
        if (withAlerts)
          messages.push(once(`alerts ${key}`, () => encode({ kind: "alerts", sittingId, alerts: alertsFor(viewer) })));
        return messages.filter((message) => message !== null);
      },
    };
  }

  return {
    sittingId,
    alerts,
    board,
    learn,
    reach,
    alertsFor,
    touch: (candidateIds: Iterable<number>): void => board.touch(candidateIds),
    progress: (told: readonly Progress[]): void => board.learn(told),
    /** Places or people have changed: everybody is told with the next update. */
    reseat(): void {
      meter.recount();
      isReseated = true;
    },
    readChat: (): Promise<void> => chat.read().catch(sources.onTrouble),
    readReadings: (): Promise<void> => readings.read().catch(sources.onTrouble),
    readProposals: (): Promise<void> =>
      sources.proposals.open(sittingId).then((open) => {
        if (JSON.stringify(open) !== JSON.stringify(proposals)) proposals = open;
      }, sources.onTrouble),
    /** Somebody has taken or closed an alert. */
    tellAlerts: (): void => void (alertsChanged = true),

    /** Looks for alerts in the rooms, as of the last look. */
    watch(nowMs: number): boolean {
      const durations = book.sitting(sittingId) ?? { durationMs: 0, backupDurationMs: null };
      const conditions = [...board.counts()].flatMap(([roomId, counts]) => {
        const place = roomPlace(roomId);
        const { stage } = clockAt(state, durationAt(state, durations, place), NO_EXTRA_TIME, place, nowMs);
        const rows = counts.notReady > 0 ? board.candidatesOf(roomId).map(board.rowOf) : [];
        const clockOff = rows.filter((row) => row?.connected && row.problems.includes("clock")).length;
        return roomConditions({ centreId: place.centreId, counts, clockOff, stage });
      });
      const changed = alerts.observe(conditions, nowMs);
      alertsChanged ||= changed;
      return changed;
    },

    /** What changed since the last look; `isBeat`: says so also when nothing did. */
    update: settle,

    /** Everything that this viewer is shown, as of the last look: what came since follows with the next update. */
    snapshot(viewer: Viewer, roomIds: ReadonlySet<number>, chatAfter: string | null, nowMs: number): Buffer[] {
      const [placesTold, ...people] = peopleMessages(viewer, roomIds, nowMs);
      const messages: Buffer[] = [
        placesTold,
        actsMessage(viewer, 0, actsTold),
        ...people,
        encode({ kind: "deliveries", sittingId, deliveries: meter.deliveriesFor(viewer) }),
        encode({ kind: "chat", sittingId, messages: chat.between(viewer, chat.countUpTo(chatAfter), chatTold) }),
        encode({ kind: "readings", sittingId, readings: readings.between(viewer, 0, readingsTold) }),
        encode({ kind: "alerts", sittingId, alerts: alertsFor(viewer) }),
      ];
      if (viewer.organises) messages.push(encode({ kind: "proposals", sittingId, proposals: [...proposals] }));
      return messages;
    },
  };
}
export type SittingFeed = ReturnType<typeof createSittingFeed>;

/** Makes each thing once. */
function memo<T>() {
  const made = new Map<string, T>();
  return (key: string, make: () => T): T => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const fresh = make();
    made.set(key, fresh);
    return fresh;
  };
}
