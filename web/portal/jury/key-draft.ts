/** A key while somebody edits it: what fields hold, and the key that they say. Pure. */
import type { ItemKey } from "#contracts/paper/key";

export const OPTION_WORTHS = ["wrong", "right", "indispensable", "unacceptable"] as const;
export type OptionWorth = (typeof OPTION_WORTHS)[number];

/** `lines`: one accepted text or one zone (x y r) a line; `worths`: by option; `counts`: panellists by point, as typed. */
export interface KeyDraft {
  readonly type: ItemKey["type"];
  readonly worths: Readonly<Record<string, OptionWorth>>;
  readonly lines: string;
  readonly counts: readonly string[];
}
const EMPTY = { worths: {}, lines: "", counts: [] };

export function draftOf(key: ItemKey, options: readonly string[]): KeyDraft {
  switch (key.type) {
    case "options":
      return { ...EMPTY, type: "options", worths: Object.fromEntries(options.map((id) => [id, worthOf(key, id)])) };
    case "texts":
      return { ...EMPTY, type: "texts", lines: key.accepted.join("\n") };
    case "zones":
      return { ...EMPTY, type: "zones", lines: key.zones.map(({ r, x, y }) => `${x} ${y} ${r}`).join("\n") };
    case "panel":
      return { ...EMPTY, type: "panel", counts: key.counts.map(String) };
  }
}

function worthOf(key: Extract<ItemKey, { type: "options" }>, id: string): OptionWorth {
  if (key.unacceptable.includes(id)) return "unacceptable";
  if (key.indispensable.includes(id)) return "indispensable";
  return key.right.includes(id) ? "right" : "wrong";
}

/** Null: the fields say no key. Whether it fits the question the marking process says, when the effect is asked for. */
export function keyOf({ counts, lines, type, worths }: KeyDraft): ItemKey | null {
  const written = lines
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  switch (type) {
    case "options": {
      const of = (...wanted: OptionWorth[]) =>
        Object.keys(worths).filter((id) => wanted.includes(worths[id] ?? "wrong"));
      const right = of("right", "indispensable");
      if (right.length === 0) return null;
      return { type, right, unacceptable: of("unacceptable"), indispensable: of("indispensable") };
    }
    case "texts":
      return written.length === 0 ? null : { type, accepted: written };
    case "zones": {
      const zones = written.map((line) => line.split(/[\s,;]+/).map(Number));
      if (zones.length === 0 || zones.some((zone) => zone.length !== 3 || !zone.every(isPart))) return null;
      return { type, zones: zones.map(([x = 0, y = 0, r = 0]) => ({ x, y, r })) };
    }
    case "panel": {
      const all = counts.map((count) => (count.trim() === "" ? Number.NaN : Number(count)));
      return all.length === 5 && all.every((n) => Number.isInteger(n) && n >= 0) && all.some((n) => n > 0)
        ? { type, counts: all }
        : null;
    }
  }
}
/** A thousandth of an image. */
const isPart = (n: number): boolean => Number.isInteger(n) && n >= 0 && n <= 1_000;
