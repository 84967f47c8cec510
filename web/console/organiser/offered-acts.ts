/** Which acts the organiser may ask for now, for the nation or a part of it. */
import type { Act, ActKind } from "#domain/sitting/act";
import { refusalToPlay } from "#domain/sitting/play";
import { NATION, type Scope, scopeKey } from "#domain/sitting/scope";
import { refusalOf, type SittingState } from "#domain/sitting/state";
import type { ActAim } from "../acts/act-form.ts";

/** What is offered besides the next step, in this order. */
const OFFERED: Record<"nation" | "part", readonly ActKind[]> = {
  nation: ["ready", "pause", "credit", "backup", "end", "cancel"],
  part: ["pause", "resume", "start", "hold", "credit", "backup", "end", "cancel"],
};

/** `around`: the scopes that contain this one: a centre may be let out of the nation's pause, a room of its centre's. */
export function offeredActs(state: SittingState, scope: Scope, around: readonly Scope[] = []): ActAim[] {
  const legal = (kind: ActKind, lifts?: Scope) =>
    // How long a credit is, and why one starts all the same, is asked later: any legal value says whether it is offered.
    refusalOf(state, { kind, scope, creditMs: 60_000, override: "-", ...(lifts ? { lifts } : {}) }) === null;
  return OFFERED[scope.kind === "nation" ? "nation" : "part"].flatMap((kind): ActAim[] => {
    if (kind === "resume")
      return [scope, ...around]
        .filter((lifts) => legal(kind, lifts))
        .slice(0, 1)
        .map((lifts) => ({ kind, scopes: [scope], details: { lifts } }));
    // Said once it is said: again it would say nothing.
    if (kind === "ready" && state.phase === "ready") return [];
    return legal(kind) ? [{ kind, scopes: [scope] }] : [];
  });
}

/** In a rehearsal alone: letting the tablets of a scope play, or stopping them, as what was said of this scope last. */
export function playAims(acts: readonly Act[], state: SittingState, scope: Scope, rehearsal: boolean): ActAim[] {
  const last = acts.findLast(
    (act) => (act.kind === "play" || act.kind === "stop_play") && scopeKey(act.scope) === scopeKey(scope),
  );
  const kind = last?.kind === "play" ? "stop_play" : "play";
  const refusal = refusalToPlay(kind, rehearsal) ?? refusalOf(state, { kind, scope });
  return refusal === null ? [{ kind, scopes: [scope] }] : [];
}

/** Before anything has started, a start of a part alone is not what anybody means: it is offered once the nation has. */
export const offeredOfPart = (state: SittingState, scope: Scope, around: readonly Scope[]): ActAim[] =>
  offeredActs(state, scope, around).filter(({ kind }) => kind !== "start" || state.startedAtMs !== null);

/** The nation's next act, ready for its dialog. */
export function nextAim(kind: ActKind): ActAim {
  return kind === "resume" ? { kind, scopes: [NATION], details: { lifts: NATION } } : { kind, scopes: [NATION] };
}
