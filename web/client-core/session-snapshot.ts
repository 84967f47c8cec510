/** What a session shows, computed from what it knows. Pure. */
import type { SittingState } from "#domain/sitting/clock";
import { type Announcements, announcementsOf } from "#client-core/announcements";
import type { Draft } from "#client-core/drafts";
import { type CandidateClock, clockOf, givenBackMs } from "#client-core/exam-clock";
import type { LinkState } from "#client-core/link";
import type { StorageTrouble } from "#client-core/outbox";
import type { SessionRecord } from "#client-core/records";
import { type Badge, badgeOf } from "#client-core/save-badge";
import { type Sheet, withAnswer } from "#client-core/sheet";

interface Counts {
  readonly made: number;
  readonly received: number;
  readonly secured: number;
}

export interface SessionSnapshot {
  readonly record: SessionRecord;
  readonly answers: Sheet["answers"];
  readonly lockedItems: Sheet["lockedItems"];
  readonly lockedSteps: Sheet["lockedSteps"];
  readonly submitted: boolean;
  readonly time: CandidateClock;
  /** What the pause under way has given back so far, ms. */
  readonly givenBackMs: number;
  readonly announcements: Announcements;
  /** Whether the candidate may answer now. */
  readonly open: boolean;
  readonly badge: Badge;
  readonly link: LinkState;
  /** Entries of every epoch that this device holds. */
  readonly counts: Counts;
}

/** What a session knows. */
export interface SessionKnowledge {
  readonly record: SessionRecord;
  readonly state: SittingState;
  /** Estimated server time, ms. */
  readonly nowMs: number;
  readonly sheet: Sheet;
  /** Texts being typed, by item. */
  readonly drafts: ReadonlyMap<string, Draft>;
  readonly outbox: {
    readonly headSeq: number;
    readonly d1: number;
    readonly d2: number;
    readonly trouble: StorageTrouble | null;
  };
  /** Entries of earlier epochs that are still on their way. */
  readonly left: Counts;
  readonly link: LinkState;
  /** Another device has taken over. */
  readonly fenced: boolean;
  readonly handingIn: boolean;
  readonly lastReceivedAtMs: number | null;
}

export function snapshotOf(known: SessionKnowledge): SessionSnapshot {
  const { drafts, fenced, left, link, outbox, record, sheet } = known;
  const time = clockOf(known.state, record.signedIn, known.nowMs);
  const counts = {
    made: outbox.headSeq + left.made,
    received: outbox.d1 + left.received,
    secured: outbox.d2 + left.secured,
  };
  const badge = badgeOf({
    counts,
    drafts: drafts.size,
    lastReceivedAtMs: known.lastReceivedAtMs,
    storage: outbox.trouble,
    fenced,
    link,
  });
  const writable = !fenced && outbox.trouble !== "taken" && !stopsWriting(link);
  return {
    record,
    answers: [...drafts].reduce((s, [id, draft]) => withAnswer(s, id, { text: draft.typed }), sheet).answers,
    lockedItems: sheet.lockedItems,
    lockedSteps: sheet.lockedSteps,
    submitted: sheet.submitted,
    time,
    givenBackMs: givenBackMs(known.state, record.signedIn, time, known.nowMs),
    announcements: announcementsOf(record.acts, known.nowMs),
    open: time.stage === "running" && !sheet.submitted && !known.handingIn && writable,
    badge,
    link,
    counts,
  };
}

/** After these nothing that is made here could be told from what another copy makes. */
function stopsWriting(link: LinkState): boolean {
  return link.kind === "stopped" && (link.reason === "replaced" || link.reason === "log_lost");
}
