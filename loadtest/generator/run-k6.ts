/** The k6 processes of a rehearsal. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { type Generator, generatorOf } from "#loadtest/generator/generator";
import { memoryAvailable } from "#loadtest/preflight";
import { localAddresses, type Segment } from "#loadtest/generator/segments";
import { SETTINGS_VARIABLE, type Settings } from "#loadtest/scenarios/settings";

/**
 * Of Go's garbage collector: it took half of k6's time. It waits until this much is used, by all k6 processes together:
 * less, and it comes too often; more, and the kernel's fresh pages cost as much while everybody composes.
 */
const MEMORY_MOST_BYTES = 11 * 2 ** 30;
const MEMORY_SHARE = 0.5;
const collectSeldom = (processes: number): string[] => [
  "GOGC=off",
  `GOMEMLIMIT=${Math.floor(Math.min(memoryAvailable() * MEMORY_SHARE, MEMORY_MOST_BYTES) / processes)}`,
];

/** Where the profiler of each k6 listens: asked for its heap, Go collects first. */
const HOST = "127.0.0.1";
const collectAt = async (port: number): Promise<void> => {
  const heap = await fetch(`http://${HOST}:${port}/debug/pprof/heap?gc=1`);
  await heap.arrayBuffer();
};

/** `ports`: free ones, one for each process. `k6`: the command; `scenario`: the bundled file; `out`: where logs go; `ledgerFolder`: where ledgers go. */
export function runK6(
  k6: string,
  scenario: string,
  settings: Settings,
  segments: readonly Segment[],
  ports: readonly number[],
  out: string,
  ledgerFolder: string,
): Generator {
  const settingsOfGo = collectSeldom(segments.length);
  const processes = segments.map((segment, n) => {
    const [ledger, log] = [join(ledgerFolder, `k6-${n + 1}.ledger`), join(out, `k6-${n + 1}.log`)];
    const child = spawn(
      "env",
      [...settingsOfGo, k6, ...fixed(log, ledger, ports[n] ?? 0), ...parts(segment, settings), scenario],
      {
        stdio: ["ignore", "ignore", "inherit"],
        // A group of its own: Ctrl-C reaches the rehearsal, which then ends k6 in order.
        detached: true,
      },
    );
    return { name: `k6-${n + 1}`, child, ledger, log };
  });
  return generatorOf(processes, async () => void (await Promise.allSettled(ports.map(collectAt))));
}

const fixed = (log: string, ledger: string, port: number): string[] => [
  "run",
  "--quiet",
  "--summary-mode=disabled",
  "--no-thresholds",
  "--no-usage-report",
  `--address=${HOST}:${port}`,
  "--profiling-enabled",
  "--log-format=raw",
  `--log-output=file=${log}`,
  `--console-output=${ledger}`,
];

function parts({ segment, sequence }: Segment, settings: Settings): string[] {
  const addresses = localAddresses(settings.profile.candidates);
  return [
    ...(segment && sequence ? ["--execution-segment", segment, "--execution-segment-sequence", sequence] : []),
    ...(addresses ? ["--local-ips", addresses] : []),
    "--env",
    `${SETTINGS_VARIABLE}=${JSON.stringify(settings)}`,
  ];
}
