/** Why a request was refused, as it goes over the wire. See domain/sitting/reason.ts. */
import { z } from "zod";
import { ACT_KINDS } from "#domain/sitting/act";
import { PLAIN_REASONS, type Reason as DomainReason } from "#domain/sitting/reason";
import { PHASES } from "#domain/sitting/scope-state";

const kind = z.enum(ACT_KINDS);
const count = z.number().int().min(0);
const texts = z.array(z.string()).readonly();

export const Reason = z.discriminatedUnion("code", [
  z.strictObject({ code: z.enum(PLAIN_REASONS) }),
  z.strictObject({ code: z.literal("not_while"), kind, phase: z.enum(PHASES) }),
  z.strictObject({ code: z.literal("not_cancelled"), phase: z.enum(PHASES) }),
  z.strictObject({ code: z.enum(["national_only", "candidate_only", "not_for_role"]), kind }),
  z.strictObject({ code: z.literal("instruction_unknown"), number: z.number() }),
  z.strictObject({ code: z.literal("undo_of_another"), kind }),
  z.strictObject({ code: z.literal("overtaken"), kind, author: z.string(), cause: z.string() }),
  z.strictObject({ code: z.enum(["not_ready", "minutes_unsigned"]), names: texts }),
  z.strictObject({ code: z.literal("tablets_not_ready"), count, names: texts }),
  z.strictObject({
    code: z.literal("not_rehearsed"),
    candidates: count,
    withinDays: count,
    best: z.strictObject({ candidates: count, days: count }).nullable(),
  }),
  z.strictObject({ code: z.literal("still_composing"), count }),
  z.strictObject({ code: z.literal("tablets_owe"), count, seats: texts }),
  z.strictObject({ code: z.literal("room_unknown"), roomId: count }),
  z.strictObject({ code: z.literal("listed_already"), studentNumber: z.string(), where: z.string() }),
  z.strictObject({ code: z.literal("seat_taken"), seat: z.string(), room: z.string(), by: z.string() }),
  z.strictObject({ code: z.enum(["slot_taken", "replaced_already"]), sittingId: count }),
  z.strictObject({ code: z.literal("paper_unknown"), paper: z.string() }),
  z.strictObject({ code: z.literal("paper_given"), paper: z.string(), sittingId: count }),
  z.strictObject({ code: z.literal("papers_share_item"), itemId: z.string() }),
  z.strictObject({ code: z.literal("act_malformed"), problems: z.string() }),
]) satisfies z.ZodType<DomainReason>;
export type Reason = DomainReason;
