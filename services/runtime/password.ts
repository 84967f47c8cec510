/** Passwords of staff: argon2id, few at a time, so that everybody who signs in at once waits a little and nobody fails. */
import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";

/** OWASP's first recommendation: 19 MiB, two passes, one thread; about 30 ms. argon2id is the library's default. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** Each takes 19 MiB and a thread of the pool that files and compression need too. */
const AT_ONCE = 2;

export interface Passwords {
  /** A PHC string; other each time. */
  hash(password: string): Promise<string>;
  /**
   * Whether the password is the one that was hashed. `hashed` null (no such account, or one without a password) is
   * always false and costs the same, so that time does not tell which logins exist.
   */
  verify(hashed: string | null, password: string): Promise<boolean>;
}

export function createPasswords(atOnce = AT_ONCE): Passwords {
  let running = 0;
  const waiting: (() => void)[] = [];
  let decoy: Promise<string> | null = null;

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running >= atOnce) await new Promise<void>((go) => waiting.push(go));
    else running++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      // The place is handed over: nobody slips in between.
      if (next) next();
      else running--;
    }
  }
  // Made beforehand, or the first unknown login would cost twice.
  const decoyHash = () => (decoy ??= inTurn(() => hash(randomBytes(16).toString("hex"), COST)));
  void decoyHash().catch(() => (decoy = null));

  return {
    hash: (password) => inTurn(() => hash(written(password), COST)),
    verify: async (hashed, password) => {
      const against = hashed ?? (await decoyHash());
      const fits = await inTurn(() => verify(against, written(password)));
      return fits && hashed !== null;
    },
  };
}

/** Keyboards write the same letter in several ways. */
const written = (password: string): string => password.normalize("NFC");
