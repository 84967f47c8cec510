/** Processes that play tablets, each with a ledger and a log of its own: k6, or the light generator where k6 is the limit. */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";

export interface Generator {
  /** Names in what is watched, and where they run. */
  readonly processes: readonly { readonly name: string; readonly pid: number }[];
  readonly ledgers: readonly string[];
  /** Resolves when every process has ended. Rejects, naming the log, when one could not play. */
  readonly played: Promise<void>;
  /** Collects their garbage now: it may take a second or two of both processors. Nothing happens to one that does not answer. */
  collect(): Promise<void>;
  /** Asks them to end early: tablets leave as they are. Twice: now. */
  stop(): void;
}
export interface GeneratorProcess {
  readonly name: string;
  readonly child: ChildProcess;
  readonly ledger: string;
  readonly log: string;
}

const STOP_DEADLINE_MS = 20_000;

export function generatorOf(processes: readonly GeneratorProcess[], collect: () => Promise<void>): Generator {
  return {
    processes: processes.flatMap(({ name, child: { pid } }) => (pid === undefined ? [] : { name, pid })),
    ledgers: processes.map(({ ledger }) => ledger),
    played: Promise.all(processes.map(ended)).then(() => undefined),
    collect,
    stop: () => {
      for (const { child } of processes) {
        child.kill(child.killed ? "SIGKILL" : "SIGINT");
        setTimeout(() => child.kill("SIGKILL"), STOP_DEADLINE_MS).unref();
      }
    },
  };
}

/** Status 105 is k6's own when it was interrupted. */
const INTERRUPTED = 105;

async function ended({ name, child, log }: GeneratorProcess): Promise<void> {
  const [status] = (await once(child, "exit")) as [number | null];
  if (status !== 0 && status !== INTERRUPTED && !child.killed)
    throw new Error(`${name} ended with status ${status}: see ${log}`);
}
