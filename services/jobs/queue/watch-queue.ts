/** The queue of the watch: nothing but its tick. */
import type { Redis } from "ioredis";
import type { Part } from "#runtime/lifecycle";
import { createTickingQueue } from "#runtime/ticking-queue";

const NAME = "watch";

export interface WatchQueueOptions {
  /** Connection without a limit of retries: BullMQ makes its own copies of it. */
  readonly connection: Redis;
  readonly everyMs: number;
  readonly silenceMaxMs: number;
  readonly run: () => Promise<void>;
  readonly onReplaced: (silentMs: number) => void;
  readonly onTrouble: (error: unknown) => void;
}

export const createWatchQueue = ({ run, ...options }: WatchQueueOptions): Part & { isSilent(): boolean } =>
  createTickingQueue({ ...options, name: NAME, prefix: "{jobs}", tick: NAME, concurrency: 1, process: run });
