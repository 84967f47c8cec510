/** Options of `npm run rehearsal`. */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { REHEARSAL_TOKEN } from "#contracts/http/rehearsal-run";
import { type Fault, readFault } from "#loadtest/faults/fault";
import { PROFILES } from "#loadtest/profiles/by-name";
import { GENERATORS, type Profile } from "#loadtest/profiles/profile";

export interface RehearsalOptions {
  /** With `--candidates`, `--minutes`, `--speed`, `--generator` and `--tls` applied. */
  readonly profile: Profile;
  /** Address of a running platform, or null to start a private one. */
  readonly target: string | null;
  /** With a target: the operator's token that it asks for. */
  readonly token: string | null;
  /** Data folder of the running platform: where the verifier finds its database. */
  readonly data: string;
  /** Where ledger and report go, or null for a folder under var/rehearsals. */
  readonly out: string | null;
  readonly seed: number;
  /** Answers of earlier papers that are loaded first; 0: none. */
  readonly prefill: number;
  /** Drawn from besides those of the profile. */
  readonly faults: readonly Fault[];
  /** Result of an earlier rehearsal to compare with, or null. */
  readonly compare: string | null;
  /** Print the result as JSON instead of a table. */
  readonly json: boolean;
  /** Keep the ledger when everything was found: it is large. */
  readonly keep: boolean;
}

export const USAGE = `npm run rehearsal -- [options]
  --profile P         what is played (smoke); see below
  --candidates N      tablets, 1 to 8,300 (as the profile says)
  --minutes M         composing time; the acts of the day move with it
  --speed F           everybody answers F times as fast
  --generator G       k6, or light: the same tablets at less than half of the cost (as the profile says)
  --faults LIST       kill:ingest-1,freeze:postgres:10,… drawn from the seed, about one a minute
  --target URL        a running platform instead of one of its own; only rehearsal sittings
  --token T           what an operator of that platform made for this machine; it sees how the rehearsal goes
  --token-file FILE   the same out of a file, so that no list of processes shows it
  --data DIR          that platform's data folder (var)
  --tls               the platform of its own serves everything over TLS
  --prefill N         load N answers of earlier papers first, and compare what an answer costs before and after
  --seed N            what is drawn: answers, pauses to think, faults (1)
  --out DIR           where the report goes (var/rehearsals/…)
  --compare FILE      result.json of an earlier rehearsal
  --json              the result as JSON on standard output
  --keep              keep the ledger of a rehearsal that found nothing wrong
profiles:
${Object.values(PROFILES)
  .map(({ name, about }) => `  ${name.padEnd(19)} ${about}`)
  .join("\n")}`;

const CANDIDATES_MAX = 8_300;
const PREFILL_MAX = 20_000_000;
const TEXTS = [
  "profile",
  "candidates",
  "minutes",
  "speed",
  "seed",
  "target",
  "data",
  "out",
  "faults",
  "compare",
  "prefill",
  "token",
  "token-file",
  "generator",
];
const FLAGS = ["json", "keep", "tls"];

