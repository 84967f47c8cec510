/** Epochs: fencing numbers of a candidate's devices, and where each epoch's hash chain starts. */

/** What an epoch's chain starts from: the previous epoch as the server knew it; zeros for the first. */
export interface Genesis {
  previousEpoch: number;
  previousSeq: number;
  /** Hex, 64 digits. */
  previousHead: string;
  /** h_0 of the chain, hex. */
  hash: string;
}

/** Stands in the stream where a new device took over: lower epochs that follow it are superseded. */
export interface EpochMarker {
  v: 1;
  sittingId: number;
  candidateId: number;
  epoch: number;
  deviceId: string;
  publicKey: { x: string; y: string } | null;
  /** Null when restored from a ticket: then only its hash is known. */
  genesis: Genesis | null;
  genesisHash: string;
}

/**
 * Epochs of the n-th life of a store start above (n−1) × this: an emptied store may have given numbers that PostgreSQL
 * never saw, and two devices must never share one.
 */
export const EPOCHS_PER_GENERATION = 1_000;

/** The next epoch of a candidate. `current`: the store's, 0 if none; `floor`: PostgreSQL's highest, 0 if none. */
export function nextEpoch(current: number, floor: number, generation: number): number {
  return Math.max(current, floor, (generation - 1) * EPOCHS_PER_GENERATION) + 1;
}

/** The text whose SHA-256 is h_0 of an epoch's chain. */
export function genesisText(
  sittingId: number,
  candidateId: number,
  epoch: number,
  previous: Pick<Genesis, "previousEpoch" | "previousSeq" | "previousHead">,
): string {
  return [
    "amphi-chain-1",
    sittingId,
    candidateId,
    epoch,
    previous.previousEpoch,
    previous.previousSeq,
    previous.previousHead,
  ].join("|");
}

export const NO_HEAD = "0".repeat(64);

/**
 * A device that still has its log keeps its epoch: fencing it would set aside what it has not delivered yet. Where the
 * store knows nobody, a device is believed only for an epoch that can have been given: the highest that PostgreSQL
 * knows, or, in a store that was emptied, one of an earlier life.
 */
export function mayKeep(
  request: { readonly keep: number | null; readonly deviceId: string; readonly floor: number },
  current: { epoch: number; deviceId: string } | null,
  generation: number,
): boolean {
  const { keep, deviceId, floor } = request;
  if (keep === null) return false;
  if (current) return keep === current.epoch && deviceId === current.deviceId;
  if (keep === floor) return true;
  return keep > floor && keep <= (generation - 1) * EPOCHS_PER_GENERATION;
}
