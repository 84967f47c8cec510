/**
 * All consoles that are connected. One timer looks at what changed, `consoleUpdatesPerSecond` times a second, and each
 * message is made once for all who are shown the same; a sitting that nobody watches keeps its state and does no work.
 */
import type { StaffSession } from "#contracts/console/account";
import {
  type CONSOLE_CLOSE,
  ConsoleFrame,
  type LiveMessage,
  type Platform,
  type SittingSummary,
} from "#contracts/console/live";
import { LIMITS } from "#contracts/limits";
import type { StaffAccount } from "#domain/staff/account";
import type { PlatformWatch } from "#control/platform/platform-watch";
import { createAlertBook } from "#control/alerts/alert-book";
import { type AlertKeeper, INSTALLATION } from "#control/alerts/alert-keeper";
import { createContacts } from "#control/live/contacts";
import type { ProgressReader } from "#control/live/progress-reader";
import { createSittingFeed, encode, type SittingFeed, type SittingSources } from "#control/live/sitting-feed";
import { type Viewer, viewerOf, watchRefusal } from "#control/live/viewer";

/** The way to one console. */
export interface ConsoleLink {
  /** Puts messages on the way, in order. */
  send(messages: readonly Buffer[]): void;
  end(why: keyof typeof CONSOLE_CLOSE): void;
}
/** What a link tells the feed. */
export interface OpenConsole {
  readonly account: StaffAccount;
  receive(text: string): void;
  /** The console is still there. */
  heard(): void;
  gone(): void;
}
export interface LiveParts extends Omit<SittingSources, "installationAlerts"> {
  readonly progress: ProgressReader;
  readonly platform: PlatformWatch;
  readonly alerts: AlertKeeper;
  readonly build: string;
  /** Wall clock, ms. */
  readonly now: () => number;
}

interface Watcher {
  readonly account: StaffAccount;
  readonly viewer: Viewer;
  readonly link: ConsoleLink;
  watching: { readonly feed: SittingFeed; readonly roomIds: ReadonlySet<number> } | null;
  /** Asked for and not shown yet: a whole state is made once per look, however often a console asks. */
  asked: WatchFrame | null;
  /** It was shown a whole state since the last look. */
  isFresh: boolean;
}
type WatchFrame = Extract<ConsoleFrame, { kind: "watch" }>;
const TICK_MS = 1_000 / LIMITS.consoleUpdatesPerSecond;
const BEAT_MS = 1_000;
/** How often chat and proposals are looked at although nobody said that they changed: a missed message costs this. */
const RECONCILE_MS = 5_000;

export type LiveFeed = ReturnType<typeof createLiveFeed>;

