/** Which acts are offered for a room and its centre to a role, as the journal stands. The server judges again. Pure. */
import type { StaffRole } from "#domain/staff/account";
import { refusalOf, type SittingState } from "#domain/sitting/clock";
import type { Scope } from "#domain/sitting/scope";
import type { ActAim } from "../acts/act-form.ts";

export interface PlaceActs {
  readonly pauseRoom: ActAim | null;
  readonly resumeRoom: ActAim | null;
  readonly pauseCentre: ActAim | null;
  readonly resumeCentre: ActAim | null;
  readonly messageRoom: ActAim | null;
  readonly ready: ActAim | null;
}

const NOTHING: PlaceActs = {
  pauseRoom: null,
  resumeRoom: null,
  pauseCentre: null,
  resumeCentre: null,
  messageRoom: null,
  ready: null,
};

/** `roomId`: null when a whole centre is looked at. */
export function placeActs(state: SittingState, role: StaffRole, centreId: number, roomId: number | null): PlaceActs {
  if (role === "technician" || role === "operator") return NOTHING;
  const room: Scope | null = roomId === null ? null : { kind: "room", id: roomId };
  const centre: Scope | null = role === "proctor" ? null : { kind: "centre", id: centreId };
  const offered = (scope: Scope | null, kind: "pause" | "resume"): ActAim | null => {
    if (scope === null) return null;
    const details = kind === "resume" ? { lifts: scope } : {};
    return refusalOf(state, { kind, scope, ...details }) === null ? { kind, scopes: [scope], details } : null;
  };
  const here = room ?? centre;
  const text = { kind: "instruction", audience: "candidates", text: "-" } as const;
  return {
    pauseRoom: offered(room, "pause"),
    resumeRoom: offered(room, "resume"),
    pauseCentre: offered(centre, "pause"),
    resumeCentre: offered(centre, "resume"),
    messageRoom:
      here && refusalOf(state, { ...text, scope: here }) === null ? { kind: "instruction", scopes: [here] } : null,
    ready: here && refusalOf(state, { kind: "ready", scope: here }) === null ? { kind: "ready", scopes: [here] } : null,
  };
}
