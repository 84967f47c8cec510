import { headAfter, NO_PREVIOUS_EPOCH, type PreviousEpoch, type SyncHash } from "#domain/answer/chain";
import type { KnownEpoch } from "#control/ports";

/**
 * What a new epoch's chain starts from: the newest drained epoch whose chain can be computed, as far as it is secured.
 * An epoch without a genesis (its marker is not drained) or with a hole below d2 is passed over.
 */
export async function previousEpochOf(
  hash: SyncHash,
  epochs: readonly KnownEpoch[],
  framesOf: (epoch: number, upTo: number) => Promise<readonly Uint8Array[]>,
): Promise<PreviousEpoch> {
  for (const known of [...epochs].sort((a, b) => b.epoch - a.epoch)) {
    if (known.genesisHash === null) continue;
    const frames = await framesOf(known.epoch, known.d2);
    if (frames.length !== known.d2) continue;
    return {
      previousEpoch: known.epoch,
      previousSeq: known.d2,
      previousHead: headAfter(hash, known.genesisHash, frames),
    };
  }
  return NO_PREVIOUS_EPOCH;
}
