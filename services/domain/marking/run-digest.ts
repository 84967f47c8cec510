/** The hash of a run's inputs: same inputs, same hash, same marks. */
import { canonicalJson } from "#domain/marking/canonical-json";
import type { ItemAnswer } from "#domain/marking/column";
import type { CandidateAnswers, RunInputs } from "#domain/marking/run";

/** SHA-256 of a text in UTF-8, hex. */
export type TextHash = (text: string) => string;

/** An answer in force, and which entry it comes from. */
export interface AnswerInForce {
  readonly answer: ItemAnswer;
  readonly epoch: number;
  readonly seq: number;
}

/** Who, where, which paper, and the answers in force in the order of the paper: one line each, `column epoch seq value`. */
export function entriesText(
  { place, paper, absent }: Pick<CandidateAnswers, "place" | "paper" | "absent">,
  inForce: readonly (AnswerInForce | null)[],
): string {
  let text = canonicalJson([place.anonymityNumber, place.centre, place.room, paper, absent]);
  inForce.forEach((one, column) => {
    if (one) text += `\n${column} ${one.epoch} ${one.seq} ${one.answer.text}`;
  });
  return text;
}

/** The entries that count: one hash per candidate, then one over all by anonymity number: the order of the file is nothing. */
export function createEntriesDigest(hash: TextHash) {
  const candidates: { readonly number: string; readonly digest: string }[] = [];
  return {
    /** `entries`: entriesText. Gives its hash. */
    add(number: string, entries: string): string {
      const digest = hash(entries);
      candidates.push({ number, digest });
      return digest;
    },
    digest(): string {
      candidates.sort((a, b) => (a.number < b.number ? -1 : 1));
      return hash(candidates.map((one) => one.digest).join("\n"));
    },
  };
}
export type EntriesDigest = ReturnType<typeof createEntriesDigest>;

/** SHA-256, hex, of everything that marks are made from. */
export function inputsDigest(inputs: RunInputs, entriesSha256: string, hash: TextHash): string {
  const { unit, papers, rules, rulings } = inputs;
  const sorted = rulings.map((ruling) => canonicalJson(ruling)).sort();
  return hash(
    canonicalJson({ format: "amphi-run-inputs", version: 1, unit, papers, rules, rulings: sorted, entriesSha256 }),
  );
}
