/** Which account may do which act, over whom. Whether the state of the sitting allows it is another question (state.ts). */
import { ACT_KINDS, type ActKind, type Audience, type IncidentCategory, type UndoableKind } from "#domain/sitting/act";
import { contains, type Places } from "#domain/sitting/places";
import type { Reason } from "#domain/sitting/reason";
import type { Scope } from "#domain/sitting/scope";
import { type ConsoleRole, isPortalRole, type StaffAccount } from "#domain/staff/account";

/** The part of an act that decides who may do it. */
export interface AuthorityClaim {
  readonly kind: ActKind;
  readonly scope: Scope;
  readonly lifts?: Scope;
  readonly undoes?: UndoableKind;
  readonly audience?: Audience;
  readonly category?: IncidentCategory;
  readonly itemId?: string | null;
  readonly corrects?: number | null;
}
export interface AuthorityRules {
  /** Acts of an organiser that a second one confirms. */
  readonly twoPersonActs: readonly ActKind[];
}
/** A pause is never among them: whoever sees smoke stops the exam. */
export const TWO_PERSON_ACTS: readonly ActKind[] = ["start", "resume", "end", "cancel", "close"];

export type Authority = { readonly refusal: Reason } | { readonly needsSecond: boolean };
const refusing = (refusal: Reason): Authority => ({ refusal });

const OF_A_ROOM: readonly ActKind[] = [
  "pause",
  "resume",
  "credit",
  "ready",
  "extra_time",
  "undo",
  "instruction",
  "attendance",
  "incident",
  "hand",
  "replace_device",
  "waive_receipt",
];
const OF_A_CENTRE: readonly ActKind[] = [...OF_A_ROOM, "hold", "register", "sign_minutes"];

interface May {
  readonly acts: readonly ActKind[];
  /** The widest scope: of a proctor a room, of those who serve a centre the centre. */
  readonly widest: "room" | "centre";
}
/** Organisers are not in the table: they may do everything in their exam. The portal's roles do nothing on its days. */
const MAY: Readonly<Record<Exclude<ConsoleRole, "organiser">, May>> = {
  proctor: { acts: OF_A_ROOM, widest: "room" },
  lead_proctor: { acts: OF_A_CENTRE, widest: "centre" },
  technician: { acts: ["incident"], widest: "centre" },
  operator: { acts: [], widest: "room" },
};
const TECHNICAL: readonly (IncidentCategory | undefined)[] = ["device", "network"];

export function authorityFor(
  account: StaffAccount,
  claim: AuthorityClaim,
  places: Places,
  rules: AuthorityRules,
): Authority {
  const { kind, scope } = claim;
  const lifts = kind === "resume" ? (claim.lifts ?? scope) : scope;
  if (!contains(scope, scope, places)) return refusing({ code: "place_unknown" });
  if (!contains(lifts, scope, places)) return refusing({ code: "resume_wider" });
  if (isPortalRole(account.role)) return refusing({ code: "not_for_role", kind });
  if (account.role === "organiser") return { needsSecond: rules.twoPersonActs.includes(kind) };

  const { acts, widest } = MAY[account.role];
  if (!acts.includes(kind)) return refusing({ code: "not_for_role", kind });
  if (!isOwn(account, scope, widest, places)) return refusing({ code: "scope_outside" });
  if (!isOwn(account, lifts, widest, places)) return refusing({ code: "pause_of_others" });
  if (kind === "undo" && (claim.undoes === undefined || !acts.includes(claim.undoes)))
    return refusing({ code: "undo_of_others" });
  if (kind === "instruction" && claim.audience !== "candidates") return refusing({ code: "message_for_candidates" });
  // An erratum is the organiser's: what stays beside a question must be the same in every room.
  if ((claim.itemId ?? null) !== null || (claim.corrects ?? null) !== null)
    return refusing({ code: "not_for_role", kind });
  if (account.role === "technician" && !TECHNICAL.includes(claim.category))
    return refusing({ code: "technical_incidents" });
  return { needsSecond: false };
}

/** Whether a scope lies in an account's own places, and is not wider than the role's. */
function isOwn(
  { roomIds, centreId, role }: StaffAccount,
  scope: Scope,
  widest: May["widest"],
  places: Places,
): boolean {
  if (scope.kind === "centre" && widest === "room") return false;
  const own: readonly Scope[] =
    role === "proctor"
      ? roomIds.map((id) => ({ kind: "room", id }))
      : centreId === null
        ? []
        : [{ kind: "centre", id: centreId }];
  return own.some((wide) => contains(wide, scope, places));
}

/** Whether the account works on this exam at all. */
export const worksOn = (account: StaffAccount, examId: number): boolean =>
  account.examId === null || account.examId === examId;

/** Acts that a list from a configuration names; what is not an act, or cannot wait for two, is told. */
export function twoPersonActsFrom(names: readonly string[]): { kinds: ActKind[]; unknown: string[] } {
  const kinds = ACT_KINDS.filter((kind) => kind !== "pause" && names.includes(kind));
  return { kinds, unknown: names.filter((name) => !(kinds as readonly string[]).includes(name)) };
}
