/** What an act's dialog holds while it is filled in, and the requests that come of it. Pure. */
import type { ActAsked } from "#contracts/console/acts";
import { LIMITS } from "#contracts/limits";
import {
  type ActDetails,
  type ActKind,
  type Audience,
  CREDIT_MAX_MS,
  type IncidentCategory,
  type ReadinessCheck,
  READINESS_CHECKS,
} from "#domain/sitting/act";
import type { Scope } from "#domain/sitting/scope";
import { instantOf } from "./time-of-day.ts";

/** What a dialog is opened with. */
export interface ActAim {
  readonly kind: ActKind;
  /** One act for each: several candidates at most. */
  readonly scopes: readonly Scope[];
  /** What is decided already: an undo's act, a resume's pause, an attendance. */
  readonly details?: ActDetails;
  /** What the form begins with. */
  readonly first?: Partial<ActForm>;
  /** Whom it concerns, in words, when it is not what the scopes say: "3 centres". */
  readonly concerns?: number;
}

export interface ActForm {
  readonly cause: string;
  readonly when: "now" | "at";
  /** Time of day, HH:MM:SS, of the person's device. */
  readonly at: string;
  readonly minutes: string;
  readonly seconds: string;
  /** Planned extra time as a fraction, "4/3". */
  readonly fraction: string;
  readonly text: string;
  readonly audience: Audience;
  readonly itemId: string;
  readonly corrects: string;
  readonly category: IncidentCategory;
  readonly checks: readonly ReadinessCheck[];
  readonly override: string;
}
export const EMPTY_FORM: ActForm = {
  cause: "",
  when: "now",
  at: "",
  minutes: "",
  seconds: "",
  fraction: "4/3",
  text: "",
  audience: "candidates",
  itemId: "",
  corrects: "",
  category: "network",
  checks: [],
  override: "",
};

/** Acts that may be announced for later. The others happen when they are asked for. */
export const MAY_BE_ANNOUNCED: readonly ActKind[] = ["start", "pause", "resume", "end", "backup", "cancel"];

export const FORM_PROBLEMS = [
  "cause",
  "time",
  "past",
  "credit",
  "fraction",
  "text",
  "text_long",
  "item",
  "number",
  "checks",
] as const;
export type FormProblem = (typeof FORM_PROBLEMS)[number];

/** Acts whose own words say why. */
const SPEAKS_FOR_ITSELF: readonly ActKind[] = ["instruction", "ready", "hand", "check_in", "collect", "sign_minutes"];
export const needsCause = (kind: ActKind): boolean => !SPEAKS_FOR_ITSELF.includes(kind);

export const ofNation = (scopes: readonly Scope[]): boolean => scopes.some(({ kind }) => kind === "nation");

export interface Asking {
  /** One id per scope, made when the dialog opened. */
  readonly ids: readonly string[];
  /** The last act that the person knew of. */
  readonly seenActId: string | null;
  /** Server time, ms. */
  readonly nowMs: number;
}

export function askedFrom(
  aim: ActAim,
  form: ActForm,
  asking: Asking,
): { asked: ActAsked[] } | { problem: FormProblem } {
  const cause = form.cause.trim();
  if (needsCause(aim.kind) && cause === "") return { problem: "cause" };
  const effectiveAtMs = instantAsked(form, asking.nowMs);
  if (typeof effectiveAtMs === "string") return { problem: effectiveAtMs };
  const details = detailsOf(aim, form);
  if (typeof details === "string") return { problem: details };
  const asked = aim.scopes.map((scope, index) => {
    const id = asking.ids[index];
    if (id === undefined) throw new Error("an act without an id");
    // What a dialog holds is copied: a request owns its parts.
    const all = structuredClone({ ...details, ...aim.details }) as Partial<ActAsked>;
    return { ...all, id, kind: aim.kind, cause, scope, effectiveAtMs, seenActId: asking.seenActId };
  });
  return { asked };
}

function instantAsked(form: ActForm, nowMs: number): number | null | FormProblem {
  if (form.when === "now") return null;
  const atMs = instantOf(form.at, nowMs);
  if (atMs === null) return "time";
  return atMs <= nowMs ? "past" : atMs;
}

function detailsOf({ kind, scopes }: ActAim, form: ActForm): ActDetails | FormProblem {
  switch (kind) {
    case "credit": {
      const creditMs = (whole(form.minutes) * 60 + whole(form.seconds)) * 1000;
      return creditMs > 0 && creditMs <= CREDIT_MAX_MS ? { creditMs } : "credit";
    }
    case "extra_time": {
      const [numerator = 0, denominator = 0] = form.fraction.split("/").map(whole);
      const sound = denominator > 0 && numerator >= denominator && 3 * numerator <= 4 * denominator;
      return sound ? { numerator, denominator } : "fraction";
    }
    case "instruction":
      return instructionOf(form);
    case "incident":
      return { category: form.category };
    case "ready":
      // A room ticks what it has made sure of; the nation answers for its rehearsal.
      if (ofNation(scopes)) return { checks: [], override: form.override.trim() || null };
      return form.checks.length === READINESS_CHECKS.length ? { checks: form.checks } : "checks";
    case "start":
      return { override: form.override.trim() || null };
    default:
      return {};
  }
}

function instructionOf(form: ActForm): ActDetails | FormProblem {
  const text = form.text.trim();
  if (text === "") return "text";
  if (text.length > LIMITS.instructionCharsMax) return "text_long";
  const itemId = form.itemId.trim() || null;
  if (itemId !== null && !/^[A-Za-z0-9_.-]{1,64}$/.test(itemId)) return "item";
  const corrects = form.corrects.trim() === "" ? null : whole(form.corrects);
  if (corrects !== null && !(corrects >= 1)) return "number";
  return { text, audience: form.audience, itemId, corrects };
}

/** A whole number, 0 for nothing; NaN for what is none. */
const whole = (typed: string): number => {
  const trimmed = typed.trim();
  if (trimmed === "") return 0;
  return /^\d{1,5}$/.test(trimmed) ? Number(trimmed) : Number.NaN;
};
