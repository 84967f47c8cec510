import type { Benchmark } from "#infra/bench/benchmark.ts";
export const tabletSize: Benchmark = { name: "tablet-size", run: () => Promise.resolve([]) };
