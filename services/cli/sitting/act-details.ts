/** Options of `amphi sitting act` that go with one kind of act each, and what they say. */
import { LIMITS } from "#contracts/limits";
import { readExtraTime } from "#domain/exam/extra-time";
import {
  type ActDetails,
  type ActKind,
  AUDIENCES,
  CLOCK_ACT_KINDS,
  CREDIT_MAX_MS,
  PHASE_ACT_KINDS,
} from "#domain/sitting/act";

/** What an operator does from the command line. All else is noted by those who see it, on a console. */
export const COMMAND_KINDS: readonly ActKind[] = [
  ...PHASE_ACT_KINDS,
  ...CLOCK_ACT_KINDS,
  "instruction",
  "play",
  "stop_play",
];

export const DETAIL_OPTIONS = {
  minutes: { type: "string" },
  override: { type: "string" },
  factor: { type: "string" },
  act: { type: "string" },
  text: { type: "string" },
  audience: { type: "string" },
  corrects: { type: "string" },
} as const;
type Option = keyof typeof DETAIL_OPTIONS;
export type DetailValues = { readonly [K in Option]?: string | undefined };

const KINDS_OF: Readonly<Record<Option | "lifts", readonly ActKind[]>> = {
  minutes: ["credit"],
  lifts: ["resume"],
  override: ["ready", "start"],
  factor: ["extra_time"],
  act: ["undo"],
  text: ["instruction"],
  audience: ["instruction"],
  corrects: ["instruction"],
};
const NEEDED: readonly (readonly [ActKind, Option, string])[] = [
  ["credit", "minutes", "a credit needs --minutes"],
  ["extra_time", "factor", "extra_time needs --factor, as 4/3"],
  ["undo", "act", "undo needs --act, the id of what is taken back"],
  ["instruction", "text", "an instruction needs --text"],
];
const MINUTE_MS = 60_000;
const TEXT_CHARS_MAX = 2_000;

/** What the options say; every problem with them is told to `report`. */
export function readDetails(
  kind: ActKind | undefined,
  values: DetailValues & { readonly lifts?: string | undefined },
  report: (problem: string) => void,
): ActDetails {
  const need = (holds: boolean, problem: string) => void (holds || report(problem));
  const override = values.override?.trim() ?? null;
  need((override ?? "").length <= TEXT_CHARS_MAX, `--override takes at most ${TEXT_CHARS_MAX} characters`);
  need(override !== "", "--override takes the reason for going on all the same");
  const creditMs = values.minutes === undefined ? null : readMinutes(values.minutes);
  const creditMax = CREDIT_MAX_MS / MINUTE_MS;
  need(
    values.minutes === undefined || creditMs !== null,
    `--minutes takes a number above 0, at most ${creditMax}, with up to two decimals, not "${values.minutes ?? ""}"`,
  );
  const factor = values.factor === undefined ? null : readExtraTime(values.factor);
  need(
    values.factor === undefined || factor !== null,
    `--factor takes a factor from 1 to 4/3, not "${values.factor ?? ""}"`,
  );
  const text = values.text?.trim();
  need(
    text === undefined || (text !== "" && text.length <= LIMITS.instructionCharsMax),
    `--text takes 1 to ${LIMITS.instructionCharsMax} characters`,
  );
  const audience = AUDIENCES.find((one) => one === (values.audience ?? "everyone"));
  need(audience !== undefined, `--audience takes ${AUDIENCES.join(", ")}, not "${values.audience ?? ""}"`);
  const corrects = values.corrects === undefined ? null : Number(values.corrects);
  need(
    corrects === null || /^[1-9]\d{0,5}$/.test(values.corrects ?? ""),
    "--corrects takes the number of an instruction",
  );
  if (kind !== undefined) {
    for (const [of, option, problem] of NEEDED) need(kind !== of || values[option] !== undefined, problem);
    for (const [option, of] of Object.entries(KINDS_OF) as [Option | "lifts", readonly ActKind[]][])
      need(
        of.includes(kind) || values[option] === undefined,
        `--${option} goes with ${of.join(", ")}, not with ${kind}`,
      );
  }
  return {
    override,
    ...(creditMs === null ? {} : { creditMs }),
    ...(factor ?? {}),
    ...(values.act === undefined ? {} : { actId: values.act }),
    ...(text === undefined || audience === undefined ? {} : { numbered: true, text, audience, corrects }),
  };
}

/** Minutes with up to two decimals, in ms, or null: 0.01 min is a whole number of milliseconds. */
function readMinutes(text: string): number | null {
  const ms = /^\d{1,3}(\.\d{1,2})?$/.test(text) ? Math.round(Number(text) * MINUTE_MS) : 0;
  return ms > 0 && ms <= CREDIT_MAX_MS ? ms : null;
}
