/** One candidate's log, folded under the whole journal, by the columns of a run. */
import type { Arrival, Entry, StreamId } from "#domain/answer/entry";
import type { Marking } from "#domain/marking/run";
import type { AnswerInForce } from "#domain/marking/run-digest";
import type { SetAsideEntry } from "#domain/marking/set-aside";
import type { Seat } from "#domain/sitting/seat";
import type { SittingFacts } from "#marking/sitting-facts";
import type { LoggedEntry } from "#postgres/queries/marking-inputs";

/** An entry that does not count by itself, and the evidence for ruling on it. */
export interface EvidencedEntry extends SetAsideEntry {
  readonly itemId: string;
  readonly value: unknown;
  readonly madeAtMs: number;
  readonly receivedAtMs: number;
  readonly endMs: number | null;
}
export interface CandidateEntries {
  /** By column; null: nothing was entered. */
  readonly found: (AnswerInForce | null)[] | null;
  readonly aside: readonly EvidencedEntry[];
}
const NOTHING: CandidateEntries = { found: null, aside: [] };

/** `log`: as logsOf gives it; undefined: no entry. What names an item that the papers do not have counts nowhere. */
export function createLogReader({ columns }: Marking, { foldCandidate }: SittingFacts) {
  const columnOf = new Map(columns.map(({ item }, n) => [item.id, n]));
  const answerAt = (column: number, value: unknown) =>
    columns[column]?.answer(value === null ? "" : JSON.stringify(value));

  return ({ candidateId }: Seat, log: string | undefined): CandidateEntries => {
    if (log === undefined) return NOTHING;
    const { endMs, items, ruled } = foldCandidate(
      candidateId,
      (JSON.parse(log) as LoggedEntry[]).map(entryOf(candidateId)),
    );
    let found: (AnswerInForce | null)[] | null = null;
    for (const [itemId, { answer }] of items) {
      const column = columnOf.get(itemId);
      const read = column === undefined ? null : answerAt(column, answer?.value ?? null);
      if (column === undefined || read == null) continue;
      found ??= new Array<AnswerInForce | null>(columns.length).fill(null);
      found[column] = { answer: read, epoch: answer?.epoch ?? 0, seq: answer?.seq ?? 0 };
    }
    const aside: EvidencedEntry[] = [];
    for (const { entry, madeAtMs, ruling } of ruled) {
      const { frame, receivedAtMs } = entry;
      if (ruling.counts || frame.kind !== "answer") continue;
      const column = columnOf.get(frame.itemId);
      const answer = column === undefined ? null : answerAt(column, frame.value);
      if (column === undefined || answer == null) continue;
      const { epoch, itemId, seq, value } = frame;
      aside.push({ column, answer, epoch, seq, reason: ruling.reason, itemId, value, madeAtMs, receivedAtMs, endMs });
    }
    return { found, aside };
  };
}

const entryOf =
  (candidateId: number) =>
  ([frame, receivedAtMs, generation, streamSeq]: LoggedEntry): Entry => ({
    sittingId: 0, // of one sitting: nothing asks
    candidateId,
    frame,
    receivedAtMs,
    arrival: new LoggedArrival(generation, receivedAtMs, streamSeq),
  });

/** Its id is a text that is asked for only where a device was replaced: a million are not made for nothing. */
class LoggedArrival implements Arrival {
  constructor(
    readonly generation: number,
    private readonly ms: number,
    private readonly streamSeq: number,
  ) {}
  get id(): StreamId {
    return `${this.ms}-${this.streamSeq}`;
  }
}
