/**
 * Preparing an exam from a console: what exists, and imports of files. Organisers only; needs PostgreSQL. The files are
 * those of the command line (`amphi import exam|staff|candidates`), with the same checks.
 */
import { z } from "zod";
import { ROLES } from "#domain/staff/account";

const count = z.number().int().min(0);

export const IMPORTS = ["exam", "staff", "candidates"] as const;
export type ImportKind = (typeof IMPORTS)[number];

/** Bytes of one imported file. */
export const IMPORT_BYTES_MAX = 5 * 1024 * 1024;

/**
 * POST /api/console/exams/{examId}/import/{kind}?dryRun=1|0, the file's bytes as body (application/octet-stream).
 * With problems nothing is stored, dry run or not: all of them are told at once.
 */
export const ImportAnswer = z.strictObject({
  /** Whether the file was stored. */
  stored: z.boolean(),
  /** What the file makes, changes and leaves as it is, by what it is about ("candidates", "rooms"…). */
  changes: z.array(z.strictObject({ what: z.string(), made: count, changed: count, same: count })),
  problems: z.array(
    z.strictObject({
      /** Line of the file, from 1; null: the file as a whole, or a place of a JSON file. */
      line: count.nullable(),
      /** Column, or path within a JSON file; empty for the line as a whole. */
      place: z.string(),
      message: z.string(),
    }),
  ),
  /** The first rows as they were understood: column names, then cells. Empty for a file without rows. */
  preview: z.strictObject({ columns: z.array(z.string()), rows: z.array(z.array(z.string())).max(20) }),
  /** First passwords of accounts that were made: shown this once. Empty on a dry run. */
  letters: z.array(
    z.strictObject({
      login: z.string(),
      name: z.string(),
      password: z.string(),
      /** otpauth URI of the second factor, or null. */
      secondFactor: z.string().nullable(),
    }),
  ),
});
export type ImportAnswer = z.infer<typeof ImportAnswer>;

/** GET /api/console/exams/{examId}/staff. */
export const StaffListed = z.array(
  z.strictObject({
    login: z.string(),
    name: z.string(),
    role: z.enum(ROLES),
    /** Code of the centre, null for the nation; codes of a proctor's rooms. */
    centre: z.string().nullable(),
    rooms: z.array(z.string()),
    disabled: z.boolean(),
  }),
);
export type StaffListed = z.infer<typeof StaffListed>;

/** GET /api/console/exams/{examId}/export.json: the file that imports again under another slug. */
export const examExportUrl = (examId: number): string => `/api/console/exams/${examId}/export.json`;
