/** One candidate's log, folded under the whole journal, by the columns of a run. */
import type { Arrival, EntryToFold, FrameToFold, StreamId } from "#domain/answer/entry";
import type { Marking } from "#domain/marking/run";
import type { AnswerInForce } from "#domain/marking/run-digest";
import type { SetAsideEntry } from "#domain/marking/set-aside";
import type { Seat } from "#domain/sitting/seat";
import { frameToFold } from "#marking/runs/frame-to-fold";
import type { SittingFacts } from "#marking/sitting-facts";
import { type CandidateLog, FRAME_END } from "#postgres/queries/marking-inputs";

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

/** `log`: undefined: no entry. What names an item that the papers do not have counts nowhere. */
export function createLogReader({ columns }: Marking, { foldCandidate }: SittingFacts) {
  const columnOf = new Map(columns.map(({ item }, n) => [item.id, n]));

  return ({ candidateId }: Seat, log: CandidateLog | undefined): CandidateEntries => {
    if (log === undefined) return NOTHING;
    const { endMs, items, ruled } = foldCandidate(candidateId, entriesOf(log));
    let found: (AnswerInForce | null)[] | null = null;
    for (const [itemId, { answer }] of items) {
      const column = columnOf.get(itemId) ?? -1;
      const read = columns[column]?.answer(answer?.value ?? "");
      if (read == null) continue;
      found ??= new Array<AnswerInForce | null>(columns.length).fill(null);
      found[column] = { answer: read, epoch: answer?.epoch ?? 0, seq: answer?.seq ?? 0 };
    }
    const aside: EvidencedEntry[] = [];
    for (const { entry, madeAtMs, ruling } of ruled) {
      const { frame, receivedAtMs } = entry;
      if (ruling.counts || frame.kind !== "answer") continue;
      const { epoch, itemId, seq } = frame;
      const column = columnOf.get(itemId) ?? -1;
      const answer = columns[column]?.answer(frame.value);
      if (answer == null) continue;
      const value: unknown = JSON.parse(frame.value);
      aside.push({ column, answer, epoch, seq, reason: ruling.reason, itemId, value, madeAtMs, receivedAtMs, endMs });
    }
    return { found, aside };
  };
}

const entriesOf = ({ frames, generations, receivedAtMs, streamSeqs }: CandidateLog): EntryToFold<string>[] =>
  frames
    .split(FRAME_END)
    .map(
      (text, n) => new LoggedEntry(frameToFold(text), receivedAtMs[n] ?? 0, generations[n] ?? 0, streamSeqs[n] ?? 0),
    );

/** An entry that knows where it stands in the stream; the id is a text that is asked for only where a device was replaced. */
class LoggedEntry implements EntryToFold<string>, Arrival {
  constructor(
    readonly frame: FrameToFold<string>,
    readonly receivedAtMs: number,
    readonly generation: number,
    private readonly streamSeq: number,
  ) {}
  get arrival(): Arrival {
    return this;
  }
  get id(): StreamId {
    return `${this.receivedAtMs}-${this.streamSeq}`;
  }
}