export function createLiveFeed(parts: LiveParts) {
  const { book, now, platform, alerts } = parts;
  const consoles = new Set<Watcher>();
  const feeds = new Map<number, SittingFeed>();
  const contacts = createContacts();
  const installation = createAlertBook();
  let timer: NodeJS.Timeout | null = null;
  let lastBeatMs = 0;
  let lastReconcileMs = 0;

  const isWatched = (feed: SittingFeed) => [...consoles].some(({ watching }) => watching?.feed === feed);
  const sittingsFor = ({ examId }: StaffAccount): SittingSummary[] => [...book.sittings(examId)];
  const seesPlatform = ({ role }: StaffAccount) => role === "organiser" || role === "operator";

  function feedOf(sittingId: number): SittingFeed {
    const known = feeds.get(sittingId);
    if (known) return known;
    const feed = createSittingFeed(sittingId, { ...parts, installationAlerts: installation.alerts });
    feeds.set(sittingId, feed);
    parts.progress.ask(sittingId, book.candidates(sittingId).keys());
    void feed.readChat();
    void feed.readProposals();
    void feed.readReadings();
    void alerts.restore(sittingId, feed.alerts, now()).then(feed.tellAlerts, parts.onTrouble);
    return feed;
  }

  parts.presence.onChange((sittingId, ids) => {
    feeds.get(sittingId)?.touch(ids);
    if (feeds.has(sittingId)) parts.progress.note(sittingId, ids, parts.presence.rows(sittingId));
  });
  parts.presence.onApplied((sittingId, actId, stage, ids) => feeds.get(sittingId)?.reach(actId, stage, ids));
  parts.journals.onAct((sittingId, act) => feeds.get(sittingId)?.learn(act));
  parts.chat.onChat((sittingId) => void feeds.get(sittingId)?.readChat());
  parts.proposals.onProposals((sittingId) => void feeds.get(sittingId)?.readProposals());
  parts.otherTablets.onChange(({ sittingId, candidateId }) => feeds.get(sittingId)?.touch([candidateId]));
  parts.readings.onReading((sittingId) => void feeds.get(sittingId)?.readReadings());
  parts.progress.onProgress((sittingId, told) => feeds.get(sittingId)?.progress(told));
  book.onChange((examId) => {
    for (const console of consoles)
      if (console.account.examId === null || console.account.examId === examId)
        console.link.send([encode({ kind: "sittings", sittings: sittingsFor(console.account) })]);
    for (const feed of feeds.values()) if (book.sitting(feed.sittingId)?.examId === examId) feed.reseat();
  });

  function snapshotFor(
    { viewer, account }: Watcher,
    watching: NonNullable<Watcher["watching"]>,
    chatAfter: string | null,
  ) {
    const { feed, roomIds } = watching;
    const messages = feed.snapshot(viewer, roomIds, chatAfter, now());
    if (viewer.centreId === null) messages.push(encode(contacts.message(feed.sittingId)));
    const shown = platformNow();
    if (shown && seesPlatform(account)) messages.push(encode({ kind: "platform", platform: shown }));
    messages.push(encode({ kind: "missing", stores: platform.missing() }));
    return messages;
  }
  function ask(console: Watcher, frame: WatchFrame): void {
    console.asked = frame;
    if (!console.isFresh) watchAsked(console);
  }
  function watchAsked(console: Watcher): void {
    console.isFresh = console.asked !== null;
    if (console.asked) watch(console, console.asked);
    console.asked = null;
  }
  function watch(console: Watcher, frame: WatchFrame): void {
    const { sittingId, chatAfter } = frame;
    const refusal = watchRefusal(console.account, book.sitting(sittingId), frame.roomIds, book.places(sittingId));
    if (refusal !== null) {
      const message = refusal === "not_found" ? "there is no such sitting or room" : "this account does not watch that";
      return console.link.send([encode({ kind: "refused", code: refusal, message })]);
    }
    const feed = feedOf(sittingId);
    if (!isWatched(feed)) feed.update(now(), false);
    console.watching = { feed, roomIds: new Set(frame.roomIds) };
    contacts.heard(sittingId, console.viewer.centreId, now());
    console.link.send(snapshotFor(console, console.watching, chatAfter));
  }

  function watchersByFeed() {
    const byFeed = new Map<SittingFeed, { viewer: Viewer; link: ConsoleLink; roomIds: ReadonlySet<number> }[]>();
    for (const { viewer, link, watching } of consoles) {
      if (watching === null) continue;
      const { feed, roomIds } = watching;
      const watchers = byFeed.get(feed);
      if (watchers) watchers.push({ viewer, link, roomIds });
      else byFeed.set(feed, [{ viewer, link, roomIds }]);
    }
    return byFeed;
  }

  function tick(): void {
    const nowMs = now();
    const isBeat = nowMs - lastBeatMs >= BEAT_MS;
    const isReconcile = nowMs - lastReconcileMs >= RECONCILE_MS;
    if (isBeat) lastBeatMs = nowMs;
    if (isReconcile) lastReconcileMs = nowMs;
    for (const [feed, watchers] of watchersByFeed()) {
      if (isReconcile) {
        void feed.readChat();
        void feed.readProposals();
        void feed.readReadings();
        parts.progress.turn(feed.sittingId, book.candidates(feed.sittingId));
      }
      const update = feed.update(nowMs, isBeat);
      const heard = isReconcile ? encode(contacts.message(feed.sittingId)) : null;
      for (const { viewer, link, roomIds } of watchers) {
        const messages = update.messagesFor(viewer, roomIds);
        if (heard && viewer.centreId === null) messages.push(heard);
        if (messages.length > 0) link.send(messages);
      }
      if (isBeat && feed.watch(nowMs)) alerts.keep(feed.sittingId, feed.alerts);
    }
    for (const console of consoles) watchAsked(console);
  }
  /** Those who have come, of the sittings that are watched. */
  function platformNow(): Platform | null {
    const seen = platform.current();
    const counts = [...watchersByFeed().keys()].flatMap(({ board }) => [...board.counts().values()]);
    return seen && { ...seen, present: counts.reduce((sum, { arrived }) => sum + arrived, 0) };
  }
  function tellPlatform(): void {
    const shown = platformNow();
    const message = shown && encode({ kind: "platform", platform: shown });
    for (const { account, link } of consoles) if (message && seesPlatform(account)) link.send([message]);
    if (!installation.observe(platform.conditions(), now())) return;
    alerts.keep(INSTALLATION, installation);
    for (const feed of feeds.values()) feed.tellAlerts();
  }
  const tellAll = (message: LiveMessage) => {
    const encoded = encode(message);
    for (const { link } of consoles) link.send([encoded]);
  };
  platform.onLook(tellPlatform);
  platform.onMissing((stores) => tellAll({ kind: "missing", stores }));

  return {
    start: async (): Promise<void> => {
      await alerts.restore(INSTALLATION, installation, now()).catch(parts.onTrouble);
      timer = setInterval(tick, TICK_MS);
    },
    /** Consoles are told to come back. */
    stop: (): Promise<void> => {
      if (timer) clearInterval(timer);
      for (const { link } of consoles) link.end("restarting");
      return Promise.resolve();
    },
    /** Takes or closes an alert for somebody who sees it; false when there is none such. */
    ruleAlert(sittingId: number, alertId: string, account: StaffAccount, what: "take" | "close"): boolean {
      const feed = feedOf(sittingId);
      if (!feed.alertsFor(viewerOf(account)).some(({ id }) => id === alertId)) return false;
      const ownBook = feed.alerts.alerts().some(({ id }) => id === alertId) ? feed.alerts : installation;
      if (what === "take") ownBook.take(alertId, account.name);
      else ownBook.close(alertId, account.name, now());
      alerts.keep(ownBook === installation ? INSTALLATION : sittingId, ownBook);
      for (const one of ownBook === installation ? feeds.values() : [feed]) one.tellAlerts();
      return true;
    },

    open({ account }: StaffSession, link: ConsoleLink): OpenConsole {
      const console: Watcher = {
        account,
        viewer: viewerOf(account),
        link,
        watching: null,
        asked: null,
        isFresh: false,
      };
      consoles.add(console);
      const serverTimeMs = now();
      const hello = { serverTimeMs, account, build: parts.build, sittings: sittingsFor(account) };
      link.send([encode({ kind: "hello", ...hello })]);
      return {
        account,
        receive(text) {
          const frame = ConsoleFrame.safeParse(parsed(text));
          if (!frame.success) return link.end("bad_frame");
          if (frame.data.kind === "watch") return ask(console, frame.data);
          this.heard();
          link.send([encode({ kind: "pong", askedAtMs: frame.data.askedAtMs, serverTimeMs: now() })]);
        },
        heard() {
          if (console.watching) contacts.heard(console.watching.feed.sittingId, console.viewer.centreId, now());
        },
        gone: () => void consoles.delete(console),
      };
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
