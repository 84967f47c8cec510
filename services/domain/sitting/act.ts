/** One event of a sitting's journal: who did what, for whom, why, when, and from when it counts. */
import type { PaperKeys, WhichPaper } from "#domain/seal/labels";
import type { Scope } from "#domain/sitting/scope";

/** Acts that move the phase of their scope. */
export const PHASE_ACT_KINDS = ["check_in", "ready", "start", "end", "collect", "close", "cancel"] as const;
export type PhaseActKind = (typeof PHASE_ACT_KINDS)[number];
/** Acts that change somebody's clock without moving a phase. */
export const CLOCK_ACT_KINDS = ["pause", "resume", "credit", "hold", "extra_time", "backup", "undo"] as const;
/** Acts that are recorded for people: tablets, proctors, the minutes and the jury. No clock depends on them. */
export const RECORD_ACT_KINDS = [
  "instruction",
  "attendance",
  "incident",
  "hand",
  "replace_device",
  "register",
  "waive_receipt",
  "sign_minutes",
  "reveal_code",
  "play",
  "stop_play",
] as const;
export const ACT_KINDS = [...PHASE_ACT_KINDS, ...CLOCK_ACT_KINDS, ...RECORD_ACT_KINDS] as const;
export type ActKind = (typeof ACT_KINDS)[number];

/** What may be taken back where nothing followed it. A pause is resumed, a start cancelled: they are not undone. */
export const UNDOABLE_KINDS = [
  "ready",
  "credit",
  "extra_time",
  "attendance",
  "incident",
  "waive_receipt",
  "sign_minutes",
] as const;
export type UndoableKind = (typeof UNDOABLE_KINDS)[number];

export const AUDIENCES = ["candidates", "proctors", "everyone"] as const;
export type Audience = (typeof AUDIENCES)[number];
export const ATTENDANCES = ["present", "absent", "left"] as const;
export type Attendance = (typeof ATTENDANCES)[number];
export const INCIDENT_CATEGORIES = ["network", "device", "power", "paper", "health", "fraud", "other"] as const;
export type IncidentCategory = (typeof INCIDENT_CATEGORIES)[number];
export const HAND_OUTCOMES = ["coming", "done"] as const;
export type HandOutcome = (typeof HAND_OUTCOMES)[number];
export const REGISTRATIONS = ["card_reissued", "admitted", "moved"] as const;
export type Registration = (typeof REGISTRATIONS)[number];
/** What a room has made sure of before it says "ready". */
export const READINESS_CHECKS = ["tablets", "network", "cards", "seats", "proctors", "phone"] as const;
export type ReadinessCheck = (typeof READINESS_CHECKS)[number];

interface ActBase {
  v: 1;
  /** Made when the dialog opens: repeating an act returns its first outcome. */
  id: string;
  author: string;
  /** Who confirmed it, where two persons are needed; null elsewhere. */
  second: string | null;
  cause: string;
  scope: Scope;
  /** Server time of appending, ms. */
  atMs: number;
  /** When it takes effect, ms; never before `atMs`. */
  effectiveAtMs: number;
}
export type Act = ActBase &
  (
    | { kind: Exclude<PhaseActKind, "start" | "ready"> | "pause" }
    /** `override`: why the nation is ready although it has passed no rehearsal of its size (rehearsed.ts); else null. */
    | { kind: "ready"; checks: ReadinessCheck[]; override: string | null }
    /**
     * `override`: why it starts although somebody concerned has not said "ready", or no rehearsal was passed; null when
     * nothing was missing. `keys`: of the paper, for ingest alone; null where the paper is not sealed and in every copy
     * that leaves the servers.
     */
    | { kind: "start"; override: string | null; keys: PaperKeys | null }
    /** `lifts`: the scope of the pause that ends for `scope`: a centre may be let out of a national pause before others. */
    | { kind: "resume"; lifts: Scope }
    /** Time given back for lost time; not multiplied by the extra-time factor. */
    | { kind: "credit"; creditMs: number }
    /** Readiness withdrawn: this part does not start with the others, it waits for a start of its own. */
    | { kind: "hold" }
    /** A candidate's planned extra time, corrected on the day. */
    | { kind: "extra_time"; numerator: number; denominator: number }
    /** The backup paper is given from `effectiveAtMs`, which is its new start; what was written before is kept apart. */
    | { kind: "backup"; keys: PaperKeys | null }
    /** Takes back act `actId`, which was a `undoes`, where nothing followed it. */
    | { kind: "undo"; actId: string; undoes: UndoableKind }
    /**
     * To be read and acknowledged. `number`: of the organiser's, from 1 in the sitting; null for a message of a centre or
     * a room. `corrects`: the number that it replaces. `itemId`: it stays beside that question.
     */
    | {
        kind: "instruction";
        number: number | null;
        audience: Audience;
        text: string;
        itemId: string | null;
        corrects: number | null;
      }
    | { kind: "attendance"; attendance: Attendance }
    | { kind: "incident"; category: IncidentCategory }
    /** A raised hand was seen. */
    | { kind: "hand"; outcome: HandOutcome }
    /** The candidate's tablet is fenced; the next sign-in with the card takes over. */
    | { kind: "replace_device" }
    /** What changed in the list of candidates, in words. */
    | { kind: "register"; registration: Registration; detail: string }
    /** Why a present candidate has no complete receipt (the act's cause). */
    | { kind: "waive_receipt" }
    | { kind: "sign_minutes" }
    /** A one-time code that opens a paper without a network was told to a room: of a section, or of the start (null). */
    | { kind: "reveal_code"; paper: WhichPaper; sectionId: string | null; number: number }
    /** In a rehearsal alone: the tablets play candidates by themselves, or stop it (play.ts). */
    | { kind: "play" | "stop_play" }
  );

