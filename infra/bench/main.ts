/**
 * `npm run bench [-- NAME…]`: one JSON object per line and figure; status 1 when one is not ok, 2 for an unknown name.
 * Measures what stands in dist/, which the command builds before.
 */
import type { BenchContext, Benchmark, Figure } from "#infra/bench/benchmark.ts";
import { allocation } from "#infra/bench/benchmarks/allocation.ts";
import { allocationProof } from "#infra/bench/benchmarks/allocation-proof.ts";
import { burst } from "#infra/bench/benchmarks/burst.ts";
import { connect } from "#infra/bench/benchmarks/connect.ts";
import { consoles } from "#infra/bench/benchmarks/consoles.ts";
import { drain } from "#infra/bench/benchmarks/drain.ts";
import { flat } from "#infra/bench/benchmarks/flat.ts";
import { ingest } from "#infra/bench/benchmarks/ingest.ts";
import { ranking } from "#infra/bench/benchmarks/ranking.ts";
import { marking } from "#infra/bench/benchmarks/marking.ts";
import { tablet } from "#infra/bench/benchmarks/tablet.ts";
import { tabletSize } from "#infra/bench/benchmarks/tablet-size.ts";
import { projectRoot } from "#runtime/project-root";

/** Every later figure is added here. */
const BENCHMARKS: readonly Benchmark[] = [
  ingest,
  burst,
  drain,
  flat,
  connect,
  consoles,
  tabletSize,
  tablet,
  marking,
  ranking,
  allocation,
  allocationProof,
];

async function figuresOf(benchmark: Benchmark, root: string): Promise<readonly Figure[]> {
  const ends: (() => Promise<void> | void)[] = [];
  const context: BenchContext = { root, atEnd: (end) => void ends.push(end) };
  const endAll = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  const interrupt = () => void endAll().finally(() => process.exit(130));
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  try {
    return await benchmark.run(context);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [{ name: benchmark.name, value: NaN, unit: "", target: "it runs", ok: false, detail: { why } }];
  } finally {
    await endAll();
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
}

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !BENCHMARKS.some((benchmark) => benchmark.name === name));
  if (unknown.length > 0) {
    const known = BENCHMARKS.map((benchmark) => benchmark.name).join(", ");
    process.stderr.write(`bench: no benchmark is named ${unknown.join(", ")}; there is ${known}\n`);
    return 2;
  }
  const root = projectRoot();
  let status = 0;
  for (const benchmark of BENCHMARKS.filter(({ name }) => names.length === 0 || names.includes(name)))
    for (const figure of await figuresOf(benchmark, root)) {
      process.stdout.write(`${JSON.stringify(figure)}\n`);
      if (!figure.ok) status = 1;
    }
  return status;
}

process.exitCode = await main(process.argv.slice(2));
