import { z } from "zod";
import { FIELDS } from "#runtime/config";

/** Environment of a marking process. */
export const MarkingConfig = z.object({
  NODE_ID: FIELDS.NODE_ID,
  LOG_LEVEL: FIELDS.LOG_LEVEL,
  DATABASE_URL: FIELDS.DATABASE_URL,
  /** Only asked how much of a closed sitting is not stored yet. */
  REDIS_ANSWERS_URL: FIELDS.REDIS_ANSWERS_URL,
  REDIS_CONTROL_URL: FIELDS.REDIS_CONTROL_URL,
});
