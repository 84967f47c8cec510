/** Admissions: allocation with its audit at three sizes, with rule A and without, against the straightforward version. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { machineNow } from "#infra/bench/measure/machine.ts";
import type { BenchContext, Benchmark, Figure } from "#infra/bench/benchmark.ts";
import type { MarketMeasure, MarketRequest } from "#infra/bench/allocation/measure-market.ts";
import { rounded } from "#infra/bench/measure/median.ts";

interface Case {
  readonly name: string;
  readonly size: Omit<MarketRequest, "rules">;
  readonly mostMs: number;
}
const CASES: readonly Case[] = [
  { name: "faculty", size: size(10_000, 14, 123, 15, true), mostMs: 10 },
  { name: "residency", size: size(11_000, 200, 1_300, 9, true), mostMs: 60 },
  { name: "nation", size: size(1_000_000, 14, 14_000, 2, false), mostMs: 3_000 },
];
const RULES_TIMES = 3;
const MEMORY_MB = 2_048;

function size(candidates: number, wishes: number, programmes: number, repetitions: number, baseline: boolean) {
  return { candidates, wishes, programmes, repetitions, baseline };
}

export const allocation: Benchmark = {
  name: "allocation",
  run: (context) =>
    Promise.resolve(
      CASES.flatMap(({ name, size, mostMs }) => {
        const plain = measured(context, { ...size, rules: false });
        const ruled = measured(context, { ...size, rules: true });
        const times = ruled.warmMs / plain.warmMs;
        const shape = `${size.candidates} × ${size.wishes} × ${size.programmes}`;
        return [
          figure(`allocation ${name}`, plain.warmMs, "ms, audit included, warm", mostMs, { shape, ...plain }),
          figure(`allocation ${name}, rule A`, times, "times the plain places", RULES_TIMES, { shape, ...ruled }),
          figure(`allocation ${name}, memory`, Math.max(plain.residentMB, ruled.residentMB), "MB", MEMORY_MB, {
            shape,
          }),
        ];
      }),
    ),
};

/** Not ok either when the result is not clean, or is not what the straightforward version gives. */
function figure(
  name: string,
  value: number,
  unit: string,
  most: number,
  detail: Partial<MarketMeasure> & { shape: string },
): Figure {
  const isRight = detail.sameSeats !== false && detail.clean !== false;
  return {
    ...{ name, value: rounded(value), unit, target: `≤ ${most}`, ok: value <= most && isRight },
    detail: { ...detail, machine: machineNow() },
  };
}

function measured({ root }: BenchContext, request: MarketRequest): MarketMeasure {
  const program = join(root, "infra/bench/allocation/measure-market.ts");
  const said = execFileSync(process.execPath, ["--import", "tsx", program, JSON.stringify(request)], { cwd: root });
  return JSON.parse(said.toString()) as MarketMeasure;
}
