/** Taking a parsed file apart: each mistake is noted with its place, and what can be read goes on being read. */
import { below, type Problem } from "#domain/exam/problem";

export class Reader {
  readonly problems: Problem[] = [];

  note(rule: string, place: string, message: string): void {
    this.problems.push({ rule, place, message });
  }

  /** An object; `keys` are all that it may have, those with `true` it must have. An empty one where it is none. */
  record(value: unknown, place: string, keys: Readonly<Record<string, boolean>>): Readonly<Record<string, unknown>> {
    const own = this.table(value, place);
    if (value !== own) return own;
    for (const key of Object.keys(own))
      if (!Object.hasOwn(keys, key))
        this.note("unknown-key", below(place, key), REFUSED[key] ?? "is no key of the input");
    for (const [key, needed] of Object.entries(keys))
      if (needed && own[key] === undefined) this.note("missing", below(place, key), "is missing");
    return own;
  }
  /** An object with keys of any name. */
  table(value: unknown, place: string): Readonly<Record<string, unknown>> {
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
    this.note("shape", place, "must be an object");
    return {};
  }
  /** A list; what is left out is an empty one. */
  list(value: unknown, place: string): readonly unknown[] {
    if (Array.isArray(value)) return value as unknown[];
    if (value !== undefined) this.note("shape", place, "must be a list");
    return [];
  }
  /** A whole number from 0; null with a note where it is none. What is left out was noted before, or may be. */
  count(value: unknown, place: string, most: number): number | null {
    if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= most) return value;
    if (value !== undefined)
      this.note("number", place, `must be a whole number from 0 to ${most}, not ${JSON.stringify(value)}`);
    return null;
  }
  /** The index that an id has been given; -1 with a note where there is none. */
  known(value: unknown, ids: ReadonlyMap<string, number>, what: string, place: () => string): number {
    const index = typeof value === "string" ? ids.get(value) : undefined;
    if (index !== undefined) return index;
    this.note("unknown-id", place(), `no ${what} has the id ${JSON.stringify(value)}`);
    return -1;
  }
  /** Gives each item's id its index. */
  ids(items: readonly unknown[], place: string, what: string): ReadonlyMap<string, number> {
    const ids = new Map<string, number>();
    items.forEach((item, i) => {
      const id = (item as { id?: unknown } | null)?.id;
      if (id === undefined) return; // said when the item is read
      if (typeof id !== "string" || id === "") this.note("id", `${place}[${i}].id`, "must be a text that is not empty");
      else if (ids.has(id))
        this.note(
          "duplicate",
          `${place}[${i}].id`,
          `${what} ${JSON.stringify(id)} stands at ${place}[${ids.get(id)}] already`,
        );
      else ids.set(id, i);
    });
    return ids;
  }
}

/** Keys that somebody may well try, and why there are none. */
const REFUSED: Readonly<Record<string, string>> = {
  min: "hard minimum quotas are refused: with them a stable result need not exist",
  minimum: "hard minimum quotas are refused: with them a stable result need not exist",
  percentOfAdmitted:
    "a percentage of the admitted is refused: it changes while it is applied, and may never settle; a percentage is of the initial places",
};
