/** Centres and rooms as people call them. */
import type { CentreSummary } from "#contracts/console/live";
import type { Scope } from "#domain/sitting/scope";

export function namesOf(scopes: readonly Scope[], centres: readonly CentreSummary[]): string[] {
  const names = new Map<string, string>();
  for (const centre of centres) {
    names.set(`centre:${centre.id}`, centre.name);
    for (const room of centre.rooms) names.set(`room:${room.id}`, `${centre.name} ${room.name}`);
  }
  return scopes.map((scope) =>
    scope.kind === "nation" ? "the nation" : (names.get(`${scope.kind}:${scope.id}`) ?? `${scope.kind} ${scope.id}`),
  );
}
