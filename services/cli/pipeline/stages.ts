/** Stages of a pipeline: a line of progress while one runs, a line with its time when it is over. */
import type { CliContext } from "#cli/context";

export interface Stages {
  run<T>(
    name: string,
    work: (progress: (done: number, of: number) => void) => Promise<{ result: T; says: string }>,
  ): Promise<T>;
}
const NAME_WIDTH = 15;

/** `elapsedMs`: monotonic. Progress goes to standard error, by tenths. */
export function createStages(context: Pick<CliContext, "out" | "err">, elapsedMs: () => number): Stages {
  return {
    async run(name, work) {
      const startedMs = elapsedMs();
      let shown = 0;
      const { result, says } = await work((done, of) => {
        const tenth = Math.floor((10 * done) / Math.max(1, of));
        if (tenth > shown && tenth < 10)
          context.err(`${name.padEnd(NAME_WIDTH)} ${"█".repeat(tenth)}${"·".repeat(10 - tenth)} ${done} of ${of}`);
        shown = Math.max(shown, tenth);
      });
      const seconds = ((elapsedMs() - startedMs) / 1000).toFixed(1);
      context.out(`${name.padEnd(NAME_WIDTH)} ${seconds.padStart(7)} s  ${says}`);
      return result;
    },
  };
}
