/** The bench's end of the generator: a process of its own, so that its CPU is its own. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { BenchContext } from "#infra/bench/benchmark.ts";
import type { ConnectPlan, FromGenerator, Load, Mark, ToGenerator } from "#infra/bench/generator/protocol.ts";

export interface Generator {
  readonly pid: number;
  connect(plan: ConnectPlan): Promise<{ tookMs: number; refusals: number }>;
  reconnect(): Promise<{ tookMs: number; refusals: number }>;
  /** Starts a load; a `single` one is over when `resting` resolves. */
  load(load: Load): void;
  mark(): Promise<Mark>;
  /** Stops sending; resolves when nothing is under way. */
  rest(): Promise<void>;
  /** Resolves when a `single` load is through. */
  resting(): Promise<void>;
}

const ANSWER_WITHIN_MS = 120_000;

/** Every promise rejects when the generator reports trouble (a socket that was closed on it) or ends. */
export function startGenerator(context: BenchContext): Generator {
  const child = fork(join(import.meta.dirname, "main.ts"), { execArgv: ["--import", "tsx"], cwd: context.root });
  context.atEnd(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  });
  const tell = (message: ToGenerator) => child.send(message);
  const hear = <S extends FromGenerator["said"]>(said: S) =>
    new Promise<Extract<FromGenerator, { said: S }>>((resolve, reject) => {
      const done = (settle: () => void) => {
        clearTimeout(timer);
        child.off("message", onMessage).off("exit", onExit);
        settle();
      };
      const onMessage = (message: FromGenerator) => {
        if (message.said === "trouble") done(() => reject(new Error(`generator: ${message.text}`)));
        else if (message.said === said) done(() => resolve(message as Extract<FromGenerator, { said: S }>));
      };
      const onExit = () => done(() => reject(new Error("the generator ended")));
      const timer = setTimeout(
        () => done(() => reject(new Error(`the generator never said ${said}`))),
        ANSWER_WITHIN_MS,
      );
      child.on("message", onMessage).on("exit", onExit);
    });
  return {
    pid: child.pid ?? 0,
    connect: (plan) => {
      tell({ say: "connect", plan });
      return hear("connected");
    },
    reconnect: () => {
      tell({ say: "reconnect" });
      return hear("connected");
    },
    load: (load) => void tell({ say: "load", load }),
    mark: async () => {
      tell({ say: "mark" });
      return (await hear("mark")).mark;
    },
    rest: async () => {
      tell({ say: "rest" });
      await hear("resting");
    },
    resting: async () => {
      await hear("resting");
    },
  };
}
