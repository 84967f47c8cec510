/** The bench's end of the consoles without screens. */
import { join } from "node:path";
import type { BenchContext } from "#infra/bench/benchmark.ts";
import type { ExamDay } from "#infra/bench/consoles/exam-day.ts";
import type { ConsolePlan, ConsolesMark, FromConsoles, ToConsoles } from "#infra/bench/consoles/protocol.ts";
import { startWorker } from "#infra/bench/worker.ts";

export interface Consoles {
  /** Resolves when every console has the whole state. */
  open(consoles: readonly ConsolePlan[]): Promise<{ tookMs: number; bytes: number }>;
  close(): Promise<void>;
  mark(): Promise<ConsolesMark>;
  /** When the last console was told the act, ms since 1970. To be asked before it is. */
  told(actId: string): Promise<number>;
  /** When the delivery meter of an organiser was full. To be asked before. */
  delivered(actId: string): Promise<{ atMs: number; present: number }>;
}

export function startConsoles(context: BenchContext, { controlUrl, sitting }: ExamDay): Consoles {
  const { tell, hear } = startWorker<ToConsoles, FromConsoles>(context, join(import.meta.dirname, "consoles-main.ts"));
  const url = `${controlUrl.replace(/^http/, "ws")}/api/console/live`;
  return {
    open: (consoles) => {
      const opened = hear("open");
      tell({ say: "open", url, origin: controlUrl, sittingId: sitting.id, consoles: consoles.map(planOf) });
      return opened;
    },
    close: async () => {
      const closed = hear("closed");
      tell({ say: "close" });
      await closed;
    },
    mark: async () => {
      const marked = hear("mark");
      tell({ say: "mark" });
      return (await marked).mark;
    },
    told: async (actId) => (await hear("act", (told) => told.actId === actId)).atMs,
    delivered: (actId) => hear("delivered", (told) => told.actId === actId),
  };
}

const planOf = ({ cookie, roomIds, follows }: ConsolePlan): ConsolePlan => ({ cookie, roomIds, follows });
