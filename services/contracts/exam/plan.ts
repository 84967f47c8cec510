/** Version 1 of the plan of an exam: what `amphi import exam` reads and `amphi export exam` writes (docs/exam-format.md). */
import { z } from "zod";
import { DEFAULT_RULES, SittingRules } from "#contracts/exam/rules";
import { PaperRef } from "#contracts/frames/fields";
import { isTimeZone } from "#domain/exam/local-time";

const Slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/);
const Title = z.string().trim().min(1).max(200);
/** Codes go into addresses and file names; candidate and staff files use them. */
const Code = z
  .string()
  .max(20)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} _./-]*$/u);
const Name = z.string().trim().min(1).max(100);
/** `2026-03-19T14:00` as clocks of the exam's zone show it, or with its offset from UTC. */
const Start = z.string().max(40);

export const PlannedRoom = z
  .strictObject({
    code: Code,
    name: Name.optional(),
    /** Seat plan: both or neither. */
    rows: z.number().int().min(1).max(100).optional(),
    columns: z.number().int().min(1).max(100).optional(),
  })
  .refine((room) => (room.rows === undefined) === (room.columns === undefined), "rows and columns go together");

export const ExamPlan = z.strictObject({
  format: z.literal("amphi-exam"),
  version: z.literal(1),
  slug: Slug,
  title: Title,
  timeZone: z.string().max(60).refine(isTimeZone, "is no time zone such as Europe/Paris").default("Europe/Paris"),
  /** Papers to bring in: from a folder beside this file, or from another exam of the installation. Others are there. */
  papers: z
    .array(
      z.union([
        z.strictObject({ slug: PaperRef, folder: z.string().min(1).max(300) }),
        z.strictObject({ slug: PaperRef, exam: Slug }),
      ]),
    )
    .max(100)
    .default([]),
  sittings: z
    .array(
      z.strictObject({
        /** By which it is found again: unique in the exam. */
        title: Title,
        paper: PaperRef,
        backup: PaperRef.nullable().default(null),
        start: Start,
        rules: SittingRules.default(DEFAULT_RULES),
        rehearsal: z.boolean().default(false),
      }),
    )
    .max(100)
    .default([]),
  reserveSlots: z.array(Start).max(100).default([]),
  centres: z
    .array(z.strictObject({ code: Code, name: Name.optional(), rooms: z.array(PlannedRoom).min(1).max(100) }))
    .max(500)
    .default([]),
});
export type ExamPlan = z.infer<typeof ExamPlan>;
