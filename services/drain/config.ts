import { z } from "zod";
import { FIELDS } from "#runtime/config";

export const DrainConfig = z.object({
  NODE_ID: FIELDS.NODE_ID,
  LOG_LEVEL: FIELDS.LOG_LEVEL,
  REDIS_ANSWERS_URL: FIELDS.REDIS_ANSWERS_URL,
  REDIS_CONTROL_URL: FIELDS.REDIS_CONTROL_URL,
  DATABASE_URL: FIELDS.DATABASE_URL,
});
export type DrainConfig = z.infer<typeof DrainConfig>;
