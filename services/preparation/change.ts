/** What an import does, in one form for the command line and for screens. */
import type { Imported } from "#contracts/console/preparation";

export interface Change {
  readonly what: Imported;
  /** `kept`: not in the file any more, but stays. */
  readonly change: "made" | "changed" | "moved" | "removed" | "kept";
  /** By which a person knows it. */
  readonly name: string;
  /** What differs, in words of the file. */
  readonly fields: readonly string[];
}

export const made = (what: Imported, name: string, fields: readonly string[] = []): Change => ({
  what,
  change: "made",
  name,
  fields,
});
export const changed = (what: Imported, name: string, fields: readonly string[]): Change => ({
  what,
  change: "changed",
  name,
  fields,
});
export const removed = (what: Imported, name: string): Change => ({ what, change: "removed", name, fields: [] });
