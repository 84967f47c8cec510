/** A run over files: candidates stream through, marked one after the other, each handed to whoever writes or counts. */
import { BadInput } from "#cli/command";
import { type CandidateList, readCandidateList } from "#cli/marking/candidates";
import { candidateEntries, readSetAside } from "#cli/marking/entries";
import { type LoadedPaper, textSha256 } from "#cli/marking/papers";
import type { ProblemList } from "#cli/problem-list";
import { type AnswerSources, signedIn } from "#cli/marking/sources";
import { AnswerValue } from "#contracts/frames/fields";
import {
  type CandidateAnswers,
  type CandidateMarks,
  createMarking,
  type Marking,
  type RunInputs,
} from "#domain/marking/run";
import type { AnswerInForce } from "#domain/marking/run-digest";
import { createRunPass, type RunSummary } from "#domain/marking/run-pass";
import type { SetAsideEntry } from "#domain/marking/set-aside";

export interface MarkingRun {
  readonly marking: Marking;
  readonly inputs: RunInputs;
  readonly sources: AnswerSources;
}
export type OnCandidate = (candidate: CandidateAnswers, marks: CandidateMarks) => Promise<void> | void;

export const createRun = (
  inputs: RunInputs & { papers: readonly LoadedPaper[] },
  sources: AnswerSources,
): MarkingRun => {
  // What marks are made from, and nothing else: it is hashed.
  const papers = inputs.papers.map(({ id, items, keys }) => ({ id, items, keys }));
  const plain = { unit: inputs.unit, papers, rules: inputs.rules, rulings: inputs.rulings };
  return { inputs: plain, marking: createMarking(plain, parseAnswer), sources };
};

/** Marks every candidate, in ascending order of anonymity number. Problems are gathered; the caller refuses them. */
export async function runMarking(run: MarkingRun, problems: ProblemList, each: OnCandidate): Promise<RunSummary> {
  const { marking, inputs, sources } = run;
  const list = await candidatesOf(run, problems);
  const setAside =
    sources.setAside === null
      ? new Map<string, SetAsideEntry[]>()
      : await readSetAside(sources.setAside, marking.columns, problems);
  const pass = createRunPass(marking, inputs, textSha256);
  let taken = 0;

  async function markOne(anonymityNumber: string, found: (AnswerInForce | null)[] | null): Promise<void> {
    const place = { anonymityNumber, centre: "", room: "" };
    const known = list?.get(anonymityNumber) ?? { place, paper: 0, absent: false };
    const { candidate, marks } = pass.take(known, found, setAside.get(anonymityNumber) ?? []);
    taken += 1;
    if (problems.count === 0) await each(candidate, marks);
  }

  // Those who are listed, or have entries set aside alone, stand between those who have answers.
  const others = [...new Set([...(list?.keys() ?? []), ...setAside.keys()])].sort((a, b) => (a < b ? -1 : 1));
  let next = 0;
  for await (const { anonymityNumber, line, inForce } of candidateEntries(sources.answers, marking.columns, problems)) {
    for (; next < others.length && (others[next] ?? "") < anonymityNumber; next++)
      await markOne(others[next] ?? "", null);
    if (others[next] === anonymityNumber) next += 1;
    if (list !== null && !list.has(anonymityNumber))
      problems.say(
        `${sources.answers}: line ${line}: candidate ${anonymityNumber} is not in ${sources.candidates ?? ""}`,
      );
    await markOne(anonymityNumber, inForce);
  }
  for (; next < others.length; next++) await markOne(others[next] ?? "", null);
  problems.refuse();
  if (taken === 0) throw new BadInput(`${sources.answers}: no candidate`);
  return pass.finish();
}

async function candidatesOf({ sources, inputs }: MarkingRun, problems: ProblemList): Promise<CandidateList | null> {
  if (sources.candidates === null) {
    const needs = inputs.rulings.find(
      (one) => "scope" in one && (one.scope.kind === "centre" || one.scope.kind === "room"),
    );
    if (needs !== undefined)
      problems.say(`the ruling "${needs.id}" is about a place: --candidates must say who sits where`);
    if (inputs.papers.length > 1) problems.say("with several papers --candidates must say who took which");
    return null;
  }
  const present = sources.epochs === null ? null : await signedIn(sources.epochs);
  const ids = inputs.papers.map(({ id }) => id);
  return readCandidateList(sources.candidates, ids, present, problems);
}

/** Texts come many times: a column remembers what it met. */
function parseAnswer(text: string): AnswerValue | null {
  try {
    const read = AnswerValue.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
