import { z } from "zod";
import { FIELDS } from "#runtime/config";

/** Environment of a jobs process. */
export const JobsConfig = z.object({
  NODE_ID: FIELDS.NODE_ID,
  LOG_LEVEL: FIELDS.LOG_LEVEL,
  DATABASE_URL: FIELDS.DATABASE_URL,
  REDIS_ANSWERS_URL: FIELDS.REDIS_ANSWERS_URL,
  REDIS_CONTROL_URL: FIELDS.REDIS_CONTROL_URL,
});
