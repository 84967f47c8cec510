/** A repeated id stands for the act that it named first, and for no other: that one would happen without being told. */
import type { ActAsked } from "#contracts/console/acts";
import { type Refused, refusedFor } from "#http/request";
import type { Act } from "#domain/sitting/act";
import { scopeKey } from "#domain/sitting/scope";

export const USED_ID: Refused = refusedFor("act_refused", {
  code: "act_malformed",
  problems: "id: another act has it",
});

export const isSameAct = (act: Act, asked: Pick<ActAsked, "kind" | "scope">): boolean =>
  act.kind === asked.kind && scopeKey(act.scope) === scopeKey(asked.scope);
