/** The memory stores with the faults of real ones: away, slow, replies lost, processes that die between two calls. */
import type { AnswerLedger } from "#domain/ports/answer-ledger";
import { StaleOffset } from "#domain/ports/answer-ledger";
import { type AnswerFeed, type AnswerIntake, type EpochIssuer, StoreTrouble } from "#domain/ports/answer-stream";
import type { MemoryAnswerServer } from "#simulator/memory/answer-server";
import type { SeededRandom } from "#simulator/random";
import type { VirtualClock } from "#simulator/virtual-clock";

/** The answers' Redis as its clients see it. */
export class FaultyAnswerServer {
  up = true;
  /** Probability that one command is applied while its reply is lost, or not applied at all. */
  replyLoss = 0;

  constructor(
    readonly server: MemoryAnswerServer,
    private readonly clock: VirtualClock,
    private readonly random: SeededRandom,
  ) {}

  /** Applies `command` after a latency, unless the server is away or the reply gets lost on either side of it. */
  async #run<T>(command: () => Promise<T>): Promise<T> {
    await this.clock.sleep(this.random.below(4));
    if (!this.up) throw new StoreTrouble("away", "now");
    const lossy = this.random.chance(this.replyLoss);
    if (lossy && this.random.chance(0.5)) throw new StoreTrouble("lost before it was applied", "now");
    const result = await command();
    if (lossy) throw new StoreTrouble("applied, reply lost", "now");
    return result;
  }

  intake(nodeId: string): AnswerIntake {
    const inner = this.server.intake(nodeId);
    return {
      ...inner,
      append: async (batch) => {
        try {
          return await this.#run(() => inner.append(batch));
        } catch {
          // The connection broke in the middle: some beginning of the batch may have been stored.
          if (this.up && this.random.chance(0.5))
            await inner.append(batch.slice(0, this.random.below(batch.length + 1)));
          return batch.map(() => null);
        }
      },
      greet: (marker) => this.#run(() => inner.greet(marker)),
    };
  }
  issuer(): EpochIssuer {
    const inner = this.server.issuer();
    return { issue: (request) => this.#run(() => inner.issue(request)) };
  }
  feed(life: Life): AnswerFeed {
    const inner = this.server.feed();
    const call = <T>(command: () => Promise<T>) => life.call(() => this.#run(command));
    return {
      generation: (p) => call(() => inner.generation(p)),
      adopt: (p, generation) => call(() => inner.adopt(p, generation)),
      read: (wanted, countMax) => call(() => inner.read(wanted, Math.min(countMax, 1 + this.random.below(40)), 0)),
      publishSecured: (advances) => call(() => inner.publishSecured(advances)),
      trim: (p, upTo) => call(() => inner.trim(p, upTo)),
      lease: (p, owner, forMs) => call(() => inner.lease(p, owner, forMs)),
      release: (p, owner) => call(() => inner.release(p, owner)),
    };
  }
}

/** A process that may die: from then on none of its calls starts or returns. */
export class Life {
  #diesAfterCalls = Infinity;
  get dead(): boolean {
    return this.#diesAfterCalls <= 0;
  }
  /** Dies after so many more calls: between any two steps of what it is doing. */
  dieAfter(calls: number): void {
    this.#diesAfterCalls = Math.min(this.#diesAfterCalls, calls);
  }
  async call<T>(command: () => Promise<T>): Promise<T> {
    if (this.dead) return never();
    this.#diesAfterCalls -= 1;
    const result = await command();
    return this.dead ? never() : result;
  }
}
const never = <T>() => new Promise<T>(() => undefined);

/** PostgreSQL as a drain sees it: it may be away, or commit without the answer coming back. */
export function faultyLedger(
  inner: AnswerLedger,
  life: Life,
  clock: VirtualClock,
  random: SeededRandom,
  loss: () => number,
): AnswerLedger {
  const run = <T>(command: () => Promise<T>) =>
    life.call(async () => {
      await clock.sleep(random.below(10));
      const lossy = random.chance(loss());
      if (lossy && random.chance(0.5)) throw new StoreTrouble("lost before it was applied", "later");
      const result = await command();
      if (lossy) throw new StoreTrouble("committed, answer lost", "later");
      return result;
    });
  return {
    offset: (p) => run(() => inner.offset(p)),
    beginGeneration: (p, after) => run(() => inner.beginGeneration(p, after)),
    commit: (batch) => run(() => inner.commit(batch)),
  };
}

/** True for errors that a drain's loop survives. */
export const isSurvivable = (error: unknown): boolean => error instanceof StoreTrouble || error instanceof StaleOffset;
