/** Acts: the events of a sitting's journal. State is a fold of them, the same on every node. */
import { z } from "zod";
import { CREDIT_MAX_MS, type Act as DomainAct } from "#domain/sitting/act";
import type { Scope as DomainScope } from "#domain/sitting/scope";
import { ActId, InstantMs } from "#contracts/frames/fields";

const id = z.number().int().min(1);

/** Whom an act concerns. */
export const Scope = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("nation") }),
  z.strictObject({ kind: z.literal("centre"), id }),
  z.strictObject({ kind: z.literal("room"), id }),
  z.strictObject({ kind: z.literal("candidate"), id }),
]) satisfies z.ZodType<DomainScope>;
export type Scope = DomainScope;

const common = {
  v: z.literal(1),
  id: ActId,
  author: z.string().min(1).max(200),
  cause: z.string().max(2_000),
  scope: Scope,
  /** When the server appended it, and when it takes effect (never earlier than appended). */
  atMs: InstantMs,
  effectiveAtMs: InstantMs,
};

export const Act = z.discriminatedUnion("kind", [
  z.strictObject({ ...common, kind: z.enum(["check_in", "ready", "end", "collect", "close", "cancel", "pause"]) }),
  z.strictObject({ ...common, kind: z.literal("start"), override: z.string().max(2_000).nullable() }),
  z.strictObject({ ...common, kind: z.literal("resume"), lifts: Scope }),
  z.strictObject({ ...common, kind: z.literal("credit"), creditMs: z.number().int().min(1).max(CREDIT_MAX_MS) }),
]) satisfies z.ZodType<DomainAct>;
export type Act = DomainAct;
