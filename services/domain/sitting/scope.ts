/** Whom an act concerns. Wider scopes contain narrower ones; a candidate's place says which. */
export type Scope =
  | { readonly kind: "nation" }
  | { readonly kind: "centre"; readonly id: number }
  | { readonly kind: "room"; readonly id: number }
  | { readonly kind: "candidate"; readonly id: number };

export const NATION: Scope = { kind: "nation" };

/** Where a candidate sits: what decides which acts concern them. */
export interface Place {
  readonly centreId: number;
  readonly roomId: number;
  readonly candidateId: number;
}

export type ScopeKey = "nation" | `${"centre" | "room" | "candidate"}:${number}`;
export const scopeKey = (scope: Scope): ScopeKey => (scope.kind === "nation" ? "nation" : `${scope.kind}:${scope.id}`);

/** The scopes that cover a place, widest first. */
export const scopesOf = (place: Place): readonly ScopeKey[] => [
  "nation",
  `centre:${place.centreId}`,
  `room:${place.roomId}`,
  `candidate:${place.candidateId}`,
];

/** Whether an act of this scope concerns somebody at this place. */
export const covers = (scope: Scope, place: Place): boolean => scopesOf(place).includes(scopeKey(scope));
