/** Which items count for whom: the item rulings of a run, worked out once per place. */
import { type CandidatePlace, isItemRuling, type ItemRuling, narrowest, type Ruling } from "#domain/marking/rulings";
import type { ItemsOfId } from "#domain/marking/ruling-problems";

/** By column: the ruling that holds, or null where the item is marked as answered. */
export type RuledItems = readonly (ItemRuling | null)[];

export function createItemRulings(
  itemIds: readonly string[],
  rulings: readonly Ruling[],
  itemsOf: ItemsOfId,
): (place: CandidatePlace) => RuledItems {
  const unruled: RuledItems = itemIds.map(() => null);
  if (!rulings.some(isItemRuling)) return () => unruled;
  // Annulled before neutralised: of two rulings as narrow, one on the unit and one on an item, out is out.
  const about = rulings.filter(isItemRuling).sort((a, b) => (a.decision < b.decision ? -1 : 1));
  const single = new Set(about.flatMap(({ scope }) => (scope.kind === "candidate" ? [scope.anonymityNumber] : [])));
  const means = new Map(about.map((one) => [one, one.items && new Set(one.items.flatMap((id) => itemsOf(id) ?? []))]));
  const byItem = itemIds.map((id) => about.filter((one) => means.get(one)?.has(id) ?? true));
  const known = new Map<string, RuledItems>();
  return (place) => {
    // Everybody in a room is ruled alike, but for those whom a ruling names.
    const alone = single.has(place.anonymityNumber) ? place.anonymityNumber : "";
    const group = JSON.stringify([alone, place.centre, place.room]);
    const found = known.get(group) ?? byItem.map((candidates) => narrowest(candidates, place));
    known.set(group, found);
    return found;
  };
}
