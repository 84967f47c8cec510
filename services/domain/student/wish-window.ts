/** When wishes may be entered (R18, R19): by server time at receipt, from the first millisecond to before the last. */
import type { PlanWishes } from "#domain/competition/plan";

export interface OpenTime {
  readonly name: string;
  readonly opensAtMs: number;
  /** The first instant that is too late. */
  readonly closesAtMs: number;
}
/** `none`: the office enters wishes; `before`: a window is still to come; `over`: there was one, and there will be none. */
export type WindowState =
  | { readonly kind: "open"; readonly window: OpenTime }
  | { readonly kind: "before"; readonly window: OpenTime }
  | { readonly kind: "over"; readonly window: OpenTime }
  | { readonly kind: "none" };

/** In the order of their beginnings. */
export const openTimesOf = ({ windows }: PlanWishes): readonly OpenTime[] =>
  windows
    .map(({ closesAt, name, opensAt }) => ({
      name,
      opensAtMs: Date.parse(opensAt),
      closesAtMs: Date.parse(closesAt),
    }))
    .sort((a, b) => a.opensAtMs - b.opensAtMs);

export function windowAt(windows: readonly OpenTime[], atMs: number): WindowState {
  // Of windows that overlap, the one that closes last says until when.
  const open = windows
    .filter(({ closesAtMs, opensAtMs }) => opensAtMs <= atMs && atMs < closesAtMs)
    .sort((a, b) => b.closesAtMs - a.closesAtMs)[0];
  if (open) return { kind: "open", window: open };
  const next = windows.find(({ opensAtMs }) => atMs < opensAtMs);
  if (next) return { kind: "before", window: next };
  const last = windows.at(-1);
  return last ? { kind: "over", window: last } : { kind: "none" };
}
