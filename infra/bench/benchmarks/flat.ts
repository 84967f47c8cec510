import type { Benchmark } from "#infra/bench/benchmark.ts";
export const flat: Benchmark = { name: "flat", run: () => Promise.resolve([]) };
