/** Version 1 of the rules of a ranking: what `amphi rank --rules` reads (docs/formats.md). Values, no defaults: what is
 * published is hashed as it stands. */
import { z } from "zod";
import { SPECIAL_CODES_MAX } from "#domain/ranking/input";
import { CODE_EFFECTS, LOTTERY_METHODS, type RankingRules as Rules } from "#domain/ranking/rules";

/** Codes and fields are members of JSON objects: `constructor` would be found in every one of them. */
const isOwn = (name: string): boolean => !(name in {});
/** Codes stand in tables and in reasons: no separators, no quotes. */
const Code = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,31}$/u)
  .refine(isOwn, "is a word that programs keep for themselves");
const Name = z.string().trim().min(1).max(200);
const Field = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,59}$/u)
  .refine(isOwn, "is a word that programs keep for themselves");
const Coefficient = z.int().min(1).max(1_000_000);

const MarkTieBreak = z.strictObject({
  by: z.literal("mark"),
  unit: Code,
  first: z.enum(["highest", "lowest"]),
  missing: z.enum(["first", "last", "zero"]),
});
const FieldTieBreak = z.strictObject({
  by: z.literal("field"),
  field: Field,
  as: z.union([z.enum(["number", "date", "text"]), z.array(z.string().min(1).max(200)).min(2).max(1000)]),
  first: z.enum(["highest", "lowest", "listed"]),
  missing: z.enum(["first", "last"]),
});

const Ranking = z.strictObject({
  code: Code,
  name: Name,
  shortName: Name.optional(),
  enrolled: z.enum(["everyone", "listed"]),
  totals: z.enum(["computed", "imported", "none"]),
  ranks: z.enum(["computed", "imported", "none"]),
  coefficients: z.union([z.literal("ects"), z.record(Code, Coefficient)]).optional(),
  tieBreaks: z.array(z.discriminatedUnion("by", [MarkTieBreak, FieldTieBreak])).max(50),
});

export const RankingRules = z.strictObject({
  format: z.literal("amphi-ranking-rules"),
  v: z.literal(1),
  title: Name,
  units: z
    .array(
      z.strictObject({
        code: Code,
        name: Name,
        /** Thousandths; 20000: over 20. */
        scale: z.int().min(1).max(1_000_000_000_000),
        ects: Coefficient.optional(),
        common: z.boolean().optional(),
      }),
    )
    .max(1000),
  codes: z
    .array(
      z.strictObject({
        code: Code,
        effect: z.enum(CODE_EFFECTS),
        in: z.record(Code, z.enum(["zero", "neutral", "excludes-here"])).optional(),
      }),
    )
    .max(SPECIAL_CODES_MAX),
  missing: z.union([z.literal("refuse"), z.strictObject({ as: Code })]),
  rankings: z.array(Ranking).min(1).max(1000),
  lottery: z.enum(LOTTERY_METHODS),
}) satisfies z.ZodType<Rules>;
