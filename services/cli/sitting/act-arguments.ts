/** The words of `amphi sitting act`, checked as far as words can be: all that is wrong with them at once. */
import { UsageError } from "#cli/command";
import { readArguments } from "#cli/import/arguments";
import { COMMAND_KINDS, DETAIL_OPTIONS, readDetails } from "#cli/sitting/act-details";
import { type NamedScope, readScope, SCOPE_USAGE } from "#cli/sitting/scope-argument";
import { ACT_KINDS, type ActDetails, type ActKind } from "#domain/sitting/act";

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
  /** What the kind needs besides; `lifts` and what is undone are found later. */
  readonly details: ActDetails;
  readonly liftsText: string | null;
  readonly lifts: NamedScope | null;
}

const SITTING_ID_MAX = 2_147_483_647;
const TEXT_CHARS_MAX = 2_000;
const AUTHOR_CHARS_MAX = 200;

/** Throws UsageError with every problem. */
export function readAct(args: readonly string[]): AskedAct {
  const { values, positionals } = readArguments(args, {
    sitting: { type: "string" },
    cause: { type: "string" },
    scope: { type: "string", default: "nation" },
    at: { type: "string" },
    lifts: { type: "string" },
    author: { type: "string", default: "operator" },
    id: { type: "string" },
    ...DETAIL_OPTIONS,
  });
  const problems: string[] = [];
  const need = (holds: boolean, problem: string) => void (holds || problems.push(problem));

  const [word] = positionals;
  const kind = COMMAND_KINDS.find((one) => one === word);
  const isNoted = kind === undefined && ACT_KINDS.some((one) => one === word);
  need(!isNoted, `${word ?? ""} is noted by those who see it, on a console`);
  need(isNoted || (kind !== undefined && positionals.length === 1), `an act is one of ${COMMAND_KINDS.join(", ")}`);
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
  need(cause.length <= TEXT_CHARS_MAX, `--cause takes at most ${TEXT_CHARS_MAX} characters`);
  for (const option of ["id", "act"] as const)
    need(
      /^[A-Za-z0-9-]{1,64}$/.test(values[option] ?? "made"),
      `--${option} takes up to 64 letters, digits and dashes`,
    );

  const scope = readScope(values.scope);
  need(scope !== null, `--scope takes ${SCOPE_USAGE}, not "${values.scope}"`);
  const lifts = values.lifts === undefined ? null : readScope(values.lifts);
  need(values.lifts === undefined || lifts !== null, `--lifts takes ${SCOPE_USAGE}, not "${values.lifts ?? ""}"`);
  const details = readDetails(kind, values, (problem) => void problems.push(problem));
  if (problems.length > 0 || !kind || !scope) throw new UsageError(problems.join("; "));
  const { at = null, id = null, lifts: liftsText = null } = values;
  return { kind, sittingId, cause, author, id, scopeText: values.scope, scope, at, details, liftsText, lifts };
}
