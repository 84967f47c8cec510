/** Acts: the events of a sitting's journal. State is a fold of them, the same on every node. */
import { z } from "zod";
import {
  ATTENDANCES,
  AUDIENCES,
  CREDIT_MAX_MS,
  type Act as DomainAct,
  HAND_OUTCOMES,
  INCIDENT_CATEGORIES,
  READINESS_CHECKS,
  REGISTRATIONS,
  UNDOABLE_KINDS,
} from "#domain/sitting/act";
import type { Scope as DomainScope } from "#domain/sitting/scope";
import { ActId, InstantMs, PaperRef, SealKey, storable } from "#contracts/frames/fields";
import { LIMITS } from "#contracts/limits";

const id = z.number().int().min(1);

/** Whom an act concerns. */
export const Scope = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("nation") }),
  z.strictObject({ kind: z.literal("centre"), id }),
  z.strictObject({ kind: z.literal("room"), id }),
  z.strictObject({ kind: z.literal("candidate"), id }),
]) satisfies z.ZodType<DomainScope>;
export type Scope = DomainScope;

/** 32 bytes each, base64url. In journals only; null in every copy that leaves the servers. */
export const PaperKeys = z.strictObject({ start: SealKey, cases: SealKey });

const words = storable(z.string().max(LIMITS.causeCharsMax));
const common = {
  v: z.literal(1),
  id: ActId,
  author: storable(z.string().min(1).max(LIMITS.authorCharsMax)),
  second: storable(z.string().min(1).max(LIMITS.authorCharsMax)).nullable(),
  cause: words,
  scope: Scope,
  /** When the server appended it, and when it takes effect (never earlier than appended). */
  atMs: InstantMs,
  effectiveAtMs: InstantMs,
};

/** What each kind of act says besides; the request of an act (contracts/console/acts.ts) says the same. */
export const ACT_DETAILS = {
  checks: z.array(z.enum(READINESS_CHECKS)).max(READINESS_CHECKS.length),
  override: words.nullable(),
  lifts: Scope,
  creditMs: z.number().int().min(1).max(CREDIT_MAX_MS),
  numerator: z.number().int().min(1).max(1_000),
  denominator: z.number().int().min(1).max(1_000),
  actId: ActId,
  undoes: z.enum(UNDOABLE_KINDS),
  audience: z.enum(AUDIENCES),
  text: storable(z.string().min(1).max(LIMITS.instructionCharsMax)),
  itemId: PaperRef.nullable(),
  corrects: z.number().int().min(1).nullable(),
  attendance: z.enum(ATTENDANCES),
  category: z.enum(INCIDENT_CATEGORIES),
  outcome: z.enum(HAND_OUTCOMES),
  registration: z.enum(REGISTRATIONS),
  detail: words,
} as const;
const D = ACT_DETAILS;

export const Act = z.discriminatedUnion("kind", [
  z.strictObject({
    ...common,
    kind: z.enum([
      "check_in",
      "end",
      "collect",
      "close",
      "cancel",
      "pause",
      "hold",
      "replace_device",
      "waive_receipt",
      "sign_minutes",
      "play",
      "stop_play",
    ]),
  }),
  z.strictObject({ ...common, kind: z.literal("ready"), checks: D.checks, override: D.override.default(null) }),
  z.strictObject({ ...common, kind: z.literal("start"), override: D.override, keys: PaperKeys.nullable() }),
  z.strictObject({ ...common, kind: z.literal("backup"), keys: PaperKeys.nullable() }),
  z.strictObject({
    ...common,
    kind: z.literal("reveal_code"),
    paper: z.enum(["main", "backup"]),
    sectionId: PaperRef.nullable(),
    number: z.number().int().min(1),
  }),
  z.strictObject({ ...common, kind: z.literal("resume"), lifts: D.lifts }),
  z.strictObject({ ...common, kind: z.literal("credit"), creditMs: D.creditMs }),
  z.strictObject({ ...common, kind: z.literal("extra_time"), numerator: D.numerator, denominator: D.denominator }),
  z.strictObject({ ...common, kind: z.literal("undo"), actId: D.actId, undoes: D.undoes }),
  z.strictObject({
    ...common,
    kind: z.literal("instruction"),
    number: z.number().int().min(1).nullable(),
    audience: D.audience,
    text: D.text,
    itemId: D.itemId,
    corrects: D.corrects,
  }),
  z.strictObject({ ...common, kind: z.literal("attendance"), attendance: D.attendance }),
  z.strictObject({ ...common, kind: z.literal("incident"), category: D.category }),
  z.strictObject({ ...common, kind: z.literal("hand"), outcome: D.outcome }),
  z.strictObject({ ...common, kind: z.literal("register"), registration: D.registration, detail: D.detail }),
]) satisfies z.ZodType<DomainAct>;
export type Act = DomainAct;
