import { z } from "zod";
import { commaList, FIELDS } from "#runtime/config";

export const IngestConfig = z.object({
  NODE_ID: FIELDS.NODE_ID,
  LOG_LEVEL: FIELDS.LOG_LEVEL,
  REDIS_ANSWERS_URL: FIELDS.REDIS_ANSWERS_URL,
  REDIS_CONTROL_URL: FIELDS.REDIS_CONTROL_URL,
  TICKET_KEYS: FIELDS.TICKET_KEYS,
  TLS_CERT_FILE: FIELDS.TLS_CERT_FILE,
  TLS_KEY_FILE: FIELDS.TLS_KEY_FILE,
  INGEST_HOST: z.string().default("127.0.0.1").describe("address to listen on"),
  INGEST_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .describe("port of the sockets, shared by all ingest processes"),
  INGEST_TRANSPORT: z
    .enum(["auto", "uws", "ws"])
    .default("auto")
    .describe("auto: uWebSockets.js where its binary loads, else ws"),
  ALLOWED_ORIGINS: z.string().transform(commaList).describe("origins of the tablet's pages, comma between several"),
});
export type IngestConfig = z.infer<typeof IngestConfig>;
