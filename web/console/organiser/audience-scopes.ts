/** Where an instruction goes: the whole nation, or chosen centres and rooms. Pure. */
import type { CentreSummary } from "#contracts/console/live";
import { NATION, type Scope } from "#domain/sitting/scope";

/** A chosen centre covers its rooms: they are not told twice. Nothing chosen: the nation. */
export function scopesChosen(
  centres: readonly CentreSummary[],
  centreIds: ReadonlySet<number>,
  roomIds: ReadonlySet<number>,
): Scope[] {
  const scopes = centres.flatMap((centre): Scope[] =>
    centreIds.has(centre.id)
      ? [{ kind: "centre", id: centre.id }]
      : centre.rooms.filter(({ id }) => roomIds.has(id)).map(({ id }) => ({ kind: "room", id })),
  );
  return scopes.length > 0 ? scopes : [NATION];
}
