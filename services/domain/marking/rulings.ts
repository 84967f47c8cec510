/**
 * What the jury decided, as inputs of a run. An item is *annulled* (out of the mark and of the maximum) or *neutralised*
 * (full mark to everyone): the decision names which (EXAM-RULES; order of 21 December 2021, art. 19). Rulings are a set:
 * their order changes nothing. Where two differ on one item, the one with the narrower scope holds.
 */
import type { SetAsideReason } from "#domain/answer/rule";
import type { ItemKey } from "#domain/marking/item";

/** Whom a ruling is about, by the codes of files; a candidate by anonymity number. */
export type RulingScope =
  | { readonly kind: "nation" }
  | { readonly kind: "centre"; readonly code: string }
  | { readonly kind: "room"; readonly centre: string; readonly code: string }
  | { readonly kind: "candidate"; readonly anonymityNumber: string };

interface Said {
  /** Names it in every `why`; unique. */
  readonly id: string;
  readonly reason: string;
}
/** `items`: ids of items, containers or sections; null: the whole unit, whatever paper was taken. */
export interface ItemRuling extends Said {
  readonly decision: "annul" | "neutralise";
  readonly scope: RulingScope;
  readonly items: readonly string[] | null;
}
/** Another right answer for an item; several are alternatives. It replaces what the key says. */
export interface KeyRuling extends Said {
  readonly decision: "rekey";
  readonly item: string;
  readonly keys: readonly ItemKey[];
}
/** QROC: texts that are right besides those of the key, for everyone. */
export interface TextRuling extends Said {
  readonly decision: "accept";
  readonly item: string;
  readonly texts: readonly string[];
}
/** Entries that were set aside, of these reasons: whether they count after all. */
export interface EntryRuling extends Said {
  readonly decision: "count" | "do_not_count";
  readonly scope: RulingScope;
  readonly reasons: readonly SetAsideReason[];
}
/** A special code in place of the mark (R10): what it does is the ranking's rule. */
export interface CodeRuling extends Said {
  readonly decision: "code";
  readonly candidates: readonly string[];
  readonly code: string;
}
export type Ruling = ItemRuling | KeyRuling | TextRuling | EntryRuling | CodeRuling;

/** Where a candidate sits, by codes; empty where nobody knows. */
export interface CandidatePlace {
  readonly anonymityNumber: string;
  readonly centre: string;
  readonly room: string;
}

const BREADTH = { candidate: 0, room: 1, centre: 2, nation: 3 } as const;

export function covers(scope: RulingScope, place: CandidatePlace): boolean {
  switch (scope.kind) {
    case "nation":
      return true;
    case "centre":
      return scope.code === place.centre;
    case "room":
      return scope.centre === place.centre && scope.code === place.room;
    case "candidate":
      return scope.anonymityNumber === place.anonymityNumber;
  }
}

/** Of those that cover the place, the one with the narrowest scope; null: none does. Of equals the first. */
export function narrowest<R extends { readonly scope: RulingScope }>(
  rulings: readonly R[],
  place: CandidatePlace,
): R | null {
  const covering = rulings.filter((ruling) => covers(ruling.scope, place));
  return covering.reduce<R | null>(
    (best, one) => (best === null || BREADTH[one.scope.kind] < BREADTH[best.scope.kind] ? one : best),
    null,
  );
}

export const isItemRuling = (ruling: Ruling): ruling is ItemRuling =>
  ruling.decision === "annul" || ruling.decision === "neutralise";
export const isEntryRuling = (ruling: Ruling): ruling is EntryRuling =>
  ruling.decision === "count" || ruling.decision === "do_not_count";

/** Whether an entry set aside for `reason` counts at that place: as the narrowest ruling on it says; without one, no. */
export function countsAfterAll(
  rulings: readonly EntryRuling[],
  reason: SetAsideReason,
  place: CandidatePlace,
): boolean {
  const about = rulings.filter((ruling) => ruling.reasons.includes(reason));
  return narrowest(about, place)?.decision === "count";
}
