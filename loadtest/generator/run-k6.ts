/** The k6 processes of a rehearsal, each with a ledger of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { memoryAvailable } from "#loadtest/preflight";
import { localAddresses, type Segment } from "#loadtest/generator/segments";
import { SETTINGS_VARIABLE, type Settings } from "#loadtest/scenarios/settings";

export interface Generator {
  readonly pids: readonly number[];
  readonly ledgers: readonly string[];
  /** Resolves when every process has ended. Rejects, naming the log, when one could not play. */
  readonly played: Promise<void>;
  /** Collects their garbage now: it takes a second or two of both processors. Nothing happens to one that does not answer. */
  collect(): Promise<void>;
  /** Asks them to end early: tablets leave as they are. Twice: now. */
  stop(): void;
}

const STOP_DEADLINE_MS = 20_000;
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
    return { child, ledger, log };
  });
  return {
    pids: processes.flatMap(({ child }) => child.pid ?? []),
    ledgers: processes.map(({ ledger }) => ledger),
    played: Promise.all(processes.map(({ child, log }) => ended(child, log))).then(() => undefined),
    collect: async () => void (await Promise.allSettled(ports.map(collectAt))),
    stop: () => {
      for (const { child } of processes) {
        child.kill(child.killed ? "SIGKILL" : "SIGINT");
        setTimeout(() => child.kill("SIGKILL"), STOP_DEADLINE_MS).unref();
      }
    },
  };
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

/** Status 105 is k6's own when it was interrupted. */
const INTERRUPTED = 105;

async function ended(child: ChildProcess, log: string): Promise<void> {
  const [status] = (await once(child, "exit")) as [number | null];
  if (status !== 0 && status !== INTERRUPTED && !child.killed)
    throw new Error(`k6 ended with status ${status}: see ${log}`);
}
