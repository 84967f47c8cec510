/** The two files of an allocation: what it is computed from, and its result. Their shapes are in docs/formats.md. */
import { readJson, refuseInput } from "#cli/admission/json-file";
import type { Allocation } from "#domain/admission/allocate";
import { figuresOf } from "#domain/admission/audit/audit";
import { NONE } from "#domain/admission/market/market";
import { type AllocationInput, type Names, readInput } from "#domain/admission/reading/read-input";
import { type ClaimedResult, readResult } from "#domain/admission/reading/read-result";

/** Throws BadInput with every problem. */
export async function inputFrom(path: string, outcome: string): Promise<AllocationInput> {
  const read = readInput(await readJson(path));
  return "input" in read ? read.input : refuseInput(path, read.problems, outcome);
}

/** Throws BadInput with every problem. */
export async function resultFrom(path: string, input: AllocationInput, outcome: string): Promise<ClaimedResult> {
  const read = readResult(await readJson(path), input);
  return "result" in read ? read.result : refuseInput(path, read.problems, outcome);
}

/** The result as JSON: a candidate a line, in the order of the input, so that two results can be compared line by line. */
export function resultText({ seats, standings, audit, mode }: Allocation, names: Names): string {
  const programmes = names.programmes.map((id) => JSON.stringify(id));
  const seatLines = names.candidates.map((id, i) => {
    const seat = seats[i] ?? NONE;
    return `${JSON.stringify(id)}:${seat === NONE ? "null" : (programmes[seat] ?? "null")}`;
  });
  const programmeLines = standings.map((standing, i) => JSON.stringify({ id: names.programmes[i], ...standing }));
  return (
    `{"seats":{\n${seatLines.join(",\n")}\n},"programmes":[\n${programmeLines.join(",\n")}\n],` +
    `"audit":${JSON.stringify(figuresOf(audit))},"mode":${JSON.stringify(mode)}}\n`
  );
}
