/**
 * What stands in the streams of the answers' Redis. Entries outlive a deploy, so the version is the field's name and
 * readers know v and v−1 (only 1 so far).
 *
 *   entry   fields `e1` "<sittingId>:<candidateId>:<epoch>:<seq>:<nodeId>"  `f` the frame's bytes as the tablet sent them
 *   marker  fields `m1` JSON EpochMarker
 */
import { z } from "zod";
import type { EpochMarker as DomainEpochMarker } from "#domain/answer/epoch";
import { Epoch } from "#contracts/frames/fields";
import { Genesis } from "#contracts/http/sign-in";

export const PARTITIONS = 16;
/** A candidate's entries all live in one partition, so their order is the stream's order. */
export const partitionOf = (candidateId: number): number => candidateId % PARTITIONS;

/** Hash tag: all keys of one partition land in one slot of a Redis Cluster. */
const tag = (partition: number) => `{p${String(partition).padStart(2, "0")}}`;
export const KEYS = {
  log: (partition: number) => `${tag(partition)}:log`,
  /** Hash candidate → "<epoch> <deviceId>": the current epoch. */
  fence: (partition: number) => `${tag(partition)}:fence`,
  /** Hash candidate:epoch → highest secured seq without a gap; a mirror of PostgreSQL, losing it only causes resends. */
  d2: (partition: number) => `${tag(partition)}:d2`,
  /** Number of the store's life; absent on an empty Redis until a drain has adopted it. */
  generation: (partition: number) => `${tag(partition)}:generation`,
  lease: (partition: number) => `${tag(partition)}:lease`,
  /** Pub/sub channel of one ingest node: D2 advances of the candidates it wrote for. */
  secured: (nodeId: string) => `secured:${nodeId}`,
} as const;

/** Pub/sub channel on which a moved fence is told to every ingest node: "<sittingId>:<candidateId>:<epoch>". */
export const FENCED_CHANNEL = "fenced";

/** New device of a candidate: every entry of a lower epoch that follows it in the stream is superseded. */
export const EpochMarker = z.strictObject({
  v: z.literal(1),
  sittingId: z.number().int(),
  candidateId: z.number().int(),
  epoch: Epoch,
  deviceId: z.string(),
  /** JWK x, y of the device's signing key, or null. */
  publicKey: z.strictObject({ x: z.string(), y: z.string() }).nullable(),
  /** Null when an ingest restored the marker from a ticket: then only `genesisHash` is known. */
  genesis: Genesis.nullable(),
  genesisHash: z.string(),
}) satisfies z.ZodType<DomainEpochMarker>;
export type EpochMarker = DomainEpochMarker;

/** Body of a D2 message to one node: [sittingId, candidateId, epoch, seq] each. */
export const SecuredMessage = z.array(z.tuple([z.number(), z.number(), z.number(), z.number()]));
