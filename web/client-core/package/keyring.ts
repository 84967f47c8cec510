/** The keys of one session: takes those that come, makes those that a code lets it make, asks again for one that was lost. */
import type { OpeningFrame, StepFrame } from "#contracts/frames/server";
import type { CodesFile } from "#contracts/package/codes";
import type { LockFrame } from "#domain/answer/entry";
import type { WhichPaper } from "#domain/seal/labels";
import { type HeldKeys, type StepKey, withStart, withStep } from "#client-core/package/held-keys";
import { isAnswered, nextStepKeys } from "#client-core/package/next-steps";
import { type CodeOutcome, tryCode } from "#client-core/package/offline-codes";
import type { Outbox } from "#client-core/outbox";
import type { SessionRecord } from "#client-core/records";
import type { ServerTime } from "#client-core/server-time";

export interface KeyringOptions {
  readonly time: Pick<ServerTime, "nowMs">;
  readonly outbox: Pick<Outbox, "epoch" | "d0" | "d2" | "sendable">;
  readonly record: () => SessionRecord;
  /** Which paper is taken now. */
  readonly paper: () => WhichPaper;
  /** The last lock of each sealed section. */
  readonly lastLocks: () => ReadonlyMap<string, LockFrame>;
  /** Keeps what has changed on the device, and shows it. */
  readonly keep: (change: Partial<SessionRecord>) => void;
  /** The exact text of an entry that is stored already: a duplicate, for its answer. */
  readonly sendAgain: (text: string) => void;
}

export class Keyring {
  constructor(private readonly options: KeyringOptions) {}

  came(frame: OpeningFrame | StepFrame): void {
    if (frame.kind === "opening") return this.keep(frame.paper, withStart(this.keysOf(frame.paper), frame.key));
    const paper = this.options.paper();
    const { key, path, sectionId, token } = frame;
    this.keep(paper, withStep(this.keysOf(paper), { sectionId, path, key, token }));
  }

  /** Steps that another device had opened. Which paper they are of is not said; they open nothing of the other one. */
  restore(steps: readonly StepKey[]): void {
    for (const paper of ["main", "backup"] as const) this.keep(paper, steps.reduce(withStep, this.keysOf(paper)));
  }

  async openByCode(files: readonly CodesFile[], typed: string): Promise<CodeOutcome> {
    const { keep, record, time } = this.options;
    const nowMs = time.nowMs();
    const { codesFromMs, wrongCodes } = record();
    if (nowMs < codesFromMs) return { kind: "wait", untilMs: codesFromMs };
    const { opened, outcome } = await tryCode(files, typed, wrongCodes, nowMs);
    if (outcome.kind === "wrong") keep({ wrongCodes: wrongCodes + 1, codesFromMs: outcome.untilMs });
    if (!opened) return outcome;
    const { key, paper, sectionId } = opened;
    const keys = this.keysOf(paper);
    if (sectionId === null) this.keep(paper, { ...withStart(keys, key), codeAtMs: keys.codeAtMs ?? nowMs });
    else this.keep(paper, { ...keys, sections: { ...keys.sections, [sectionId]: key } });
    await this.openNextSteps();
    return outcome;
  }

  /** In a section that a code opened, what follows a lock opens when the lock is durable here, not before. */
  async openNextSteps(): Promise<void> {
    const { lastLocks, outbox, paper } = this.options;
    const which = paper();
    if (Object.keys(this.keysOf(which).sections).length === 0) return;
    const isDurable = ({ epoch, seq }: LockFrame) => epoch !== outbox.epoch || seq <= outbox.d0;
    const steps = await nextStepKeys([...lastLocks().values()].filter(isDurable), this.keysOf(which));
    this.keep(which, steps.reduce(withStep, this.keysOf(which)));
  }

  /** The answer to a lock may have been lost with its socket: a lock that is stored already is said once more. */
  async askAgain(): Promise<void> {
    const { lastLocks, outbox, paper, sendAgain } = this.options;
    for (const lock of lastLocks().values()) {
      // What is not secured the link sends again by itself.
      if (lock.epoch !== outbox.epoch || lock.seq > outbox.d2) continue;
      const text = outbox.sendable(lock.seq);
      if (text !== null && !(await isAnswered(lock, this.keysOf(paper())))) sendAgain(text);
    }
  }

  private keysOf(paper: WhichPaper): HeldKeys {
    return this.options.record().keys[paper];
  }
  private keep(paper: WhichPaper, keys: HeldKeys): void {
    const { keep, record } = this.options;
    if (keys !== record().keys[paper]) keep({ keys: { ...record().keys, [paper]: keys } });
  }
}
