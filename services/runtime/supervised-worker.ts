/**
 * A worker that is replaced when it falls silent: BullMQ workers can stop taking jobs after a reset connection without
 * any error (taskforcesh/bullmq#4479), and a watch that silently stopped is worse than none.
 */
export interface Worker {
  close(): Promise<void>;
}
export interface Supervision {
  /** Makes a worker that calls back after each completed job. */
  readonly makeWorker: (onCompleted: () => void) => Worker;
  /** Silence after which a worker is replaced, ms. */
  readonly silenceMaxMs: number;
  /** Monotonic clock, ms. */
  readonly elapsedMs: () => number;
  readonly onReplaced: (silentMs: number) => void;
  readonly onTrouble: (error: unknown) => void;
}

export interface SupervisedWorker {
  start(): void;
  /** Replaces the worker if it has been silent for too long; to be called now and then. */
  check(): Promise<void>;
  /** True while the worker is silent for too long. */
  isSilent(): boolean;
  stop(): Promise<void>;
}

export function createSupervisedWorker(supervision: Supervision): SupervisedWorker {
  const { makeWorker, silenceMaxMs, elapsedMs, onReplaced, onTrouble } = supervision;
  let worker: Worker | null = null;
  let completedAtMs = elapsedMs();
  let bornAtMs = elapsedMs();

  function start(): void {
    bornAtMs = elapsedMs();
    worker = makeWorker(() => {
      completedAtMs = elapsedMs();
    });
  }
  async function end(): Promise<void> {
    const ended = worker;
    worker = null;
    try {
      await ended?.close();
    } catch (error) {
      onTrouble(error); // it is given up either way
    }
  }
  return {
    start: () => {
      completedAtMs = elapsedMs();
      start();
    },
    async check() {
      const silentMs = elapsedMs() - Math.max(completedAtMs, bornAtMs);
      if (worker === null || silentMs < silenceMaxMs) return;
      onReplaced(silentMs);
      await end();
      start();
    },
    isSilent: () => elapsedMs() - completedAtMs >= silenceMaxMs,
    stop: end,
  };
}