/** What a kind of act needs to be told besides scope and cause. */
export interface ActDetails {
  readonly checks?: readonly ReadinessCheck[];
  readonly override?: string | null;
  readonly lifts?: Scope;
  readonly creditMs?: number;
  readonly numerator?: number;
  readonly denominator?: number;
  readonly actId?: string;
  readonly undoes?: UndoableKind;
  /** Whether an instruction gets the next number of the sitting. */
  readonly numbered?: boolean;
  readonly audience?: Audience;
  readonly text?: string;
  readonly itemId?: string | null;
  readonly corrects?: number | null;
  readonly attendance?: Attendance;
  readonly category?: IncidentCategory;
  readonly outcome?: HandOutcome;
  readonly registration?: Registration;
  readonly detail?: string;
  readonly keys?: PaperKeys | null;
  readonly paper?: WhichPaper;
  readonly sectionId?: string | null;
  readonly codeNumber?: number;
}
/** An act as it is asked for: the journal stamps it when it happens. */
export interface ActRequest extends ActDetails {
  readonly id: string;
  readonly kind: ActKind;
  readonly author: string;
  readonly second?: string | null;
  readonly cause: string;
  readonly scope: Scope;
  /** Null: at once. */
  readonly effectiveAtMs: number | null;
}
export const CREDIT_MAX_MS = 4 * 3_600_000;

/** The act that a legal request becomes when it is appended at `atMs`, behind `instructionCount` numbered instructions. */
export function actOf(request: ActRequest, atMs: number, instructionCount = 0): Act {
  const { id, kind, author, cause, scope } = request;
  const effectiveAtMs = Math.max(atMs, request.effectiveAtMs ?? atMs);
  const base = { v: 1 as const, id, author, second: request.second ?? null, cause, scope, atMs, effectiveAtMs };
  switch (kind) {
    case "ready":
      return { ...base, kind, checks: [...(request.checks ?? [])], override: request.override ?? null };
    case "start":
      return { ...base, kind, override: request.override ?? null, keys: request.keys ?? null };
    case "backup":
      return { ...base, kind, keys: request.keys ?? null };
    case "reveal_code":
      return {
        ...base,
        kind,
        paper: request.paper ?? "main",
        sectionId: request.sectionId ?? null,
        number: request.codeNumber ?? 1,
      };
    case "resume":
      return { ...base, kind, lifts: request.lifts ?? scope };
    case "credit":
      return { ...base, kind, creditMs: request.creditMs ?? 0 };
    case "extra_time":
      return { ...base, kind, numerator: request.numerator ?? 0, denominator: request.denominator ?? 0 };
    case "undo":
      return { ...base, kind, actId: request.actId ?? "", undoes: request.undoes ?? "credit" };
    case "instruction":
      return {
        ...base,
        kind,
        number: request.numbered ? instructionCount + 1 : null,
        audience: request.audience ?? "everyone",
        text: request.text ?? "",
        itemId: request.itemId ?? null,
        corrects: request.corrects ?? null,
      };
    case "attendance":
      return { ...base, kind, attendance: request.attendance ?? "present" };
    case "incident":
      return { ...base, kind, category: request.category ?? "other" };
    case "hand":
      return { ...base, kind, outcome: request.outcome ?? "done" };
    case "register":
      return { ...base, kind, registration: request.registration ?? "admitted", detail: request.detail ?? "" };
    default:
      return { ...base, kind };
  }
}

/** What tablets are told: what moves a clock or says something to the candidate, never what is noted about them. */
export function isForTablets(act: Act): boolean {
  if (act.kind === "instruction") return act.audience !== "proctors";
  if (act.kind === "undo") return act.undoes === "credit" || act.undoes === "extra_time";
  if (act.kind === "play" || act.kind === "stop_play") return true;
  return act.kind === "hand" || !(RECORD_ACT_KINDS as readonly string[]).includes(act.kind);
}

/** An act as anybody but ingest may see it: the keys of a paper open what has not been reached yet. */
export const withoutKeys = (act: Act): Act => ("keys" in act && act.keys !== null ? { ...act, keys: null } : act);
