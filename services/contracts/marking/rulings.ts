/** Version 1 of a file of rulings: what the jury decided, as inputs of a run (docs/formats.md). */
import { z } from "zod";
import { PaperRef } from "#contracts/frames/fields";
import { ItemKey } from "#contracts/paper/key";
import { SET_ASIDE_REASONS } from "#domain/answer/rule";
import type { Ruling as DomainRuling } from "#domain/marking/rulings";

const Code = z.string().min(1).max(64);
/** By the codes and anonymity numbers of exports. */
export const RulingScope = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("nation") }),
  z.strictObject({ kind: z.literal("centre"), code: Code }),
  z.strictObject({ kind: z.literal("room"), centre: Code, code: Code }),
  z.strictObject({ kind: z.literal("candidate"), anonymityNumber: Code }),
]);
const Everyone = RulingScope.default({ kind: "nation" });

const said = { id: z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/), reason: z.string().trim().min(1).max(2000) };
const someItems = z.array(PaperRef).min(1);

export const Ruling = z.discriminatedUnion("decision", [
  z.strictObject({
    ...said,
    decision: z.enum(["annul", "neutralise"]),
    scope: Everyone,
    /** Ids of items, containers or sections; null, and it must be said: the whole unit. */
    items: someItems.nullable(),
  }),
  z.strictObject({ ...said, decision: z.literal("rekey"), item: PaperRef, keys: z.array(ItemKey).min(1).max(5) }),
  z.strictObject({
    ...said,
    decision: z.literal("accept"),
    item: PaperRef,
    texts: z.array(z.string().trim().min(1).max(2000)).min(1),
  }),
  z.strictObject({
    ...said,
    decision: z.enum(["count", "do_not_count"]),
    scope: Everyone,
    reasons: z.array(z.enum(SET_ASIDE_REASONS)).min(1),
  }),
  z.strictObject({
    ...said,
    decision: z.literal("code"),
    candidates: z.array(Code).min(1),
    code: z.string().regex(/^[A-Z]{2,8}$/),
  }),
]) satisfies z.ZodType<DomainRuling>;

export const RulingsFile = z.strictObject({
  format: z.literal("amphi-rulings"),
  version: z.literal(1),
  rulings: z.array(Ruling),
});
export type RulingsFile = z.infer<typeof RulingsFile>;
