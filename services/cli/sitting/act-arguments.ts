/** The words of `amphi sitting act`, checked as far as words can be: all that is wrong with them at once. */
import { UsageError } from "#cli/command";
import { readArguments } from "#cli/import/arguments";
import { type NamedScope, readScope, SCOPE_USAGE } from "#cli/sitting/scope-argument";
import { ACT_KINDS, type ActKind, CREDIT_MAX_MS } from "#domain/sitting/act";

export interface AskedAct {
  readonly kind: ActKind;
  readonly sittingId: number;
  readonly cause: string;
  readonly author: string;
  /** Null: make one. */
  readonly id: string | null;
  /** The scope as it was said, for messages. */
  readonly scopeText: string;
  readonly scope: NamedScope;
  /** Null: at once. */
  readonly at: string | null;
  readonly creditMs: number | null;
  readonly override: string | null;
  readonly liftsText: string | null;
  readonly lifts: NamedScope | null;
}

const SITTING_ID_MAX = 2_147_483_647;
const MINUTE_MS = 60_000;
const TEXT_CHARS_MAX = 2_000;
const AUTHOR_CHARS_MAX = 200;

/** Throws UsageError with every problem. */
export function readAct(args: readonly string[]): AskedAct {
  const { values, positionals } = readArguments(args, {
    sitting: { type: "string" },
    cause: { type: "string" },
    scope: { type: "string", default: "nation" },
    at: { type: "string" },
    minutes: { type: "string" },
    lifts: { type: "string" },
    override: { type: "string" },
    author: { type: "string", default: "operator" },
    id: { type: "string" },
  });
  const problems: string[] = [];
  const need = (holds: boolean, problem: string) => void (holds || problems.push(problem));

  const kind = ACT_KINDS.find((one) => one === positionals[0]);
  need(kind !== undefined && positionals.length === 1, `an act is one of ${ACT_KINDS.join(", ")}`);
  const cause = values.cause?.trim() ?? "";
  need(values.sitting !== undefined && cause !== "", "--sitting and --cause are needed");
  const sittingId = Number(values.sitting);
  const isId = values.sitting === undefined || (/^\d+$/.test(values.sitting) && sittingId >= 1);
  need(
    isId && (values.sitting === undefined || sittingId <= SITTING_ID_MAX),
    `--sitting takes a whole number from 1 to ${SITTING_ID_MAX}, not "${values.sitting ?? ""}"`,
  );
  const author = values.author.trim();
  need(author !== "" && author.length <= AUTHOR_CHARS_MAX, `--author takes 1 to ${AUTHOR_CHARS_MAX} characters`);
  const override = values.override?.trim() ?? null;
  for (const [option, text] of [["cause", cause] as const, ["override", override ?? "-"] as const])
    need(text.length <= TEXT_CHARS_MAX, `--${option} takes at most ${TEXT_CHARS_MAX} characters`);
  need(override !== "", "--override takes the reason for starting all the same");
  need(/^[A-Za-z0-9-]{1,64}$/.test(values.id ?? "made"), "--id takes up to 64 letters, digits and dashes");

  const scope = readScope(values.scope);
  need(scope !== null, `--scope takes ${SCOPE_USAGE}, not "${values.scope}"`);
  const lifts = values.lifts === undefined ? null : readScope(values.lifts);
  need(values.lifts === undefined || lifts !== null, `--lifts takes ${SCOPE_USAGE}, not "${values.lifts ?? ""}"`);
  const creditMs = values.minutes === undefined ? null : readMinutes(values.minutes);
  const creditMax = CREDIT_MAX_MS / MINUTE_MS;
  need(
    values.minutes === undefined || creditMs !== null,
    `--minutes takes a number above 0, at most ${creditMax}, with up to two decimals, not "${values.minutes ?? ""}"`,
  );
  if (kind !== undefined) {
    need(kind !== "credit" || values.minutes !== undefined, "a credit needs --minutes");
    for (const [option, of] of [
      ["minutes", "credit"] as const,
      ["lifts", "resume"] as const,
      ["override", "start"] as const,
    ])
      need(kind === of || values[option] === undefined, `--${option} goes with ${of}, not with ${kind}`);
  }
  if (problems.length > 0 || !kind || !scope) throw new UsageError(problems.join("; "));
  const { at = null, id = null, lifts: liftsText = null } = values;
  return {
    kind,
    sittingId,
    cause,
    author,
    id,
    scopeText: values.scope,
    scope,
    at,
    creditMs,
    override,
    liftsText,
    lifts,
  };
}

/** Minutes with up to two decimals, in ms, or null: 0.01 min is a whole number of milliseconds. */
function readMinutes(text: string): number | null {
  const ms = /^\d{1,3}(\.\d{1,2})?$/.test(text) ? Math.round(Number(text) * MINUTE_MS) : 0;
  return ms > 0 && ms <= CREDIT_MAX_MS ? ms : null;
}
