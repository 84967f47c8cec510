import { z } from "zod";
import type { ManifestKey } from "#contracts/package/manifest";
import { isP256Point } from "#control/sign-in/device-key";
import { TWO_PERSON_ACTS, twoPersonActsFrom } from "#domain/staff/authority";
import { commaList, FIELDS } from "#runtime/config";
import { Secret } from "#runtime/secret";

const IngestUrl = z
  .url({ protocol: /^wss?$/ })
  .refine((url) => new URL(url).username === "" && new URL(url).search === "", "no credentials, no query");

const hexSecret = (meaning: string) =>
  z
    .string()
    .regex(/^([0-9a-f]{2}){32,}$/, "at least 64 hex digits")
    .describe(meaning)
    .transform((hex) => new Secret(Buffer.from(hex, "hex")));

function manifestKeyFrom(text: string): ManifestKey | null {
  try {
    const { x, y } = z.object({ x: z.string(), y: z.string() }).parse(JSON.parse(text));
    return isP256Point({ x, y }) ? { x, y } : null;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null; // told as one issue
    throw error;
  }
}

/** Environment of a control process. */
export const ControlConfig = z.object({
  NODE_ID: FIELDS.NODE_ID,
  LOG_LEVEL: FIELDS.LOG_LEVEL,
  CONTROL_HOST: z.string().default("127.0.0.1").describe("address to listen on"),
  CONTROL_PORT: z.coerce.number().int().min(0).max(65_535).describe("port to listen on; 0 takes a free one"),
  DATABASE_URL: FIELDS.DATABASE_URL,
  REDIS_ANSWERS_URL: FIELDS.REDIS_ANSWERS_URL,
  REDIS_CONTROL_URL: FIELDS.REDIS_CONTROL_URL,
  TICKET_KEYS: FIELDS.TICKET_KEYS,
  CARD_SECRET: hexSecret("HMAC key of card codes"),
  STAFF_SECRET: hexSecret("seals the second factors of staff"),
  TWO_PERSON_ACTS: z
    .string()
    .default(TWO_PERSON_ACTS.join(","))
    .transform((text, check) => {
      const { kinds, unknown } = twoPersonActsFrom(text === "none" ? [] : commaList(text));
      for (const name of unknown) check.addIssue(`${name} is not an act that can wait for a second person`);
      return kinds;
    })
    .describe("acts of an organiser that a second one confirms, comma between; none: every organiser acts alone"),
  REHEARSED_WITHIN_DAYS: FIELDS.REHEARSED_WITHIN_DAYS,
  INGEST_URLS: z
    .string()
    .transform(commaList)
    .pipe(z.array(IngestUrl).min(1))
    .describe("WebSocket addresses of ingest that tablets are told, comma between several"),
  PACKAGES_URL: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ""))
    .describe("where tablets fetch sealed papers: the process packages, or what stands in front of it"),
  PORTAL_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      "address of the portal, which pages lead to: where the jury, the exam office, teachers and students sign in",
    ),
  MANIFEST_KEY: z
    .string()
    .transform((text, check) => {
      const key = manifestKeyFrom(text);
      if (key === null) check.addIssue('a public key of P-256 as a JWK: {"x":…,"y":…}');
      return key ?? z.NEVER;
    })
    .describe("public half of the key that signs manifests, JWK in JSON"),
  ANSWER_FILE_KEY_FILE: z
    .string()
    .min(1)
    .optional()
    .describe("PEM of the exam office's key for answer files; with the public half alone, consoles cannot open them"),
  WEB_ROOT: z.string().min(1).describe("folder of the built web apps"),
  EXPECTED_PARTS: z.string().default("").transform(commaList).describe("node ids that health must see, comma between"),
  TLS_CERT_FILE: FIELDS.TLS_CERT_FILE,
  TLS_KEY_FILE: FIELDS.TLS_KEY_FILE,
});
export type ControlConfig = z.infer<typeof ControlConfig>;
