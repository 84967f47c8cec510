/** The bench's end of the generator: a process of its own, so that its CPU is its own. */
import { join } from "node:path";
import type { BenchContext } from "#infra/bench/benchmark.ts";
import type { ActReach, ConnectPlan, FromGenerator, Load, Mark, ToGenerator } from "#infra/bench/generator/protocol.ts";
import { startWorker } from "#infra/bench/worker.ts";

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
  /** Resolves when every tablet has been told an act. To be asked before it is. */
  told(actId: string): Promise<ActReach>;
}

/** Every promise rejects when the generator reports trouble (a socket that was closed on it) or ends. */
export function startGenerator(context: BenchContext): Generator {
  const { pid, tell, hear } = startWorker<ToGenerator, FromGenerator>(context, join(import.meta.dirname, "main.ts"));
  return {
    pid,
    connect: (plan) => {
      tell({ say: "connect", plan });
      return hear("connected");
    },
    reconnect: () => {
      tell({ say: "reconnect" });
      return hear("connected");
    },
    load: (load) => tell({ say: "load", load }),
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
    told: async (actId) => (await hear("act", ({ reach }) => reach.actId === actId)).reach,
  };
}
