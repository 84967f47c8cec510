import { z } from "zod";
import { FIELDS } from "#runtime/config";

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
});
