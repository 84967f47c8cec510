/** The consoles' side of control, assembled from its sources: the exam book, the live feed and its socket. */
import { createAlertKeeper, type AlertCopy } from "#control/alerts/alert-keeper";
import { KeptAlert } from "#control/alerts/alert-book";
import type { TabletWatch } from "#control/acts/ports";
import { createLiveFeed } from "#control/live/live-feed";
import { problemsOf } from "#control/live/live-row";
import { createLiveSocket } from "#control/live/live-socket";
import type {
  ChatSource,
  PresenceSource,
  ProgressSource,
  ProposalSource,
  ReadingSource,
  Served,
  StaffSessions,
} from "#control/live/ports";
import { createProgressReader } from "#control/live/progress-reader";
import { createPlatformWatch, type PlatformSources } from "#control/platform/platform-watch";
import type { OtherTablets } from "#control/sign-in/other-tablets";
import type { ExamBook } from "#control/roster/exam-book";
import type { JournalFeed } from "#domain/ports/journal";
import type { Part } from "#runtime/lifecycle";

export interface ConsolesParts {
  readonly book: ExamBook;
  readonly presence: PresenceSource;
  readonly journals: JournalFeed;
  readonly chat: ChatSource;
  readonly proposals: ProposalSource;
  readonly readings: ReadingSource;
  readonly sessions: StaffSessions;
  readonly progress: ProgressSource;
  readonly alerts: AlertCopy;
  readonly otherTablets: OtherTablets;
  readonly platform: PlatformSources;
  /** Of this process, and of the page that tablets are served. */
  readonly build: string;
  readonly tabletBuild: string | null;
  /** A store is out of reach: what was known stays known. */
  readonly onTrouble: (error: unknown) => void;
  /** Wall clock, ms. */
  readonly now: () => number;
}

export function createConsoles(parts: ConsolesParts) {
  const { book, now, onTrouble, tabletBuild } = parts;
  const progress = createProgressReader(parts.progress, now, onTrouble);
  const platform = createPlatformWatch(parts.platform, now);
  const served = (sittingId: number): Served => {
    const papers = book.papers(sittingId);
    return {
      build: tabletBuild,
      paperSha256: papers?.sha256 ?? null,
      backupSha256: papers?.backupSha256 ?? null,
    };
  };
  const feed = createLiveFeed({
    ...parts,
    progress,
    platform,
    alerts: createAlertKeeper(parts.alerts, KeptAlert.parse, onTrouble),
    served,
  });
  const tablets: TabletWatch = {
    notReady: (sittingId) =>
      [...parts.presence.rows(sittingId)].flatMap(([candidateId, { status }]) =>
        status && problemsOf(status, served(sittingId)).length > 0 ? [candidateId] : [],
      ),
  };
  // Whoever was to be approved was: a tablet that still waits says so again.
  parts.journals.onAct((sittingId, { kind, scope }) => {
    if (kind === "replace_device" && scope.kind === "candidate")
      parts.otherTablets.settled({ sittingId, candidateId: scope.id });
  });
  const socket = createLiveSocket(feed, parts.sessions, onTrouble);
  /** Started before the server listens, and stopped after it has stopped. */
  const before: Part[] = [
    { name: "exam book", start: book.start, stop: book.stop },
    { name: "progress", start: progress.start, stop: progress.stop },
    { name: "platform", start: platform.start, stop: platform.stop },
  ];
  /** Stopped first: consoles are told to come back. */
  const facing: Part = {
    name: "consoles",
    start: async () => {
      await feed.start();
      await socket.start();
    },
    stop: async () => {
      await feed.stop();
      await socket.stop();
    },
  };
  return { feed, tablets, upgrade: socket.upgrade, before, facing };
}
