/** Work that looks again and again for more to do: one pass after another, until stopped. */
import type { Part } from "#runtime/lifecycle";

/** `pass` must not reject; `pauseMs`: between two passes. */
export function createPasses(name: string, pass: () => Promise<void>, pauseMs: number): Part {
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  const next = (): void => {
    running = pass().then(() => {
      if (!stopped) timer = setTimeout(next, pauseMs);
    });
  };
  return {
    name,
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
