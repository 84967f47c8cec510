/**
 * A student's wishes: an ordered list that is saved whole. Whoever saves says which version the screen began from, so that
 * of two devices none overwrites what the other saved without being told; every list that was ever accepted stays in the
 * history (R20).
 */
import { type OpenTime, windowAt } from "#domain/student/wish-window";

export interface WishList {
  /** Codes of programmes, the dearest first. */
  readonly programmes: readonly string[];
  /** How often it was saved; 0: never. */
  readonly version: number;
  /** Server time; null: never saved. */
  readonly atMs: number | null;
}
export const NO_WISHES: WishList = { programmes: [], version: 0, atMs: null };

export interface WishRules {
  /** Programmes that this student may wish for. */
  readonly allowed: readonly string[];
  /** 0: as many as are allowed. */
  readonly most: number;
  readonly windows: readonly OpenTime[];
  /** Seats were computed from the lists and signed: nobody changes one any more (R20). */
  readonly frozen: boolean;
}
export interface WishesAsked {
  readonly programmes: readonly string[];
  /** Of the list that was changed into this one. */
  readonly version: number;
}
export type WishProblem =
  | { readonly rule: "wishes_frozen" }
  | { readonly rule: "wishes_closed"; readonly opensAtMs: number | null; readonly closedAtMs: number | null }
  | { readonly rule: "wish_repeated" | "wish_not_allowed"; readonly programme: string }
  | { readonly rule: "too_many_wishes"; readonly most: number }
  /** Another device was first: here is what it saved. */
  | { readonly rule: "saved_elsewhere"; readonly current: WishList };

export type SaveOutcome =
  /** `changed` false: the same list is saved already, as when a request is sent twice. */
  | { readonly kind: "saved"; readonly list: WishList; readonly changed: boolean }
  | { readonly kind: "refused"; readonly problems: readonly WishProblem[] };

/** `receivedAtMs`: server time when the request came in, however long it then took to store. */
export function saveWishes(current: WishList, asked: WishesAsked, rules: WishRules, receivedAtMs: number): SaveOutcome {
  const problems = [...timeProblems(rules, receivedAtMs), ...listProblems(asked.programmes, rules)];
  if (problems.length > 0) return { kind: "refused", problems };
  if (current.version > 0 && sameList(asked.programmes, current.programmes))
    return { kind: "saved", list: current, changed: false };
  if (asked.version !== current.version) return { kind: "refused", problems: [{ rule: "saved_elsewhere", current }] };
  const list = { programmes: [...asked.programmes], version: current.version + 1, atMs: receivedAtMs };
  return { kind: "saved", list, changed: true };
}

function timeProblems({ frozen, windows }: WishRules, atMs: number): WishProblem[] {
  if (frozen) return [{ rule: "wishes_frozen" }];
  const state = windowAt(windows, atMs);
  if (state.kind === "open") return [];
  const opensAtMs = state.kind === "before" ? state.window.opensAtMs : null;
  return [{ rule: "wishes_closed", opensAtMs, closedAtMs: state.kind === "over" ? state.window.closesAtMs : null }];
}

function listProblems(programmes: readonly string[], { allowed, most }: WishRules): WishProblem[] {
  const repeated = new Set(programmes.filter((one, i) => programmes.indexOf(one) !== i));
  const strange = new Set(programmes.filter((one) => !allowed.includes(one)));
  return [
    ...[...repeated].map((programme): WishProblem => ({ rule: "wish_repeated", programme })),
    ...[...strange].map((programme): WishProblem => ({ rule: "wish_not_allowed", programme })),
    ...(most > 0 && programmes.length > most ? [{ rule: "too_many_wishes" as const, most }] : []),
  ];
}

export const sameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((one, i) => one === b[i]);

/** The list with one wish moved to another place; places outside are the nearest inside. */
export function moved(programmes: readonly string[], from: number, to: number): readonly string[] {
  const one = programmes[from];
  if (one === undefined) return programmes;
  const rest = programmes.filter((_, i) => i !== from);
  const place = Math.max(0, Math.min(to, rest.length));
  return [...rest.slice(0, place), one, ...rest.slice(place)];
}
