import { z } from "zod";
import { FIELDS } from "#runtime/config";

/** Environment of a packages process. */
export const PackagesConfig = z.object({
  NODE_ID: FIELDS.NODE_ID,
  LOG_LEVEL: FIELDS.LOG_LEVEL,
  PACKAGES_HOST: z.string().default("127.0.0.1").describe("address to listen on"),
  PACKAGES_PORT: z.coerce.number().int().min(0).max(65_535).describe("port to listen on; 0 takes a free one"),
  PACKAGES_FOLDER: z.string().min(1).describe("folder that packages are published to; made again from PostgreSQL"),
  DATABASE_URL: FIELDS.DATABASE_URL,
  REDIS_CONTROL_URL: FIELDS.REDIS_CONTROL_URL,
  RECEIPT_PRIVATE_KEY_FILE: z.string().min(1).describe("PEM file (PKCS #8, P-256) that signs manifests and receipts"),
  TLS_CERT_FILE: FIELDS.TLS_CERT_FILE,
  TLS_KEY_FILE: FIELDS.TLS_KEY_FILE,
});
export type PackagesConfig = z.infer<typeof PackagesConfig>;
