import type { Benchmark } from "#infra/bench/benchmark.ts";
export const drain: Benchmark = { name: "drain", run: () => Promise.resolve([]) };
