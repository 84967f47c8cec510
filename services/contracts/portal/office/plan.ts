/** Version 1 of a competition's plan: the file that is imported, exported and copied from last year. */
import { z } from "zod";
import { MOMENTS } from "#domain/admission/reorientation/reorient";
import {
  AUDIENCES,
  type CompetitionPlan as Plan,
  FIELD_KINDS,
  MAIL_EVENTS,
  UNIT_SOURCES,
} from "#domain/competition/plan";
import { RankingRules } from "#contracts/ranking/rules";

const rules = RankingRules.shape;
const ranking = rules.rankings.element.omit({ enrolled: true });
const unit = rules.units.element;
const Code = unit.shape.code;
const Name = unit.shape.name;
const Value = z.string().min(1).max(200);
const Count = z.int().min(0).max(1_000_000);
const Login = z.string().min(3).max(64);
const Instant = z.iso.datetime({ offset: true });

const OverQuota = z.strictObject({
  category: Code,
  percent: z.int().min(0).max(1_000).optional(),
  max: Count.optional(),
  beyondCap: z.enum(["consume", "refuse"]),
});
const Reorientation = z.strictObject({
  code: Code,
  name: Name,
  ranking: Code,
  moment: z.enum(MOMENTS),
  /** R34. */
  worstPercent: z.int().min(0).max(15).optional(),
  /** R35. */
  beyondHundredths: z.int().min(250).max(300).optional(),
  totalBelow: z.int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
  only: z.array(Code).max(100),
  except: z.array(Code).max(100),
});
const Audience = z.enum(AUDIENCES);

export const CompetitionPlan = z.strictObject({
  format: z.literal("amphi-competition"),
  v: z.literal(1),
  title: Name,
  shortTitle: z.string().trim().min(1).max(40),
  referenceDate: z.iso.date(),
  studentNumber: z.string().max(32),
  anonymity: z.boolean(),
  identityFields: z
    .array(
      z.strictObject({
        code: Code,
        name: Name,
        kind: z.enum(FIELD_KINDS),
        values: z.array(Value).max(1_000),
        needed: z.boolean(),
      }),
    )
    .max(100),
  categories: z
    .array(z.strictObject({ code: Code, name: Name, field: Code, values: z.array(Value).min(1).max(1_000) }))
    .max(100),
  codes: z.array(rules.codes.element.extend({ name: Name })).max(100),
  missing: rules.missing,
  units: z
    .array(
      unit.extend({
        term: z.union([z.literal(0), z.literal(1), z.literal(2)]),
        source: z.enum(UNIT_SOURCES),
        teachers: z.array(Login).max(100),
      }),
    )
    .max(1_000),
  rankings: z.array(ranking).max(100),
  programmes: z
    .array(
      ranking.extend({
        places: Count,
        overQuota: z.array(OverQuota).max(20),
        caps: z.array(z.strictObject({ category: Code, max: Count })).max(20),
      }),
    )
    .max(1_000),
  lottery: rules.lottery,
  admissions: z.enum(["computed", "none"]),
  reorientations: z.array(Reorientation).max(20),
  wishes: z.strictObject({
    most: z.int().min(0).max(1_000),
    windows: z.array(z.strictObject({ name: Name, opensAt: Instant, closesAt: Instant })).max(20),
  }),
  visibility: z.strictObject({
    ...{ marks: Audience, totals: Audience, ranks: Audience, wishes: Audience, seat: Audience, explanation: Audience },
  }),
  mails: z.array(z.enum(MAIL_EVENTS)).max(MAIL_EVENTS.length),
}) satisfies z.ZodType<Plan>;
