/** What commands may reach. Connections are opened at first use and closed by `closeContext`. */
import type { Redis } from "ioredis";
import type pg from "pg";
import type { Role } from "#postgres/roles";

export interface CliContext {
  /** Writes one line (or several, joined by \n) to standard output. */
  out(line: string): void;
  /** Writes one line to standard error. */
  err(line: string): void;
  /** Pool of the database's owner. Throws Refusal when DATABASE_URL is not set; so do the others for theirs. */
  database(): pg.Pool;
  redisAnswers(): Redis;
  redisControl(): Redis;
  /** HMAC key of card codes. */
  readonly cardSecret: Buffer;
  /** PEM file (PKCS #8, P-256) of the key that signs receipts and exports. */
  readonly receiptKeyFile: string;
  /** Passwords to give to the database's roles, or null: an administrator sets them. */
  readonly rolePasswords: Record<Role, string> | null;
  /** Wall clock, ms. */
  now(): number;
}
