/**
 * One pass over all candidates of a run, wherever their entries come from: marks one after the other, what a run says of
 * itself at the end. Files and the database go through here, so that both give the same hashes.
 */
import { type CandidateAnswers, type CandidateMarks, type Marking, type RunInputs } from "#domain/marking/run";
import {
  type AnswerInForce,
  createEntriesDigest,
  entriesText,
  inputsDigest,
  type TextHash,
} from "#domain/marking/run-digest";
import { isEntryRuling } from "#domain/marking/rulings";
import { countSetAside, type SetAsideEntry } from "#domain/marking/set-aside";

/** A candidate as lists have them; `absent`: nobody signed in on a tablet for them. */
export type KnownCandidate = Pick<CandidateAnswers, "place" | "paper" | "absent">;

export interface PassedCandidate<E extends SetAsideEntry> {
  readonly candidate: CandidateAnswers;
  readonly marks: CandidateMarks;
  /** Place, paper and entries that count, as they are hashed. */
  readonly entries: string;
  readonly entriesSha256: string;
  /** Of the entries set aside, those that count by a ruling. */
  readonly counted: readonly E[];
}
export interface RunSummary {
  readonly candidates: number;
  /** Candidates with a code in place of a mark. */
  readonly codes: Record<string, number>;
  readonly setAside: { entries: number; counted: number };
  readonly entriesSha256: string;
  readonly inputsSha256: string;
}

export function createRunPass(marking: Marking, inputs: RunInputs, hash: TextHash) {
  const entryRulings = inputs.rulings.filter(isEntryRuling);
  const digest = createEntriesDigest(hash);
  const summary = { candidates: 0, codes: {} as Record<string, number>, setAside: { entries: 0, counted: 0 } };
  return {
    /** `found`: by column, changed where entries set aside count; null: nothing was entered. */
    take<E extends SetAsideEntry>(
      known: KnownCandidate,
      found: (AnswerInForce | null)[] | null,
      aside: readonly E[],
    ): PassedCandidate<E> {
      const inForce = found ?? new Array<AnswerInForce | null>(marking.columns.length).fill(null);
      const counted = countSetAside(inForce, aside, entryRulings, known.place);
      summary.setAside.entries += aside.length;
      summary.setAside.counted += counted.length;
      const absent = known.absent && found === null && aside.length === 0;
      const candidate = { ...known, absent, answers: inForce.map((one) => one?.answer ?? null) };
      const entries = entriesText(candidate, inForce);
      const entriesSha256 = digest.add(candidate.place.anonymityNumber, entries);
      const marks = marking.mark(candidate);
      summary.candidates += 1;
      if (marks.code !== null) summary.codes[marks.code] = (summary.codes[marks.code] ?? 0) + 1;
      return { candidate, marks, entries, entriesSha256, counted };
    },
    finish(): RunSummary {
      const entriesSha256 = digest.digest();
      return { ...summary, entriesSha256, inputsSha256: inputsDigest(inputs, entriesSha256, hash) };
    },
  };
}
