/**
 * Acting from a console. POST /api/console/sittings/{sittingId}/acts. The id is made when the dialog opens: after a lost
 * reply the same request is sent again, or GET …/acts/{id} asks what became of it; both give the first outcome.
 */
import { z } from "zod";
import { ACT_KINDS } from "#domain/sitting/act";
import { Act, ACT_DETAILS, Scope } from "#contracts/act";
import { ActId, InstantMs, storable } from "#contracts/frames/fields";
import { LIMITS } from "#contracts/limits";

export const ActAsked = z.strictObject({
  id: ActId,
  kind: z.enum(ACT_KINDS),
  cause: storable(z.string().max(LIMITS.causeCharsMax)),
  scope: Scope,
  /** Null: at once. */
  effectiveAtMs: InstantMs.nullable(),
  ...z.strictObject(ACT_DETAILS).partial().shape,
  /**
   * What the person saw when the dialog opened: the last act they knew of. Where another act of the same scope came
   * since, the request is refused with `act_overtaken`, and that act is told. Null: whatever happened meanwhile.
   */
  seenActId: ActId.nullable(),
});
export type ActAsked = z.infer<typeof ActAsked>;

/** An act that waits for its second person. */
export const Proposal = z.strictObject({
  sittingId: z.number().int(),
  asked: ActAsked,
  author: z.string(),
  authorId: z.number().int(),
  atMs: InstantMs,
  expiresAtMs: InstantMs,
});
export type Proposal = z.infer<typeof Proposal>;

/** Body of POST …/proposals/{id}/confirm: `atMs` of the proposal that the person read, lest they confirm another one. */
export const ConfirmAsked = z.strictObject({ atMs: InstantMs.optional() });

/** Answer to an asked act, to POST …/proposals/{id}/confirm and …/withdraw, and to GET …/acts/{id}. */
export const ActAnswer = z.discriminatedUnion("outcome", [
  z.strictObject({ outcome: z.enum(["appended", "repeated"]), act: Act }),
  z.strictObject({ outcome: z.literal("proposed"), proposal: Proposal }),
  /** Of GET and withdraw: nobody has asked for it, or it was refused or withdrawn. It may be asked again. */
  z.strictObject({ outcome: z.literal("unknown") }),
]);
export type ActAnswer = z.infer<typeof ActAnswer>;
