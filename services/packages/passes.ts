/** Passes of the sealer, one after another, until stopped. */
import type { Part } from "#runtime/lifecycle";

export function createPasses(pass: () => Promise<void>, everyMs: number): Part {
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  const next = (): void => {
    running = pass().then(() => {
      if (!stopped) timer = setTimeout(next, everyMs);
    });
  };
  return {
    name: "sealer",
    start: () => {
      next();
      return Promise.resolve();
    },
    stop: async () => {
      stopped = true;
      if (timer) clearTimeout(timer);
      await running;
    },
  };
}
