/** Rulings that cannot stand together, or that are about nothing. */
import { below, type Problem } from "#domain/exam/problem";
import { isEntryRuling, isItemRuling, type Ruling, type RulingScope } from "#domain/marking/rulings";

/** The items that the id of an item, a container or a section means; null: the papers have no such id. */
export type ItemsOfId = (id: string) => readonly string[] | null;

interface Claim {
  /** Two rulings with the same subject must decide the same. */
  readonly subject: string;
  readonly shown: string;
  readonly decision: string;
}

/** Every problem, at the place of the ruling. Whether a new key fits its item is asked elsewhere. */
export function rulingProblems(
  rulings: readonly Ruling[],
  itemsOf: ItemsOfId,
  placeOf: (index: number) => string = (index) => below("rulings", index),
): Problem[] {
  const problems: Problem[] = [];
  const firstOf = new Map<string, { readonly decision: string; readonly id: string }>();
  const ids = new Set<string>();
  rulings.forEach((ruling, n) => {
    const place = placeOf(n);
    const report = (rule: string, message: string) => void problems.push({ rule, place, message });
    if (ids.has(ruling.id)) report("ruling-id-repeated", `the id "${ruling.id}" is used twice`);
    ids.add(ruling.id);
    for (const id of unknownIds(ruling, itemsOf))
      report("ruling-on-an-unknown-item", `the papers have no item "${id}"`);
    for (const { subject, shown, decision } of claimsOf(ruling, itemsOf)) {
      const first = firstOf.get(subject);
      if (first === undefined) firstOf.set(subject, { decision, id: ruling.id });
      else if (first.decision !== decision)
        report("rulings-differ", `${shown}: the ruling "${first.id}" decides otherwise`);
    }
  });
  return problems;
}

function unknownIds(ruling: Ruling, itemsOf: ItemsOfId): readonly string[] {
  if (isItemRuling(ruling)) return (ruling.items ?? []).filter((id) => itemsOf(id) === null);
  if (ruling.decision !== "rekey" && ruling.decision !== "accept") return [];
  // A key belongs to one question: a container or a section has none.
  const items = itemsOf(ruling.item);
  return items?.length === 1 && items[0] === ruling.item ? [] : [ruling.item];
}

function claimsOf(ruling: Ruling, itemsOf: ItemsOfId): Claim[] {
  if (isItemRuling(ruling)) {
    const items = ruling.items?.flatMap((id) => itemsOf(id) ?? []) ?? ["*"];
    const { decision } = ruling;
    return items.map((item) => ({
      subject: `item ${scopeText(ruling.scope)} ${item}`,
      shown: item === "*" ? "the whole unit" : item,
      decision,
    }));
  }
  if (isEntryRuling(ruling)) {
    const { decision } = ruling;
    return ruling.reasons.map((shown) => ({ subject: `entry ${scopeText(ruling.scope)} ${shown}`, shown, decision }));
  }
  if (ruling.decision === "code")
    return ruling.candidates.map((one) => ({
      subject: `code ${one}`,
      shown: `candidate ${one}`,
      decision: ruling.code,
    }));
  if (ruling.decision === "rekey")
    return [{ subject: `key ${ruling.item}`, shown: `the key of ${ruling.item}`, decision: ruling.id }];
  return [];
}

const scopeText = (scope: RulingScope): string => JSON.stringify(Object.entries(scope).sort());
