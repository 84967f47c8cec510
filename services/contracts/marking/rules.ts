/** Version 1 of a file of marking rules: the formulas' data. What a file leaves out is as in RULES_1, but for the version. */
import { z } from "zod";
import { type MarkingRules, RULES_1 } from "#domain/marking/marking-rules";

const Thousandths = z.number().int().min(0).max(1000);
const neverRising = (list: readonly number[]) => list.every((one, n) => n === 0 || one <= (list[n - 1] ?? 0));

export const MarkingRulesFile = z.strictObject({
  format: z.literal("amphi-marking-rules"),
  version: z.literal(1),
  rules: z.strictObject({
    version: z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/),
    discordances: z
      .array(Thousandths)
      .min(1)
      .max(25)
      .refine(neverRising, "a further discordance never gives more")
      .default([...RULES_1.discordances]),
    emptyIsNothing: z.boolean().default(RULES_1.emptyIsNothing),
    tooManyIsNothing: z.boolean().default(RULES_1.tooManyIsNothing),
    wrongTickPenalty: Thousandths.default(RULES_1.wrongTickPenalty),
    wrongPointPenalty: Thousandths.default(RULES_1.wrongPointPenalty),
  }) satisfies z.ZodType<MarkingRules>,
});
