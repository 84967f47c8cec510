/** Counted proofs: the suite runs some thousands of cases, `npm run bench -- allocation-proof` a hundred thousand. */
import { allocate } from "#domain/admission/allocate";
import { isClean } from "#domain/admission/audit/audit";
import { stableSeatings } from "#domain/admission/testing/brute-force";
import { allocated, type InputFile, inputOf, type SeatsById } from "#domain/admission/testing/input-file";
import { randomInput } from "#domain/admission/testing/random-input";
import { type SeededNumbers, seededNumbers } from "#domain/exam/seeded-numbers";

export interface MarketProof {
  readonly markets: number;
  /** With more than one stable result, so that being the best one means something. */
  readonly choices: number;
  /** Seeds of markets where the engine does not give the best stable result, or the auditor objects to it. */
  readonly wrong: readonly number[];
}
/** R21: against every possible way of seating everybody, up to 6 candidates × 3 programmes. */
export function proveMarkets(from: number, markets: number): MarketProof {
  const wrong: number[] = [];
  let choices = 0;
  for (let seed = from; seed < from + markets; seed++) {
    const file = randomInput(seededNumbers(seed), { candidates: 6, programmes: 3 });
    const { seats, audit } = allocated(file);
    const { best, count } = stableSeatings(file, "plain");
    if (count > 1) choices++;
    if (best === null || !isSame(seats, best) || !isClean(audit) || audit.excess > 0) wrong.push(seed);
  }
  return { markets, choices, wrong };
}

export interface SequenceProof {
  readonly sequences: number;
  readonly rounds: number;
  /** Rounds in which the plain result had to be set aside. */
  readonly protectedRounds: number;
  /** Seats that came free in a round and were given to others, counted as candidates who moved up or came in. */
  readonly moves: number;
  /** Seeds of sequences in which somebody who had not resigned lost something, or a result was not clean. */
  readonly wrong: readonly number[];
}
export interface SequenceOptions {
  /** Some resign in part, and compete for their lower wishes. */
  readonly partial?: boolean;
  /** Between two rounds a ranking is corrected, or a number of places. */
  readonly corrections?: boolean;
  /** Every round is also compared with every possible way of seating everybody. */
  readonly exhaustive?: boolean;
}

/** R27–R29: round after round of resignations, until there is nobody left to resign. */
export function proveSequences(from: number, sequences: number, options: SequenceOptions = {}): SequenceProof {
  const proof = { sequences, rounds: 0, protectedRounds: 0, moves: 0, wrong: [] as number[] };
  for (let seed = from; seed < from + sequences; seed++) {
    const random = seededNumbers(seed);
    let file = randomInput(random, {
      candidates: options.exhaustive === true ? 6 : 12,
      programmes: options.exhaustive === true ? 3 : 4,
    });
    let { seats } = allocated(file);
    const gone = new Set<string>();
    const locked = new Set<string>();
    for (;;) {
      const staying = Object.keys(seats).filter((id) => seats[id] !== null);
      const leaving = random.shuffle(staying).slice(0, 1 + random.below(2));
      if (leaving.length === 0) break;
      const below = new Set(options.partial === true ? leaving.filter(() => random.below(2) === 0) : []);
      for (const id of leaving) if (!below.has(id)) gone.add(id);
      const corrected = options.corrections === true ? corrections(random, file, seats) : file;
      const others = staying.filter((id) => !leaving.includes(id));
      for (const id of others) if (random.below(6) === 0) locked.add(id);
      file = {
        ...corrected,
        previous: seats,
        resigned: [...gone, ...[...below].map((id) => ({ id, keepsBelow: true }))],
        locked: others.filter((id) => locked.has(id)),
      };
      const result = allocated(file);
      const input = inputOf(file);
      proof.rounds++;
      if (result.mode === "protected") proof.protectedRounds++;
      const demoted = others.filter((id) => rankOf(file, id, result.seats[id]) > rankOf(file, id, seats[id]));
      proof.moves += Object.keys(seats).filter(
        (id) => rankOf(file, id, result.seats[id]) < rankOf(file, id, seats[id]),
      ).length;
      const isBest = options.exhaustive !== true || isSame(stableSeatings(file, result.mode).best ?? {}, result.seats);
      if (demoted.length > 0 || !isClean(allocate(input.market, input.round).audit) || !isBest) proof.wrong.push(seed);
      seats = result.seats;
      // Whoever kept lower wishes only has given up the others for good.
      file = {
        ...file,
        candidates: file.candidates.map((one) =>
          below.has(one.id) ? { ...one, wishes: keptBelow(one.wishes, file.previous?.[one.id] ?? null) } : one,
        ),
      };
    }
  }
  return proof;
}

const keptBelow = (wishes: string[], seat: string | null): string[] =>
  wishes.slice(seat === null ? 0 : wishes.indexOf(seat) + 1);
/** How far down the list a seat is; nowhere is below everything. */
function rankOf(file: InputFile, id: string, seat: string | null | undefined): number {
  const wishes = file.candidates.find((one) => one.id === id)?.wishes ?? [];
  return seat == null ? wishes.length : wishes.indexOf(seat);
}

/** A programme's order is put right among those it ranks, or its places are changed. */
function corrections(random: SeededNumbers, file: InputFile, seats: SeatsById): InputFile {
  const which = random.below(file.programmes.length);
  const programmes = file.programmes.map((one, i) => {
    if (i !== which) return one;
    return random.below(2) === 0
      ? { ...one, ranking: random.shuffle(one.ranking) }
      : { ...one, places: random.below(4) };
  });
  return Object.values(seats).length === 0 ? file : { ...file, programmes };
}

const isSame = (a: SeatsById, b: SeatsById): boolean => Object.keys(a).every((id) => a[id] === b[id]);
