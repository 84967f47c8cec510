/** The entries that count, read back from how a run stores them (run-digest.ts: entriesText). */
import type { Column } from "#domain/marking/column";
import type { AnswerInForce } from "#domain/marking/run-digest";

export interface ReadEntries {
  readonly absent: boolean;
  readonly inForce: (AnswerInForce | null)[];
}

/** Throws where the text is none of these columns: what a run stored, it can read. */
export function readEntries(text: string, columns: readonly Column[]): ReadEntries {
  const inForce = new Array<AnswerInForce | null>(columns.length).fill(null);
  const end = text.indexOf("\n");
  const head = JSON.parse(end === -1 ? text : text.slice(0, end)) as readonly unknown[];
  for (let at = end; at !== -1;) {
    const next = text.indexOf("\n", at + 1);
    const line = text.slice(at + 1, next === -1 ? text.length : next);
    const [a, b] = [line.indexOf(" "), line.indexOf(" ", line.indexOf(" ") + 1)];
    const c = line.indexOf(" ", b + 1);
    const column = Number(line.slice(0, a));
    const answer = columns[column]?.answer(line.slice(c + 1)) ?? null;
    if (answer === null) throw new Error(`entries of another paper: ${line.slice(0, 80)}`);
    inForce[column] = { answer, epoch: Number(line.slice(a + 1, b)), seq: Number(line.slice(b + 1, c)) };
    at = next;
  }
  return { absent: head[4] === true, inForce };
}
