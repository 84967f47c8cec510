import type { SignInRequest } from "#contracts/http/sign-in";
import { isGenesisOf, type SyncHash } from "#domain/answer/chain";
import type { CandidateRef } from "#domain/answer/entry";
import type { Genesis } from "#domain/answer/epoch";
import type { KnownEpoch } from "#control/ports";

export interface KeepableEpoch {
  readonly epoch: number;
  readonly genesis: Genesis;
}

/**
 * The epoch that this device may ask to keep, with its genesis, or null. What is drained is believed over the device;
 * what is not drained yet (or was lost with an emptied store) is taken from the device, if it is sound in itself.
 */
export function keepableEpoch(
  hash: SyncHash,
  of: CandidateRef,
  request: Pick<SignInRequest, "holds" | "device">,
  epochs: readonly KnownEpoch[],
): KeepableEpoch | null {
  const { holds, device } = request;
  if (holds === null || holds.sittingId !== of.sittingId) return null;
  if (!isGenesisOf(hash, of, holds.epoch, holds.genesis)) return null;
  const known = epochs.find((e) => e.epoch === holds.epoch);
  if (known?.deviceId != null && known.deviceId !== device.id) return null;
  if (known?.genesisHash != null && known.genesisHash !== holds.genesis.hash) return null;
  return { epoch: holds.epoch, genesis: holds.genesis };
}

/**
 * The epoch whose entries a device may still deliver once the sitting is over, or null: one that was given to this very
 * device. No new epoch is given then, since it would fence the device that the candidate has worked on since.
 */
export function deliverableEpoch(
  hash: SyncHash,
  of: CandidateRef,
  request: Pick<SignInRequest, "holds" | "device">,
  epochs: readonly KnownEpoch[],
): KeepableEpoch | null {
  const keepable = keepableEpoch(hash, of, request, epochs);
  return keepable && epochs.some((e) => e.epoch === keepable.epoch) ? keepable : null;
}
