/** Inputs of an allocation as files say them, and what comes out, by id. */
import { type Allocation, allocate } from "#domain/admission/allocate";
import { type Audit, audit, figuresOf } from "#domain/admission/audit/audit";
import { type AllocationInput, readInput } from "#domain/admission/reading/read-input";
import { type Mode, NONE, type Seats } from "#domain/admission/market/market";

export interface ProgrammeFile {
  id: string;
  places: number;
  ranking: string[];
  overQuota?: { category: string; percent?: number; max?: number; beyondCap?: "consume" | "refuse" }[];
  caps?: { category: string; max: number }[];
}
export interface CandidateFile {
  id: string;
  wishes: string[];
  categories?: string[];
}
export interface InputFile {
  programmes: ProgrammeFile[];
  candidates: CandidateFile[];
  previous?: Record<string, string | null>;
  resigned?: (string | { id: string; keepsBelow?: boolean })[];
  locked?: string[];
  additional?: Record<string, string>;
}
export type SeatsById = Record<string, string | null>;

/** Throws with every problem when the input has any. */
export function inputOf(file: InputFile): AllocationInput {
  const read = readInput(file);
  if ("input" in read) return read.input;
  throw new Error(read.problems.map(({ place, message }) => `${place}: ${message}`).join("\n"));
}
export function seatsById({ names }: AllocationInput, seats: Seats): SeatsById {
  const of = (programme: number) => (programme === NONE ? null : (names.programmes[programme] ?? null));
  return Object.fromEntries(names.candidates.map((id, i) => [id, of(seats[i] ?? NONE)]));
}
export function seatsOf({ names }: AllocationInput, byId: SeatsById): Seats {
  return Int32Array.from(names.candidates, (id) => names.programmes.indexOf(byId[id] ?? ""));
}

export interface Outcome extends Pick<Allocation, "mode" | "standings"> {
  readonly seats: SeatsById;
  readonly audit: Audit;
}
export function allocated(file: InputFile): Outcome {
  const input = inputOf(file);
  const { seats, mode, standings, audit } = allocate(input.market, input.round);
  return { mode, standings, audit: figuresOf(audit), seats: seatsById(input, seats) };
}
export function audited(file: InputFile, seats: SeatsById, mode: Mode = "plain"): Audit {
  const input = inputOf(file);
  return figuresOf(audit(input.market, input.round, seatsOf(input, seats), mode));
}
export const CLEAN: Audit = { feasible: true, stable: true, blockingPairs: 0, demoted: 0, excess: 0 };
