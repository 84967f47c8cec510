import type { Scope } from "#domain/sitting/scope";
import type { SittingView } from "../live/sitting-view.ts";

/** How many candidates an act would concern, absentees apart, and how many of them are connected now. */
export function concerned(view: SittingView, scopes: readonly Scope[]): { candidates: number; connected: number } {
  let candidates = 0;
  let connected = 0;
  for (const scope of scopes) {
    if (scope.kind === "candidate") {
      candidates += 1;
      connected += view.rows.get(scope.id)?.connected ? 1 : 0;
      continue;
    }
    for (const roomId of roomsOf(view, scope)) {
      const counts = view.counts.get(roomId);
      if (!counts) continue;
      candidates += counts.expected - counts.absent;
      connected += counts.connected;
    }
  }
  return { candidates, connected };
}

function roomsOf(view: SittingView, scope: Exclude<Scope, { kind: "candidate" }>): readonly number[] {
  if (scope.kind === "room") return [scope.id];
  const centres = scope.kind === "nation" ? view.centres : view.centres.filter(({ id }) => id === scope.id);
  return centres.flatMap(({ rooms }) => rooms.map(({ id }) => id));
}
