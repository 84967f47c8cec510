/**
 * What is on record in a sitting: the acts that stand, by what they say. Nothing is copied: each entry is the act, with
 * its author, cause and time. For consoles and minutes; no clock depends on it.
 */
import type { Act, ActKind, Audience } from "#domain/sitting/act";
import { covers, type Place, type ScopeKey, scopeKey } from "#domain/sitting/scope";

export type ActOf<Kind extends ActKind> = Extract<Act, { kind: Kind }>;

/** Lists are in journal order; of what can be said again, the last word that was not taken back. */
export interface SittingRecord {
  /** By candidate. */
  readonly attendance: ReadonlyMap<number, ActOf<"attendance">>;
  readonly incidents: readonly ActOf<"incident">[];
  readonly instructions: readonly ActOf<"instruction">[];
  /** Who is ready: not those who were held back after they said it. */
  readonly readiness: ReadonlyMap<ScopeKey, ActOf<"ready">>;
  /** Signed minutes, by centre. */
  readonly signatures: ReadonlyMap<number, ActOf<"sign_minutes">>;
  /** Why a candidate has no complete receipt, by candidate. */
  readonly waivers: ReadonlyMap<number, ActOf<"waive_receipt">>;
  readonly registrations: readonly ActOf<"register">[];
  readonly replacedDevices: readonly ActOf<"replace_device">[];
  /** What was last done about a raised hand, by candidate. */
  readonly hands: ReadonlyMap<number, ActOf<"hand">>;
  readonly credits: readonly ActOf<"credit">[];
  readonly extraTimes: readonly ActOf<"extra_time">[];
}

/** The journal without what was taken back, and without the taking back. */
export function standingActs(acts: readonly Act[]): Act[] {
  const undone = new Set(acts.flatMap((act) => (act.kind === "undo" ? [act.actId] : [])));
  return acts.filter((act) => act.kind !== "undo" && !undone.has(act.id));
}

export function recordOf(acts: readonly Act[]): SittingRecord {
  const standing = standingActs(acts);
  const all = <Kind extends ActKind>(kind: Kind) => standing.filter((act): act is ActOf<Kind> => act.kind === kind);
  return {
    attendance: lastById(all("attendance")),
    incidents: all("incident"),
    instructions: all("instruction"),
    readiness: readinessOf(standing),
    signatures: lastById(all("sign_minutes")),
    waivers: lastById(all("waive_receipt")),
    registrations: all("register"),
    replacedDevices: all("replace_device"),
    hands: lastById(all("hand")),
    credits: all("credit"),
    extraTimes: all("extra_time"),
  };
}

/** The last act of each candidate or centre; acts of the whole nation name nobody. */
const lastById = <One extends Act>(acts: readonly One[]): ReadonlyMap<number, One> =>
  new Map(acts.flatMap((act) => (act.scope.kind === "nation" ? [] : [[act.scope.id, act] as const])));

function readinessOf(standing: readonly Act[]): ReadonlyMap<ScopeKey, ActOf<"ready">> {
  const ready = new Map<ScopeKey, ActOf<"ready">>();
  for (const act of standing) {
    if (act.kind === "ready") ready.set(scopeKey(act.scope), act);
    if (act.kind === "hold") ready.delete(scopeKey(act.scope));
  }
  return ready;
}

/** The number of the newest instruction that corrects number `number`, or null while it stands as it was given. */
export const correctedBy = ({ instructions }: SittingRecord, number: number): number | null =>
  instructions.findLast((act) => act.corrects === number)?.number ?? null;

/**
 * The instructions in force at a place for an audience, oldest first: those that have taken effect and that no other
 * one corrects there. A correction for one room leaves the instruction in force in the others.
 */
export function instructionsAt(
  { instructions }: SittingRecord,
  place: Place,
  audience: Exclude<Audience, "everyone">,
  nowMs: number,
): ActOf<"instruction">[] {
  const here = instructions.filter(
    (act) =>
      act.effectiveAtMs <= nowMs &&
      (act.audience === audience || act.audience === "everyone") &&
      covers(act.scope, place),
  );
  const corrected = new Set(here.map((act) => act.corrects));
  return here.filter((act) => act.number === null || !corrected.has(act.number));
}
