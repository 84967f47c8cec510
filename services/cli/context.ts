/** What commands may reach. Connections are opened at first use and closed by `closeContext`. */
import type { Redis } from "ioredis";
import type pg from "pg";
import { Refusal } from "#cli/command";
import { openPool } from "#postgres/connection";
import type { Role } from "#postgres/roles";
import { openConnection } from "#redis/connection";
import type { Secret } from "#runtime/secret";

export interface CliContext {
  /** Writes one line (or several, joined by \n) to standard output. */
  out(line: string): void;
  /** Writes one line to standard error. */
  err(line: string): void;
  /** Pool of the database's owner. Throws Refusal when DATABASE_URL is not set; so do the others for theirs. */
  database(): pg.Pool;
  /** Address of the database, with the owner's password. Throws Refusal when it is not set. */
  readonly databaseUrl: string;
  redisAnswers(): Redis;
  redisControl(): Redis;
  /** HMAC key of card codes. */
  readonly cardSecret: Buffer;
  /** Seals the second factors of staff. */
  readonly staffSecret: Buffer;
  /** The database is one that `npm start` made for itself: the demo may be put into it. */
  readonly privateDatabase: boolean;
  /** PEM file (PKCS #8, P-256) of the key that signs receipts and exports. */
  readonly receiptKeyFile: string;
  /** PEM file (PKCS #8, P-256) of the key that opens answer files. */
  readonly answerFileKeyFile: string;
  /** How old a rehearsal may be that lets an exam be declared ready, days. */
  readonly rehearsedWithinDays: number;
  /** Passwords to give to the database's roles, or null: an administrator sets them. */
  readonly rolePasswords: Record<Role, string> | null;
  /** Wall clock, ms. */
  now(): number;
  /** IANA name of the time zone of this machine: the one that hours without a zone are read in. */
  readonly timeZone: string;
}

export interface CliSettings {
  readonly databaseUrl: Secret | null;
  readonly privateDatabase: boolean;
  readonly redisAnswersUrl: Secret | null;
  readonly redisControlUrl: Secret | null;
  readonly cardSecret: Secret<Buffer> | null;
  readonly staffSecret: Secret<Buffer> | null;
  readonly receiptKeyFile: string | null;
  readonly answerFileKeyFile: string | null;
  readonly rolePasswords: Secret<Record<Role, string>> | null;
  readonly rehearsedWithinDays: number;
}
export interface Console {
  out(line: string): void;
  err(line: string): void;
}

const CONNECTIONS = 4;

/** A command only meets the settings that it uses: `amphi verify` needs none. */
export function createContext(
  settings: CliSettings,
  console: Console,
): { context: CliContext; close(): Promise<void> } {
  const open = { database: null as pg.Pool | null, redis: new Map<string, Redis>() };

  function redis(name: string, url: Secret | null): Redis {
    const connection = open.redis.get(name) ?? openConnection(needed(name, url).reveal());
    open.redis.set(name, connection);
    return connection;
  }
  const context: CliContext = {
    out: (line) => console.out(line),
    err: (line) => console.err(line),
    database: () => (open.database ??= openPool(needed("DATABASE_URL", settings.databaseUrl).reveal(), CONNECTIONS)),
    get databaseUrl() {
      return needed("DATABASE_URL", settings.databaseUrl).reveal();
    },
    redisAnswers: () => redis("REDIS_ANSWERS_URL", settings.redisAnswersUrl),
    redisControl: () => redis("REDIS_CONTROL_URL", settings.redisControlUrl),
    get cardSecret() {
      return needed("CARD_SECRET", settings.cardSecret).reveal();
    },
    get staffSecret() {
      return needed("STAFF_SECRET", settings.staffSecret).reveal();
    },
    privateDatabase: settings.privateDatabase,
    get receiptKeyFile() {
      return needed("RECEIPT_PRIVATE_KEY_FILE", settings.receiptKeyFile);
    },
    get answerFileKeyFile() {
      return needed("ANSWER_FILE_KEY_FILE", settings.answerFileKeyFile);
    },
    get rolePasswords() {
      return settings.rolePasswords?.reveal() ?? null;
    },
    rehearsedWithinDays: settings.rehearsedWithinDays,
    now: () => Date.now(),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
  async function close(): Promise<void> {
    for (const connection of open.redis.values()) connection.disconnect();
    await open.database?.end();
  }
  return { context, close };
}

function needed<T>(name: string, value: T | null): T {
  if (value === null)
    throw new Refusal(`${name} is not set; npm run -s amphi -- … sets it from the running installation`);
  return value;
}
