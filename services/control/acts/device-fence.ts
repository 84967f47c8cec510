/**
 * Fencing a candidate's tablet: the next epoch is given to nobody, so that entries of the old tablet behind it are set
 * aside, and the next sign-in with the card takes over. What the old tablet still sends arrives and is kept.
 */
import { createHash } from "node:crypto";
import type { DeviceFence } from "#control/acts/ports";
import type { ExamDirectory, KnownEpoch } from "#control/ports";
import { previousEpochOf } from "#control/sign-in/previous-epoch";
import type { CandidateRef } from "#domain/answer/entry";
import type { EpochMarker } from "#domain/answer/epoch";
import { genesisOf, NO_PREVIOUS_EPOCH, type Bytes } from "#domain/answer/chain";
import { type EpochIssuer, StoreTrouble } from "#domain/ports/answer-stream";

const sha256 = (bytes: Bytes) => createHash("sha256").update(bytes).digest();

const REPLACED = "replaced-";
/** Whether an epoch was given to nobody, so that the next device may take over. */
export const isReplaced = (deviceId: string): boolean => deviceId.startsWith(REPLACED);

export interface FenceParts {
  readonly epochs: EpochIssuer;
  readonly directory: Pick<ExamDirectory, "epochs" | "frames">;
  /** Rejects with StoreTrouble while the answers' store is away. */
  answersReachable(): Promise<void>;
  /** Acts that have fenced already. */
  readonly done: { has(actId: string): Promise<boolean>; add(actId: string): Promise<void> };
}

export function createDeviceFence(parts: FenceParts): DeviceFence {
  return {
    reachable: () => parts.answersReachable(),
    fence: async (of, actId) => {
      if (await parts.done.has(actId)) return;
      const known = await knownEpochs(parts, of);
      await parts.epochs.issue({
        ...of,
        deviceId: `${REPLACED}${actId}`,
        floor: known.at(-1)?.epoch ?? 0,
        keep: null,
        markerFor: async (epoch) => marker(of, epoch, `${REPLACED}${actId}`, await previousOf(parts, of, known)),
      });
      await parts.done.add(actId);
    },
  };
}

const marker = (of: CandidateRef, epoch: number, deviceId: string, previous: typeof NO_PREVIOUS_EPOCH): EpochMarker => {
  const genesis = genesisOf(sha256, of, epoch, previous);
  return { v: 1, ...of, epoch, deviceId, publicKey: null, genesis, genesisHash: genesis.hash };
};

/** While PostgreSQL is away the fence's chain starts from nothing: nobody composes under it. */
const knownEpochs = (parts: FenceParts, of: CandidateRef): Promise<readonly KnownEpoch[]> =>
  parts.directory.epochs(of).catch(withoutDatabase([]));

const previousOf = (parts: FenceParts, of: CandidateRef, known: readonly KnownEpoch[]) =>
  previousEpochOf(sha256, known, (epoch, upTo) => parts.directory.frames(of, epoch, upTo)).catch(
    withoutDatabase(NO_PREVIOUS_EPOCH),
  );

const withoutDatabase =
  <T>(instead: T) =>
  (error: unknown): T => {
    if (error instanceof StoreTrouble) return instead;
    throw error;
  };
