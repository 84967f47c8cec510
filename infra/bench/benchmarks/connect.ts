import type { Benchmark } from "#infra/bench/benchmark.ts";
export const connect: Benchmark = { name: "connect", run: () => Promise.resolve([]) };
