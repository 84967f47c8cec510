/** What a stored run is made from, as marking takes it: the same whenever and wherever it is asked for. */
import { AnswerValue } from "#contracts/frames/fields";
import { createMarking, type Marking, type RunInputs } from "#domain/marking/run";
import type { Ruling } from "#domain/marking/rulings";
import { keyedPaper, type KeyedPaper } from "#marking/papers";
import { MarkingRefused } from "#marking/refusal";
import { keysOfVersion, paperToMark } from "#postgres/queries/marking-inputs";
import type { MarkingRunRow } from "#postgres/queries/marking-runs";
import type { Database } from "#postgres/queries/reading";

/** The run's papers with the keys of its version. Refused where the keys are shut, or a paper is no longer the same. */
export async function papersOfRun(database: Database, { papers }: MarkingRunRow): Promise<KeyedPaper[]> {
  const found: KeyedPaper[] = [];
  for (const { paperId, id, keySha256, paperSha256 } of papers) {
    const [stored, keys] = [await paperToMark(database, paperId), await keysOfVersion(database, paperId, keySha256)];
    if (stored === null || keys === null) throw new MarkingRefused("key_shut", [id]);
    const keyed = keyedPaper(stored, keys);
    if (keyed.as.paperSha256 !== paperSha256) throw new MarkingRefused("paper_not_whole", [`${id} has changed since`]);
    found.push(keyed);
  }
  return found;
}

/** With the run's rulings, or others. */
export function inputsOf(
  run: MarkingRunRow,
  papers: readonly KeyedPaper[],
  rulings: readonly Ruling[] = run.rulings,
): RunInputs {
  // What marks are made from, and nothing else: it is hashed.
  return {
    unit: run.unit,
    papers: papers.map(({ id, items, keys }) => ({ id, items, keys })),
    rules: run.rules,
    rulings,
  };
}

export const markingOf = (inputs: RunInputs): Marking => createMarking(inputs, parseAnswer);

/** Texts come many times: a column remembers what it met. */
function parseAnswer(text: string): AnswerValue | null {
  const read = AnswerValue.safeParse(JSON.parse(text));
  return read.success ? read.data : null;
}
