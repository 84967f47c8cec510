/** Acts: the events of a sitting's journal. State is a fold of them, the same on every node. */
import { z } from "zod";
import { ACT_KINDS, type Act as DomainAct } from "#domain/sitting/act";
import { ActId, InstantMs } from "#contracts/frames/fields";

export const Act = z.strictObject({
  v: z.literal(1),
  id: ActId,
  kind: z.enum(ACT_KINDS),
  author: z.string().min(1).max(200),
  cause: z.string().max(2_000),
  /** When the server appended it, and when it takes effect (never earlier than appended). */
  atMs: InstantMs,
  effectiveAtMs: InstantMs,
}) satisfies z.ZodType<DomainAct>;
export type Act = DomainAct;