/** The options, or every problem at once as sentences. */
export function readRehearsalOptions(argv: readonly string[]): RehearsalOptions | readonly string[] {
  const problems: string[] = [];
  let given: Readonly<Record<string, string | boolean | undefined>>;
  try {
    const texts = Object.fromEntries(TEXTS.map((name) => [name, { type: "string" as const }]));
    const flags = Object.fromEntries(FLAGS.map((name) => [name, { type: "boolean" as const }]));
    given = parseArgs({ args: [...argv], options: { ...texts, ...flags }, strict: true }).values;
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
  const text = (name: string) => (typeof given[name] === "string" ? given[name] : null);
  const number = (name: string, pattern: RegExp, most: number, what: string) => {
    const value = text(name);
    if (value === null) return null;
    if (pattern.test(value) && Number(value) > 0 && Number(value) <= most) return Number(value);
    problems.push(`--${name}: ${what} up to ${most} is needed, not "${value}"`);
    return null;
  };
  const whole = (name: string, most: number) => number(name, /^\d{1,9}$/, most, "a whole number from 1");
  const decimal = (name: string, most: number) => number(name, /^\d{1,5}(\.\d{1,4})?$/, most, "a number");

  const name = text("profile") ?? "smoke";
  const base = PROFILES[name];
  if (!base) problems.push(`--profile: "${name}" is unknown; there is ${Object.keys(PROFILES).join(", ")}`);
  const asked = {
    candidates: whole("candidates", CANDIDATES_MAX),
    minutes: decimal("minutes", 600),
    speed: decimal("speed", 100),
  };
  const seed = whole("seed", 999_999_999) ?? 1;
  const prefill = whole("prefill", PREFILL_MAX) ?? 0;
  const target = text("target");
  if (target !== null && !/^https?:\/\/[^/\s]+\/?$/.test(target))
    problems.push(`--target: an address like http://127.0.0.1:8080 is needed, not "${target}"`);
  const isHolding = base !== undefined && base.held > 0;
  if (isHolding && target !== null)
    problems.push(`--target: ${name} holds tablets with tickets of its own, which only a platform of its own lets in`);
  if (isHolding && given["tls"] === true) problems.push(`--tls: the tablets that ${name} holds speak without it`);
  if (prefill > 0 && target !== null) problems.push("--prefill: a platform that runs keeps its own answers");
  if (prefill > 0 && base?.sitting === "joined")
    problems.push(`--prefill: ${name} joins a sitting that runs; take a profile with one of its own`);
  if (given["tls"] === true && target !== null) problems.push("--tls: a platform that runs has what it has");
  if (text("data") !== null && target === null)
    problems.push("--data: goes with --target; a private platform has its own");
  const generator = GENERATORS.find((one) => one === (text("generator") ?? base?.generator));
  if (base && !generator)
    problems.push(`--generator: "${text("generator")}" is unknown; there is ${GENERATORS.join(", ")}`);
  const token = tokenOf(text("token"), text("token-file"), target, problems);
  const faults = (text("faults") ?? "").split(",").filter(Boolean).map(readFault);
  problems.push(...faults.filter((one) => typeof one === "string").map((problem) => `--faults: ${problem}`));
  if (!base || !generator || problems.length > 0) return problems;
  return {
    profile: { ...shaped(base, asked), generator, tls: base.tls || given["tls"] === true },
    target: target?.replace(/\/$/, "") ?? null,
    token,
    data: text("data") ?? "var",
    out: text("out"),
    seed,
    prefill,
    faults: faults.filter((one) => typeof one !== "string"),
    compare: text("compare"),
    json: given["json"] === true,
    keep: given["keep"] === true,
  };
}

/** A platform that runs is rehearsed with a token alone; every problem is added to the list. */
function tokenOf(said: string | null, file: string | null, target: string | null, problems: string[]): string | null {
  if (target === null) {
    if (said !== null || file !== null) problems.push("--token: goes with --target; a private platform needs none");
    return null;
  }
  if ((said === null) === (file === null)) {
    problems.push("--target: needs --token or --token-file, which its operators make (amphi rehearsal token)");
    return null;
  }
  try {
    const token = (said ?? readFileSync(file ?? "", "utf8")).trim();
    if (REHEARSAL_TOKEN.test(token)) return token;
    problems.push(`--token${file === null ? "" : "-file"}: no token of an operator, which looks like amphi_…`);
  } catch (error) {
    problems.push(`--token-file: ${error instanceof Error ? error.message : String(error)}`);
  }
  return null;
}

const ARRIVAL_LEAST_S = 4;

/**
 * Fewer candidates come in less time, answer less together, and have fewer consoles and fewer held tablets beside them: everybody's pace stays. In a shorter
 * day the profile's own faults are shorter.
 */
function shaped(
  base: Profile,
  asked: { candidates: number | null; minutes: number | null; speed: number | null },
): Profile {
  const candidates = asked.candidates ?? base.candidates;
  const share = candidates / base.candidates;
  const some = (count: number) => Math.ceil(count * Math.min(1, share));
  const { proctors, leads, organisers } = base.consoles;
  const minutes = asked.minutes ?? base.minutes;
  const lasting = (seconds: number) => Math.ceil((seconds * minutes) / base.minutes);
  return {
    ...base,
    candidates,
    held: Math.ceil(base.held * share),
    minutes,
    faults: base.faults.map(({ at, fault }) => ({ at, fault: { ...fault, seconds: lasting(fault.seconds) } })),
    arrivalSeconds: Math.max(ARRIVAL_LEAST_S, base.arrivalSeconds * Math.min(1, share)),
    entriesPerSecond: base.entriesPerSecond * share * (asked.speed ?? 1),
    consoles: { proctors: some(proctors), leads: some(leads), organisers: some(organisers) },
  };
}
