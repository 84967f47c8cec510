/** What a simulated exam is ranked by and what its candidates wish: invented, seeded, and checked like any other. */
import { randomBytes } from "node:crypto";
import { sha256 } from "#cli/ranking/hashes";
import type { OpenedLottery } from "#contracts/ranking/lottery";
import { seededNumbers } from "#domain/exam/seeded-numbers";
import { commitment, listHash, secretHash, seed } from "#domain/lottery/draw";
import { rulesHash } from "#domain/lottery/check";
import type { ProgrammePlaces } from "#domain/ranking/allocation-input";
import type { RankingRules } from "#domain/ranking/rules";

const PROGRAMMES = ["MED", "PHA", "ODO", "MAI", "KIN"];
const SCALE = 20_000;

export function simulatedRules(unit: string): RankingRules {
  const base = { enrolled: "everyone", totals: "computed", ranks: "computed", coefficients: { [unit]: 1 } } as const;
  const byBirth = { by: "field", field: "born", as: "date", first: "lowest", missing: "last" } as const;
  return {
    ...{ format: "amphi-ranking-rules", v: 1, title: "Simulated competition" },
    units: [{ code: unit, name: "The simulated paper", scale: SCALE }],
    codes: [{ code: "ABS", effect: "zero" }],
    missing: "refuse",
    rankings: ["GEN", ...PROGRAMMES].map((code) => ({
      ...base,
      code,
      name: code,
      tieBreaks: code === "GEN" ? [] : [byBirth],
    })),
    lottery: "public-numbers",
  };
}

/** A lottery that was committed and opened at once: what a real one does over days. */
export function simulatedLottery(rules: RankingRules, candidates: readonly string[]): OpenedLottery {
  const list = [...candidates].sort();
  const secret = randomBytes(32).toString("hex");
  const source = { method: "public-numbers" as const, sources: ["numbers that this command made up"] };
  const committed = {
    ...{ listHash: listHash(sha256, list), rulesHash: rulesHash(sha256, rules), source },
    secretHash: secretHash(sha256, secret),
  };
  const publicValue = "8.17.23.31.44./";
  return {
    ...{ format: "amphi-lottery", v: 1, candidates: list.length, ...committed, secret, publicValue, list },
    commitment: commitment(sha256, committed),
    seed: seed(sha256, committed.listHash, publicValue, secret),
  };
}

/** Two fifths as many places as candidates. */
export const simulatedPlaces = (candidates: number): ProgrammePlaces[] =>
  PROGRAMMES.map((id) => ({ id, places: Math.floor((2 * candidates) / 5 / PROGRAMMES.length) }));

/** One to five wishes each, in any order. */
export function simulatedWishes(
  candidates: readonly string[],
  seedNumber: number,
): ReadonlyMap<string, readonly string[]> {
  const random = seededNumbers(seedNumber + 2);
  return new Map(
    candidates.map((candidate) => {
      const left = [...PROGRAMMES];
      const wishes = Array.from(
        { length: 1 + random.below(PROGRAMMES.length) },
        () => left.splice(random.below(left.length), 1)[0] ?? "",
      );
      return [candidate, wishes];
    }),
  );
}
