/** What was asked: an item in the paper as tablets got it. */
import { isRecord, listOf, textOf } from "#domain/exam/json-tree";

export interface AskedItem {
  readonly stemHtml: string;
  /** Empty for types without options. */
  readonly options: readonly { readonly id: string; readonly html: string }[];
}

/** Null where the paper does not have the item. */
export function itemOf(view: unknown, itemId: string): AskedItem | null {
  if (Array.isArray(view)) return firstOf(view, itemId);
  if (!isRecord(view)) return null;
  if (view["id"] !== itemId || typeof view["stemHtml"] !== "string") return firstOf(Object.values(view), itemId);
  const options = listOf(view["options"]).flatMap((one) => {
    const [id, html] = isRecord(one) ? [textOf(one["id"]), textOf(one["html"])] : [null, null];
    return id === null || html === null ? [] : [{ id, html }];
  });
  return { stemHtml: view["stemHtml"], options };
}

function firstOf(nodes: readonly unknown[], itemId: string): AskedItem | null {
  for (const node of nodes) {
    const found = itemOf(node, itemId);
    if (found !== null) return found;
  }
  return null;
}

/** Of the first of these papers (JSON in UTF-8) that has the item. */
export function questionIn(views: readonly Uint8Array[], itemId: string): AskedItem | null {
  const read = views.flatMap((view) =>
    view.length === 0 ? [] : [JSON.parse(new TextDecoder().decode(view)) as unknown],
  );
  return firstOf(read, itemId);
}
