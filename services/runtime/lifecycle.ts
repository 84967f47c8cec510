/** Start in order, stop in the opposite order of harm, with a hard deadline. */
import type { Log } from "#runtime/log";

export interface Part {
  readonly name: string;
  start(): Promise<void>;
  stop(): Promise<void>;
}

const STOP_DEADLINE_MS = 20_000;

/**
 * Runs a process: starts `parts` in order, tells the launcher it is ready (`ready <node>` on standard output), and on
 * SIGTERM or SIGINT stops them in reverse, so that what faces users goes first if it is listed last. A part that
 * fails to start, or an error that nobody named, ends the process: another node takes over.
 */
export async function runService(log: Log, nodeId: string, parts: readonly Part[]): Promise<void> {
  const started: Part[] = [];
  let stopping = false;

  async function stop(status: number): Promise<void> {
    if (stopping) return;
    stopping = true;
    setTimeout(() => {
      log.error({ deadlineMs: STOP_DEADLINE_MS }, "did not stop in time");
      process.exit(status || 1);
    }, STOP_DEADLINE_MS).unref();
    for (const part of started.reverse()) {
      try {
        await part.stop();
      } catch (error) {
        log.error({ part: part.name, err: error }, "a part failed to stop");
        status ||= 1;
      }
    }
    process.exit(status);
  }
  const stopOnSignal = () => void stop(0);
  process.on("SIGTERM", stopOnSignal);
  process.on("SIGINT", stopOnSignal);
  process.on("uncaughtException", (error) => {
    log.fatal({ err: error }, "defect: uncaught exception");
    process.exit(70);
  });
  process.on("unhandledRejection", (reason) => {
    log.fatal({ err: reason }, "defect: unhandled rejection");
    process.exit(70);
  });

  for (const part of parts) {
    try {
      await part.start();
      started.push(part);
    } catch (error) {
      log.fatal(
        { part: part.name, err: error },
        `${part.name}: ${error instanceof Error ? error.message : String(error)}`,
      );
      process.stderr.write(`${nodeId}: ${part.name}: ${error instanceof Error ? error.message : String(error)}\n`);
      return stop(1);
    }
  }
  process.stdout.write(`ready ${nodeId}\n`);
}
