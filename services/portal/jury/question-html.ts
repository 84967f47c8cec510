/** What was asked: the stem of an item, in the paper as tablets got it. */
import { isRecord } from "#domain/exam/json-tree";

/** Null where the paper does not have the item. */
export function stemOf(view: unknown, itemId: string): string | null {
  if (Array.isArray(view)) return firstOf(view, itemId);
  if (!isRecord(view)) return null;
  if (view["id"] === itemId && typeof view["stemHtml"] === "string") return view["stemHtml"];
  return firstOf(Object.values(view), itemId);
}

function firstOf(nodes: readonly unknown[], itemId: string): string | null {
  for (const node of nodes) {
    const found = stemOf(node, itemId);
    if (found !== null) return found;
  }
  return null;
}

/** Of the first of these papers (JSON in UTF-8) that has the item. */
export function questionIn(views: readonly Uint8Array[], itemId: string): string | null {
  const read = views.flatMap((view) =>
    view.length === 0 ? [] : [JSON.parse(new TextDecoder().decode(view)) as unknown],
  );
  return firstOf(read, itemId);
}
