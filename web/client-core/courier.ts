/**
 * Delivers what earlier epochs, or earlier candidates, left on this device: each with the ticket it was made under. It makes
 * no entries. Whatever it cannot deliver stays on the device.
 */
import type { CandidateRef } from "#domain/answer/entry";
import { Link, type LinkOptions } from "#client-core/link";
import { Outbox } from "#client-core/outbox";
import type { Notebook, OutboxStore, Sha256, StoredEpoch } from "#client-core/ports";

export interface Left {
  readonly ref: CandidateRef;
  readonly epoch: number;
  readonly ticket: string;
  readonly urls: readonly string[];
}
export interface CourierPorts extends Pick<LinkOptions, "connect" | "clock" | "random" | "build"> {
  readonly store: OutboxStore;
  readonly sha256: Sha256;
  readonly notebook?: Notebook;
}

export class Courier {
  private readonly jobs: { outbox: Outbox; link: Link }[] = [];

  private constructor(private readonly changed: () => void) {}

  static async start(ports: CourierPorts, left: readonly Left[], changed: () => void): Promise<Courier> {
    const courier = new Courier(changed);
    for (const one of left) await courier.take(ports, one);
    return courier;
  }

  /** Entries held for `ref` in the epochs under delivery, and how many of them have come how far. */
  counts(ref: CandidateRef): { made: number; received: number; secured: number } {
    const mine = this.jobs.filter(
      ({ outbox }) => outbox.ref.candidateId === ref.candidateId && outbox.ref.sittingId === ref.sittingId,
    );
    return mine.reduce(
      (sum, { outbox }) => ({
        made: sum.made + outbox.headSeq,
        received: sum.received + outbox.d1,
        secured: sum.secured + outbox.d2,
      }),
      { made: 0, received: 0, secured: 0 },
    );
  }

  wake(): void {
    for (const { link } of this.jobs) link.wake();
  }

  stop(): void {
    for (const { link, outbox } of this.jobs) {
      link.stop();
      outbox.stop();
    }
  }

  private async take(ports: CourierPorts, left: Left): Promise<void> {
    const log = await ports.store.load(left.ref);
    const epoch: StoredEpoch | undefined = log.epochs.find((known) => known.epoch === left.epoch);
    const held = log.entries.filter((entry) => entry.epoch === left.epoch);
    if (!epoch || held.length <= epoch.d2) return;
    const outbox = new Outbox({ ...ports, ref: left.ref, ...epoch, held, signer: null });
    const link = new Link({
      ...ports,
      outbox,
      urls: left.urls,
      ticket: left.ticket,
      lastActId: () => null,
      listener: { state: () => this.changed(), welcome: ignore, act: ignore, received: () => this.changed() },
    });
    outbox.onChange(() => {
      if (outbox.d2 === outbox.headSeq) link.stop();
      this.changed();
    });
    this.jobs.push({ outbox, link });
    link.start();
  }
}

const ignore = (): void => undefined;
