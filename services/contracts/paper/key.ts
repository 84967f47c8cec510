/** Version 1 of the answer key: a separate file, imported into separate tables, never sent to a tablet. */
import { z } from "zod";
import { PaperRef } from "#contracts/frames/fields";

const Refs = z.array(PaperRef);
export const ItemKey = z.discriminatedUnion("type", [
  /** QRM, QRU, QRP, QRPL: right options; ticking an `unacceptable` one or missing an `indispensable` one gives 0. */
  z.strictObject({
    type: z.literal("options"),
    right: Refs.min(1).max(25),
    unacceptable: Refs.default([]),
    indispensable: Refs.default([]),
  }),
  /** QROC: accepted texts, compared after normalisation. */
  z.strictObject({ type: z.literal("texts"), accepted: z.array(z.string().trim().min(1).max(200)).min(1) }),
  /** QZP: discs in thousandths of the image's width and height, radius in thousandths of its width. */
  z.strictObject({
    type: z.literal("zones"),
    zones: z
      .array(
        z.strictObject({
          x: z.number().int().min(0).max(1000),
          y: z.number().int().min(0).max(1000),
          r: z.number().int().min(1).max(1000),
        }),
      )
      .min(1),
  }),
  /** TCS: how many panellists chose −2, −1, 0, +1, +2. */
  z.strictObject({ type: z.literal("panel"), counts: z.array(z.number().int().min(0)).length(5) }),
]);
export type ItemKey = z.infer<typeof ItemKey>;

export const AnswerKey = z.strictObject({
  format: z.literal("amphi-key"),
  version: z.literal(1),
  paperId: PaperRef,
  items: z.record(PaperRef, ItemKey),
});
export type AnswerKey = z.infer<typeof AnswerKey>;
