import { z } from "zod";
import { CasServer } from "#portal/student/cas/cas-server";
import { FIELDS } from "#runtime/config";
import { Secret } from "#runtime/secret";

/** Environment of a portal process. */
export const PortalConfig = z.object({
  NODE_ID: FIELDS.NODE_ID,
  LOG_LEVEL: FIELDS.LOG_LEVEL,
  PORTAL_HOST: z.string().default("127.0.0.1").describe("address to listen on"),
  PORTAL_PORT: z.coerce.number().int().min(0).max(65_535).describe("port to listen on; 0 takes a free one"),
  PORTAL_URL: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ""))
    .describe("address that people type, as mails and central sign-in name it"),
  DATABASE_URL: FIELDS.DATABASE_URL,
  REDIS_CONTROL_URL: FIELDS.REDIS_CONTROL_URL,
  STAFF_SECRET: z
    .string()
    .regex(/^([0-9a-f]{2}){32,}$/, "at least 64 hex digits")
    .describe("seals the second factors of staff")
    .transform((hex) => new Secret(Buffer.from(hex, "hex"))),
  CAS_SERVERS: z
    .string()
    .default("[]")
    .transform((text, c) => {
      const read = z.array(CasServer).safeParse(jsonOf(text));
      if (read.success) return read.data;
      for (const { message, path } of read.error.issues) c.addIssue(`${path.join(".") || "value"}: ${message}`);
      return z.NEVER;
    })
    .describe("JSON list of the CAS servers that students may sign in at (docs/portal-students.md)"),
  WEB_ROOT: z.string().min(1).describe("folder of the built web apps"),
  TLS_CERT_FILE: FIELDS.TLS_CERT_FILE,
  TLS_KEY_FILE: FIELDS.TLS_KEY_FILE,
});
export type PortalConfig = z.infer<typeof PortalConfig>;

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // not the list that it has to be: said with its name
  }
}
