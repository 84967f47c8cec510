/**
 * Codes that open a paper where there is no network, revealed one by one by an organiser, who reads them out to a room.
 * GET /api/console/sittings/{sittingId}/codes/{roomId}: what there is to reveal. POST /api/console/sittings/{sittingId}/
 * codes: the next one. The act that comes of it stands in the journal; the code itself is in this answer alone.
 */
import { z } from "zod";
import { Act } from "#contracts/act";
import { ActId, PaperRef, storable } from "#contracts/frames/fields";
import { LIMITS } from "#contracts/limits";

const count = z.number().int().min(0);

export const CodeAsked = z.strictObject({
  /** Made when the dialog opens: the same request again gives the same code. */
  id: ActId,
  cause: storable(z.string().max(LIMITS.causeCharsMax)),
  roomId: z.number().int().min(1),
  paper: z.enum(["main", "backup"]),
  /** Null: the code of the start. */
  sectionId: PaperRef.nullable(),
});
export type CodeAsked = z.infer<typeof CodeAsked>;

/** `code`: in groups of four, as it is read out. */
export const CodeAnswer = z.strictObject({ act: Act, code: z.string() });
export type CodeAnswer = z.infer<typeof CodeAnswer>;

export const CodeList = z.strictObject({
  /** In the order of the paper; the start first. `left`: not revealed to this room yet. */
  codes: z.array(
    z.strictObject({
      paper: z.enum(["main", "backup"]),
      sectionId: PaperRef.nullable(),
      /** Null: the start, or the paper is out of reach. */
      title: z.string().nullable(),
      left: count,
      of: count,
    }),
  ),
});
export type CodeList = z.infer<typeof CodeList>;
