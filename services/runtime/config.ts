/** Configuration as a schema over the environment: every process has a config.ts made with these. */
import { z } from "zod";
import { REHEARSED_WITHIN_DAYS } from "#domain/sitting/rehearsed";
import { Secret } from "#runtime/secret";

/** Fields that several processes share. Each says its meaning and unit in `describe`. */
export const FIELDS = {
  NODE_ID: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .describe("name of this process among its kind, unique in the installation"),
  LOG_LEVEL: z
    .enum(["fatal", "error", "warn", "info", "debug", "silent"])
    .default("info")
    .describe("least severe line logged"),
  REDIS_ANSWERS_URL: z
    .url()
    .describe("Redis that holds the answer streams")
    .transform((u) => new Secret(u)),
  REDIS_CONTROL_URL: z
    .url()
    .describe("Redis that holds journals, presence and jobs")
    .transform((u) => new Secret(u)),
  DATABASE_URL: z
    .url()
    .describe("PostgreSQL, as the role of this process")
    .transform((u) => new Secret(u)),
  TICKET_KEYS: z
    .string()
    .regex(
      /^[A-Za-z0-9]{1,16}:[0-9a-f]{64}(,[A-Za-z0-9]{1,16}:[0-9a-f]{64})*$/,
      "keyId:64 hex digits, comma between several",
    )
    .describe("HMAC keys of tickets; the first one signs, all verify")
    .transform((text) => new Secret(parseTicketKeys(text))),
  REHEARSED_WITHIN_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(365)
    .default(REHEARSED_WITHIN_DAYS)
    .describe("how old a rehearsal may be that lets an exam be declared ready, days"),
  TLS_CERT_FILE: z.string().optional().describe("PEM certificate chain (ECDSA P-256)"),
  TLS_KEY_FILE: z.string().optional().describe("PEM private key"),
} as const;

export interface TicketKey {
  readonly id: string;
  readonly secret: Buffer;
}
function parseTicketKeys(text: string): TicketKey[] {
  return text.split(",").map((pair) => {
    const [id = "", hex = ""] = pair.split(":");
    return { id, secret: Buffer.from(hex, "hex") };
  });
}

/** Names of a comma-separated list, trimmed, without empty ones. */
export const commaList = (text: string): string[] =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");

/**
 * Reads a process's configuration. On any problem prints all of them, with the variable's name, and ends the process
 * with status 78 (EX_CONFIG): a half-configured server must not start.
 */
export function readConfig<S extends z.ZodObject>(schema: S, environment: NodeJS.ProcessEnv): z.infer<S> {
  const known = Object.fromEntries(
    Object.keys(schema.shape)
      .filter((name) => environment[name] !== undefined && environment[name] !== "")
      .map((name) => [name, environment[name]]),
  );
  const parsed = schema.safeParse(known);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues)
    process.stderr.write(`configuration: ${issue.path.join(".")}: ${issue.message}\n`);
  process.exit(78);
}
