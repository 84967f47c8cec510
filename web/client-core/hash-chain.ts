/** The head of one epoch's hash chain, kept behind the entries: hashing never delays saving or sending. */
import { type Bytes, fromHex, nextHead } from "#domain/answer/chain";
import type { Sha256 } from "#client-core/ports";

const encoder = new TextEncoder();

export class HashChain {
  private head: Promise<Bytes>;

  constructor(
    private readonly sha256: Sha256,
    genesisHash: string,
  ) {
    this.head = Promise.resolve(fromHex(genesisHash));
  }

  extend(frameText: string): void {
    const link = this.head.then(async (head) => nextHead(this.sha256, head, encoder.encode(frameText)));
    // A failed hash shows where the head is asked for; until then it must not count as unhandled.
    link.catch(() => undefined);
    this.head = link;
  }

  /** The head after everything extended so far: 32 bytes. */
  current(): Promise<Bytes> {
    return this.head;
  }
}
