/** Options of `npm run rehearsal`. */
import { parseArgs } from "node:util";
import type { Profile } from "#loadtest/profiles/profile";
import { PROFILES } from "#loadtest/profiles/by-name";

export interface RehearsalOptions {
  readonly profile: Profile;
  /** Address of a running platform, or null to start a private one. */
  readonly target: string | null;
  /** Data folder of the running platform: where the verifier finds its database. */
  readonly data: string;
  /** Where ledger and report go, or null for a folder under var/rehearsals. */
  readonly out: string | null;
  readonly seed: number;
}

export const USAGE =
  "npm run rehearsal -- [--profile smoke] [--candidates N] [--seconds S] [--seed N] [--target URL [--data DIR]] [--out DIR]";

/** The options, or every problem at once as sentences. */
export function readRehearsalOptions(argv: readonly string[]): RehearsalOptions | readonly string[] {
  const problems: string[] = [];
  let values: Record<string, string | undefined> = {};
  try {
    const text = { type: "string" } as const;
    values = parseArgs({
      args: [...argv],
      options: { profile: text, candidates: text, seconds: text, seed: text, target: text, data: text, out: text },
      strict: true,
    }).values;
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
  const whole = (name: string, most: number) => {
    const value = values[name];
    if (value === undefined) return undefined;
    if (/^[1-9]\d{0,8}$/.test(value) && Number(value) <= most) return Number(value);
    problems.push(`--${name}: a whole number from 1 to ${most} is needed, not "${value}"`);
    return undefined;
  };
  const name = values["profile"] ?? "smoke";
  const base = PROFILES[name];
  if (!base) problems.push(`--profile: "${name}" is unknown; there is ${Object.keys(PROFILES).join(", ")}`);
  const candidates = whole("candidates", 8_300);
  const seconds = whole("seconds", 86_400);
  const seed = whole("seed", 999_999_999) ?? 1;
  const target = values["target"] ?? null;
  if (target !== null && !/^https?:\/\/[^/\s]+\/?$/.test(target))
    problems.push(`--target: an address like http://127.0.0.1:8080 is needed, not "${target}"`);
  if (values["data"] !== undefined && target === null)
    problems.push("--data: goes with --target; a private platform has its own");
  if (!base || problems.length > 0) return problems;
  const profile = { ...base, ...(candidates && { candidates }), ...(seconds && { seconds }) };
  return {
    profile,
    target: target?.replace(/\/$/, "") ?? null,
    data: values["data"] ?? "var",
    out: values["out"] ?? null,
    seed,
  };
}
