/** The counted proofs of the admissions at their full length; the suite runs some hundreds of each. */
import type { Benchmark, Figure } from "#infra/bench/benchmark.ts";
import { proveMarkets, proveSequences } from "#domain/admission/testing/proofs";

const MARKETS = 100_000;
const SEQUENCES = 10_000;

export const allocationProof: Benchmark = {
  name: "allocation-proof",
  run: () => {
    const disturbed = { partial: true, corrections: true };
    return Promise.resolve([
      figure("markets against every possible seating", proveMarkets(1, MARKETS)),
      figure("sequences of resignations", proveSequences(1, SEQUENCES)),
      figure("sequences with partial resignations and corrections", proveSequences(1, SEQUENCES, disturbed)),
    ]);
  },
};

function figure(name: string, proof: { readonly wrong: readonly number[] }): Figure {
  const { wrong, ...counted } = proof;
  return {
    ...{ name: `allocation-proof ${name}`, value: wrong.length, unit: "wrong", target: "0", ok: wrong.length === 0 },
    detail: { ...counted, seeds: wrong.slice(0, 10) },
  };
}
