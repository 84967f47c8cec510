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

/** What a file is about. */
export const IMPORTED = ["exam", "paper", "centre", "room", "sitting", "slot", "account", "candidate"] as const;
export type Imported = (typeof IMPORTED)[number];

/** How the first passwords are handed over: a page for each person, or a table. */
export const LETTER_FORMATS = ["pdf", "csv"] as const;
export type LetterFormat = (typeof LETTER_FORMATS)[number];

/**
 * What can be wrong with a file: screens have a sentence for each. `schema` and `unreadable` are told by their message.
 */
export const IMPORT_RULES = [
  "unreadable",
  "schema",
  "no-rows",
  "cell-count",
  "cell-empty",
  "too-long",
  "character",
  "column-missing",
  "column-repeated",
  "column-unknown",
  "column-without-heading",
  "extra-time",
  "student-number-repeated",
  "seat-repeated",
  "seat-kept",
  "sitting-open",
  "login",
  "login-of-demo",
  "login-repeated",
  "login-of-another-exam",
  "own-account",
  "portal-role",
  "operator",
  "name",
  "role",
  "centre-missing",
  "centre-needless",
  "centre-unknown",
  "rooms-missing",
  "rooms-needless",
  "room-unknown",
  "instant",
  "repeated",
  "backup-is-the-paper",
  "another-exam",
  "paper-folder",
  "paper-unknown",
  "papers-share-item",
  "sitting-begun",
  "sitting-twice",
  "rehearsal",
] as const;
export type ImportRule = (typeof IMPORT_RULES)[number];

/** At most this many changes are listed by name. */
export const LISTED_MAX = 200;

/**
 * POST /api/console/exams/{examId}/import/{kind}?dryRun=1|0, the file's bytes as body (application/octet-stream). Of staff
 * besides: `removeMissing=1` disables the accounts that are not in the file, `letters=pdf|csv` says how first passwords are
 * written. With problems nothing is stored, dry run or not: all of them are told at once.
 */
export const ImportAnswer = z.strictObject({
  /** Whether the file was stored. */
  stored: z.boolean(),
  /** How many things the file makes, changes, takes away and leaves as they are. */
  changes: z.array(
    z.strictObject({ what: z.enum(IMPORTED), made: count, changed: count, removed: count, same: count }),
  ),
  /** Changes of what was there already, by name; `kept`: not in the file, but has answers. */
  listed: z
    .array(
      z.strictObject({
        what: z.enum(IMPORTED),
        change: z.enum(["made", "changed", "moved", "removed", "kept"]),
        name: z.string(),
        /** What differs. */
        fields: z.array(z.string()),
      }),
    )
    .max(LISTED_MAX),
  problems: z.array(
    z.strictObject({
      /** Line of the file, from 1; null: the file as a whole, or a place of a JSON file. */
      line: count.nullable(),
      /** Heading of the column, or path within a JSON file; empty for the line as a whole. */
      place: z.string(),
      rule: z.enum(IMPORT_RULES),
      /** What stands there; empty where nothing does. */
      value: z.string(),
      /** The whole in English. */
      message: z.string(),
    }),
  ),
  /** The first rows as they were understood: column names, then cells. Empty for a file without rows. */
  preview: z.strictObject({ columns: z.array(z.string()), rows: z.array(z.array(z.string())).max(20) }),
  /** First passwords of accounts that were made, as a file: told this once. Null where there are none. */
  letters: z.strictObject({ count, fileName: z.string(), mediaType: z.string(), base64: z.string() }).nullable(),
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

/**
 * GET /api/console/exams/{examId}/export.json: the file that imports again. `as` names a copy, `shiftDays` moves its dates by the
 * calendar, at the same hours; the copy takes the papers over.
 */
export const ExportAsked = z.strictObject({
  as: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,59}$/)
    .optional(),
  shiftDays: z.coerce.number().int().min(-99_999).max(99_999).default(0),
});
export const examExportUrl = (examId: number, copy?: { as: string; shiftDays: number }): string =>
  `/api/console/exams/${examId}/export.json` + (copy ? `?as=${copy.as}&shiftDays=${copy.shiftDays}` : "");
