import { z } from "zod";
import type { CliSettings } from "#cli/context";
import { ROLES, type Role } from "#postgres/roles";
import { FIELDS } from "#runtime/config";
import { Secret } from "#runtime/secret";

const RolePasswords = z
  .string()
  .transform((text, c) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      c.addIssue({ code: "custom", message: "not JSON" });
      return z.NEVER;
    }
  })
  .pipe(z.record(z.enum(ROLES), z.string().min(1)))
  .transform((passwords) => new Secret<Record<Role, string>>(passwords));

const hexSecret = () =>
  z
    .string()
    .regex(/^([0-9a-f]{2}){32,}$/, "at least 64 hex digits")
    .transform((hex) => new Secret(Buffer.from(hex, "hex")))
    .optional();

/** Environment of `amphi`. All optional: each command asks for what it needs. */
export const CliConfig = z.object({
  DATABASE_URL: FIELDS.DATABASE_URL.optional(),
  PRIVATE_DATABASE_URL: z
    .string()
    .optional()
    .transform((url) => (url === undefined ? null : new Secret(url)))
    .describe("the database that npm start made: the only one into which the demo is put"),
  REDIS_ANSWERS_URL: FIELDS.REDIS_ANSWERS_URL.optional(),
  REDIS_CONTROL_URL: FIELDS.REDIS_CONTROL_URL.optional(),
  CARD_SECRET: hexSecret().describe("HMAC key of card codes"),
  STAFF_SECRET: hexSecret().describe("seals the second factors of staff"),
  RECEIPT_PRIVATE_KEY_FILE: z.string().optional().describe("PEM file (PKCS #8, P-256) that signs receipts and exports"),
  ANSWER_FILE_KEY_FILE: z.string().optional().describe("PEM file (PKCS #8, P-256) that opens answer files"),
  REHEARSED_WITHIN_DAYS: FIELDS.REHEARSED_WITHIN_DAYS,
  ROLE_PASSWORDS: RolePasswords.optional().describe("JSON object: role → password, for amphi db setup"),
});

export const settingsOf = (config: z.infer<typeof CliConfig>): CliSettings => ({
  databaseUrl: config.DATABASE_URL ?? null,
  privateDatabase:
    config.DATABASE_URL !== undefined && config.DATABASE_URL.reveal() === config.PRIVATE_DATABASE_URL?.reveal(),
  redisAnswersUrl: config.REDIS_ANSWERS_URL ?? null,
  redisControlUrl: config.REDIS_CONTROL_URL ?? null,
  cardSecret: config.CARD_SECRET ?? null,
  staffSecret: config.STAFF_SECRET ?? null,
  receiptKeyFile: config.RECEIPT_PRIVATE_KEY_FILE ?? null,
  answerFileKeyFile: config.ANSWER_FILE_KEY_FILE ?? null,
  rolePasswords: config.ROLE_PASSWORDS ?? null,
  rehearsedWithinDays: config.REHEARSED_WITHIN_DAYS,
});
