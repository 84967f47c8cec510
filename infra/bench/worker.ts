/** A process of the bench's own, so that its CPU is its own: told and heard by process messages. */
import { fork } from "node:child_process";
import { once } from "node:events";
import type { BenchContext } from "#infra/bench/benchmark.ts";

/** What every such process may say. */
export interface Trouble {
  readonly said: "trouble";
  readonly text: string;
}
type Heard = Trouble | { readonly said: string };

export interface Worker<To, From extends Heard> {
  readonly pid: number;
  tell(message: To): void;
  /** The next message of that kind, or of those the one that fits. Rejects on trouble, and when the process ends. */
  hear<S extends From["said"]>(
    said: S,
    fits?: (message: Extract<From, { said: S }>) => boolean,
  ): Promise<Extract<From, { said: S }>>;
}

const ANSWER_WITHIN_MS = 120_000;

/** `file`: a TypeScript program; it is ended with the benchmark. */
export function startWorker<To, From extends Heard>(context: BenchContext, file: string): Worker<To, From> {
  const child = fork(file, { execArgv: ["--import", "tsx"], cwd: context.root });
  context.atEnd(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  });
  return {
    pid: child.pid ?? 0,
    tell: (message) => void child.send(message as object),
    hear: (said, fits = () => true) =>
      new Promise((resolve, reject) => {
        type Wanted = Extract<From, { said: typeof said }>;
        const done = (settle: () => void) => {
          clearTimeout(timer);
          child.off("message", onMessage).off("exit", onExit);
          settle();
        };
        const onMessage = (message: Heard) => {
          if (message.said === "trouble") done(() => reject(new Error(`${file}: ${(message as Trouble).text}`)));
          else if (message.said === said && fits(message as Wanted)) done(() => resolve(message as Wanted));
        };
        const onExit = () => done(() => reject(new Error(`${file} ended`)));
        const timer = setTimeout(() => done(() => reject(new Error(`${file} never said ${said}`))), ANSWER_WITHIN_MS);
        child.on("message", onMessage).on("exit", onExit);
      }),
  };
}
