import { z } from "zod";
import { FIELDS } from "#runtime/config";
import { Secret } from "#runtime/secret";

/** Environment of a jobs process. */
export const JobsConfig = z.object({
  NODE_ID: FIELDS.NODE_ID,
  LOG_LEVEL: FIELDS.LOG_LEVEL,
  DATABASE_URL: FIELDS.DATABASE_URL,
  REDIS_ANSWERS_URL: FIELDS.REDIS_ANSWERS_URL,
  REDIS_CONTROL_URL: FIELDS.REDIS_CONTROL_URL,
  /** Where exports of closed sittings go; with the command's file and the signing key. Without it none are made. */
  EXPORTS_FOLDER: z.string().min(1).optional(),
  CLI_FILE: z.string().min(1).optional(),
  RECEIPT_PRIVATE_KEY_FILE: z.string().min(1).optional(),
  PORTAL_URL: z
    .url({ protocol: /^https?$/ })
    .default("http://localhost")
    .transform((url) => url.replace(/\/+$/, ""))
    .describe("address of the portal that people type, as mails name it"),
  MAIL_URL: z
    .url({ protocol: /^smtps?$/ })
    .transform((url) => new Secret(url))
    .optional()
    .describe("mail server: smtp://user:password@host:587, or smtps://"),
  MAIL_FROM: z.string().min(3).max(200).default("Amphi <amphi@localhost>").describe("sender of mails"),
  /** In place of a server: mails are files that a person of this machine reads. Without both they wait. */
  MAIL_FOLDER: z.string().min(1).optional(),
});
