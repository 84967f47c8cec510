/** Settings without which an acknowledgement means nothing; checked at start and every minute. */
import type { Redis } from "ioredis";
import { orTrouble } from "#redis/connection";

const REQUIRED: readonly { name: string; good: (value: string) => boolean; say: string }[] = [
  { name: "appendonly", good: (v) => v === "yes", say: "yes" },
  { name: "appendfsync", good: (v) => v === "always", say: "always" },
  { name: "no-appendfsync-on-rewrite", good: (v) => v === "no", say: "no" },
  { name: "maxmemory", good: (v) => Number(v) > 0, say: "a number of bytes above 0" },
  { name: "maxmemory-policy", good: (v) => v === "noeviction", say: "noeviction" },
  { name: "save", good: (v) => v === "", say: '""' },
];

/** Every unsafe setting, as "name is value, must be value"; empty when the server is safe. */
export async function unsafeSettings(redis: Redis): Promise<string[]> {
  const reply = await orTrouble("CONFIG GET", redis.call("CONFIG", "GET", ...REQUIRED.map((r) => r.name)));
  const flat = reply as string[];
  const values = new Map<string, string>();
  for (let i = 0; i + 1 < flat.length; i += 2) values.set(flat[i] as string, flat[i + 1] as string);
  return REQUIRED.filter((r) => !r.good(values.get(r.name) ?? "")).map(
    (r) => `${r.name} is "${values.get(r.name) ?? ""}", must be ${r.say}`,
  );
}

const CHECK_EVERY_MS = 60_000;

/**
 * Refuses to start on unsafe settings. Found later (somebody used CONFIG SET during an exam), the process goes on,
 * since ending it would stop those who compose, but says so loudly: in the log and as "down" in /api/health. Servers
 * that `mayBeAway` are checked once they are back: acts and chat must be there while the answers' store is not.
 */
export function createSettingsWatch(
  servers: readonly Redis[],
  onUnsafe: (problems: readonly string[]) => void,
  mayBeAway: readonly Redis[] = [],
) {
  let timer: NodeJS.Timeout | null = null;
  let problem: string | null = null;

  async function problems(of: readonly Redis[]): Promise<string[]> {
    const found = await Promise.all(
      of.map(async (redis) =>
        (await unsafeSettings(redis)).map((text) => `Redis ${redis.options.host}:${redis.options.port}: ${text}`),
      ),
    );
    return found.flat();
  }
  async function check(): Promise<void> {
    // Away: its users say so.
    const found = (
      await Promise.all([...servers, ...mayBeAway].map((redis) => problems([redis]).catch(() => [])))
    ).flat();
    problem = found.length > 0 ? `!unsafe settings: ${found.join("; ")}` : null;
    if (found.length > 0) onUnsafe(found);
  }
  return {
    name: "Redis settings",
    /** Heartbeat detail while something is unsafe, else null. */
    problem: () => problem,
    start: async () => {
      const there = mayBeAway.filter((redis) => redis.status === "ready");
      const found = await problems([...servers, ...there]);
      if (found.length > 0) throw new Error(`unsafe settings: ${found.join("; ")}`);
      for (const redis of mayBeAway) redis.on("ready", () => void check());
      timer = setInterval(() => void check(), CHECK_EVERY_MS);
    },
    stop: async () => {
      if (timer) clearInterval(timer);
      await Promise.resolve();
    },
  };
}
