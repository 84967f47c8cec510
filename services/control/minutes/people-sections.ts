/** Sections of minutes about candidates: attendance with receipts, and lost time. */
import { tableOr } from "#control/minutes/clock-sections";
import type { Block } from "#preparation/tagged-document";
import { durationsOf, type MinutesFacts, placeIn } from "#control/minutes/facts";
import { duration } from "#control/minutes/telling";
import type { Words } from "#control/minutes/words";
import { groupedReceiptCode } from "#domain/answer/receipt-code";
import type { Attendance } from "#domain/sitting/act";
import type { SittingState } from "#domain/sitting/clock";
import { type CandidateLoss, lostTime, summaryOf } from "#domain/sitting/lost-time";
import type { SittingRecord } from "#domain/sitting/record";
import type { RosterRow } from "#contracts/console/live";

/** As it was said; who was connected and about whom nothing was said was present. */
export function presenceOf(facts: MinutesFacts, record: SittingRecord): (id: number) => Attendance | "unknown" {
  const seen = new Set([...(facts.connections ?? []).map(([id]) => id), ...(facts.submissions?.keys() ?? [])]);
  return (id) => record.attendance.get(id)?.attendance ?? (seen.has(id) ? "present" : "unknown");
}

export function attendanceSection(facts: MinutesFacts, record: SittingRecord, words: Words): Block[] {
  const { seat, anonymity, name, state, receipt } = words.columns;
  const columns = [
    { title: seat, share: 1, figures: true },
    { title: anonymity, share: 1.8, figures: true },
    { title: name, share: 4 },
    { title: state, share: 2 },
    { title: receipt, share: 3, figures: true },
  ];
  const attendanceAt = presenceOf(facts, record);
  const rowOf = (candidate: RosterRow) => [
    candidate.seat,
    candidate.anonymityNumber,
    `${candidate.familyName} ${candidate.givenName}`,
    words.attendance[attendanceAt(candidate.id)],
    receiptOf(facts, record, words, candidate.id),
  ];
  const rooms = facts.centre.rooms.flatMap((room): Block[] => [
    { kind: "subheading", text: room.name },
    tableOr(words, columns, facts.candidates.filter((one) => one.roomId === room.id).map(rowOf)),
  ]);
  const missing: Block[] = facts.submissions === null ? [{ kind: "paragraph", text: words.missing.submissions }] : [];
  return [{ kind: "heading", text: words.headings.attendance }, ...missing, ...rooms];
}

function receiptOf(facts: MinutesFacts, record: SittingRecord, words: Words, id: number): string {
  const waiver = record.waivers.get(id);
  const submission = facts.submissions?.get(id);
  if (submission?.stored) return submission.code === null ? words.owes.receipt : groupedReceiptCode(submission.code);
  if (waiver) return words.waived(waiver.cause);
  const attendance = presenceOf(facts, record)(id);
  if (facts.submissions === null || attendance === "absent" || attendance === "unknown") return "–";
  return submission ? words.owes.entries : words.owes.submission;
}

/** The ledger of the centre. */
export function lossesOf(facts: MinutesFacts, state: SittingState, record: SittingRecord): CandidateLoss[] {
  const candidates = facts.candidates.map((one) => {
    const said = record.attendance.get(one.id);
    const done = [
      facts.submissions?.get(one.id)?.madeAtMs,
      said?.attendance === "left" ? said.effectiveAtMs : undefined,
    ];
    const earliest = Math.min(...done.map((ms) => ms ?? Number.POSITIVE_INFINITY));
    return {
      place: placeIn(facts.centre, one),
      extra: one.extraTime,
      doneAtMs: Number.isFinite(earliest) ? earliest : null,
      absent: said?.attendance === "absent",
    };
  });
  const { sitting, connections, nowMs } = facts;
  return lostTime({
    ...{ state, durations: durationsOf(sitting), candidates, connections: connections ?? [], nowMs },
    ...(facts.madeInPauses && { madeAt: facts.madeInPauses }),
    ...(facts.waits && { waits: facts.waits }),
  });
}

export function lostTimeSection(facts: MinutesFacts, losses: readonly CandidateLoss[], words: Words): Block[] {
  const rooms = facts.centre.rooms.map((room): [string, string] => {
    const { pausedMs, offline, proposed } = summaryOf(losses.filter(({ place }) => place.roomId === room.id));
    return [room.name, words.lostOf(duration(pausedMs), offline, proposed)];
  });
  const rows = losses.filter(isWorthTelling).map((loss) => {
    const candidate = facts.candidates.find((one) => one.id === loss.place.candidateId);
    return [
      candidate ? `${candidate.seat}, ${candidate.familyName}` : `#${loss.place.candidateId}`,
      loss.gaps.length > 0 ? words.offlineOf(loss.gaps.length, duration(loss.longestGapMs)) : "–",
      loss.lateArrivalMs > 0 ? duration(loss.lateArrivalMs) : "–",
      loss.workedInPauseMs > 0 ? duration(loss.workedInPauseMs) : "–",
      loss.waitedMs > 0 ? duration(loss.waitedMs) : "–",
      loss.creditMs > 0 ? duration(loss.creditMs) : "–",
      loss.proposedCreditMs > 0 ? duration(loss.proposedCreditMs) : "–",
    ];
  });
  const { name, offline, late, workedInPause, waited, proposed } = words.columns;
  const columns = [
    { title: name, share: 2.8 },
    { title: offline, share: 2.2, figures: true },
    { title: late, share: 2.2, figures: true },
    { title: workedInPause, share: 1.8, figures: true },
    { title: waited, share: 1.6, figures: true },
    { title: words.acts.credit, share: 1.6, figures: true },
    { title: proposed, share: 1.6, figures: true },
  ];
  return [
    { kind: "heading", text: words.headings.lost },
    { kind: "paragraph", text: words.lostRule },
    ...(facts.connections === null ? [{ kind: "paragraph" as const, text: words.missing.connections }] : []),
    { kind: "facts", rows: rooms },
    ...(rows.length > 0 ? [tableOr(words, columns, rows)] : []),
  ];
}
const isWorthTelling = (loss: CandidateLoss): boolean =>
  loss.gaps.length > 0 ||
  loss.lateArrivalMs > 0 ||
  loss.workedInPauseMs > 0 ||
  loss.waitedMs > 0 ||
  loss.proposedCreditMs > 0;
