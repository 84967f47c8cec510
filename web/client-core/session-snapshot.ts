/** What a session shows, computed from what it knows. Pure. */
import { creditOf } from "#domain/sitting/clock";
import { type Announcements, announcementsOf } from "#client-core/announcements";
import type { Draft } from "#client-core/drafts";
import {
  type CandidateClock,
  clockOf,
  durationFor,
  givenBackMs,
  hasExtraTime,
  placeOf,
  type CodeStarts,
  provisionalEnd,
  whichPaper,
} from "#client-core/exam-clock";
import { isHandedIn } from "#client-core/hand-in";
import { playsAt } from "#domain/sitting/play";
import type { WhichPaper } from "#domain/seal/labels";
import type { HeldActs } from "#client-core/held-acts";
import { type Instruction, instructionsOf } from "#client-core/instructions";
import type { LinkState } from "#client-core/link";
import type { StorageTrouble } from "#client-core/outbox";
import type { SessionRecord } from "#client-core/records";
import { type Badge, badgeOf } from "#client-core/save-badge";
import { type Sheet, withAnswer } from "#client-core/sheet";
import { isDoubtful } from "#client-core/status-reporter";

interface Counts {
  readonly made: number;
  readonly received: number;
  readonly secured: number;
}

export interface SessionSnapshot {
  /** Estimated server time that all of it is of, ms. */
  readonly atMs: number;
  readonly record: SessionRecord;
  readonly answers: Sheet["answers"];
  readonly lockedItems: Sheet["lockedItems"];
  readonly lockedSteps: Sheet["lockedSteps"];
  readonly lastLocks: Sheet["lastLocks"];
  /** Handed in, by hand or at the end of the time, and still so. */
  readonly submitted: boolean;
  readonly time: CandidateClock;
  /** A code opened the paper and no start was heard: the time left is counted from the code. */
  readonly provisional: boolean;
  /** The candidate's duration, extra time included, ms. */
  readonly durationMs: number;
  /** Whether that is more than the planned one. */
  readonly extraTime: boolean;
  /** Which of the staged papers is taken. */
  readonly paper: WhichPaper;
  /** Time given back so far by credits, ms. */
  readonly creditMs: number;
  /** What the pause under way has given back so far, ms. */
  readonly givenBackMs: number;
  readonly announcements: Announcements;
  readonly instructions: readonly Instruction[];
  /** Whether the candidate may answer now. */
  readonly open: boolean;
  /** Whether the paper may be handed in now, by hand. */
  readonly mayHandIn: boolean;
  /** The tablet is told to play by itself, in a rehearsal. */
  readonly plays: boolean;
  /** Another device has taken over: this one only delivers. */
  readonly replaced: boolean;
  /** Server time is known too badly: it was heard, and what was heard does not say enough. */
  readonly clockDoubtful: boolean;
  readonly badge: Badge;
  readonly link: LinkState;
  /** Entries of every epoch that this device holds; `durable`: those that are on its disk (D0). */
  readonly counts: Counts & { readonly durable: number };
}

/** What a session knows. */
export interface SessionKnowledge {
  readonly record: SessionRecord;
  readonly held: HeldActs;
  /** Estimated server time, ms. */
  readonly nowMs: number;
  /** How far that may be off, ms; null while the server has not spoken in this run. */
  readonly clockErrorMs: number | null;
  readonly sheet: Sheet;
  /** Texts being typed, by item. */
  readonly drafts: ReadonlyMap<string, Draft>;
  readonly outbox: {
    readonly headSeq: number;
    readonly d0: number;
    readonly d1: number;
    readonly d2: number;
    readonly trouble: StorageTrouble | null;
  };
  /** Entries of earlier epochs that are still on their way. */
  readonly left: Counts;
  readonly link: LinkState;
  readonly handingIn: boolean;
  readonly lastReceivedAtMs: number | null;
}

export function snapshotOf(known: SessionKnowledge): SessionSnapshot {
  const { drafts, held, left, link, outbox, record, sheet } = known;
  const { signedIn } = record;
  const codes = codeStartsOf(record);
  const time = clockOf(held.state, signedIn, known.nowMs, codes);
  const submitted = isHandedIn(sheet.handIn, held, signedIn, codes);
  const counts = {
    made: outbox.headSeq + left.made,
    durable: outbox.d0 + left.made,
    received: outbox.d1 + left.received,
    secured: outbox.d2 + left.secured,
  };
  const badge = badgeOf({
    counts,
    drafts: drafts.size,
    lastReceivedAtMs: known.lastReceivedAtMs,
    storage: outbox.trouble,
    fenced: record.replaced,
    link,
  });
  const writable = !record.replaced && (outbox.trouble ?? "memory") === "memory" && !stopsWriting(link);
  const open = time.stage === "running" && !submitted && !known.handingIn && writable;
  return {
    atMs: known.nowMs,
    record,
    answers: [...drafts].reduce((s, [id, draft]) => withAnswer(s, id, { text: draft.typed }), sheet).answers,
    lockedItems: sheet.lockedItems,
    lockedSteps: sheet.lockedSteps,
    lastLocks: sheet.lastLocks,
    submitted,
    time,
    provisional: provisionalEnd(held.state, signedIn, codes) !== null,
    durationMs: durationFor(held.state, signedIn, codes),
    extraTime: hasExtraTime(held.state, signedIn),
    paper: whichPaper(held.state, signedIn, codes),
    creditMs: creditOf(held.state, placeOf(signedIn)),
    givenBackMs: givenBackMs(held.state, signedIn, time, known.nowMs),
    announcements: announcementsOf(held.acts, known.nowMs),
    instructions: instructionsOf(held.acts, sheet.stages, known.nowMs),
    open,
    mayHandIn: open && signedIn.sitting.rules.earlySubmission,
    plays: playsAt(held.acts, placeOf(signedIn), signedIn.sitting.rehearsal, known.nowMs),
    replaced: record.replaced,
    clockDoubtful: known.clockErrorMs !== null && isDoubtful(known.clockErrorMs),
    badge,
    link,
    counts,
  };
}

export const codeStartsOf = ({ keys }: SessionRecord): CodeStarts => ({
  main: keys.main.codeAtMs,
  backup: keys.backup.codeAtMs,
});

/** After these nothing that is made here could be told from what another copy makes. */
function stopsWriting(link: LinkState): boolean {
  return link.kind === "stopped" && (link.reason === "replaced" || link.reason === "log_lost");
}
