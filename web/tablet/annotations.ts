/**
 * What a candidate notes for themselves beside the questions: flags, options struck out, own words. None of it is an
 * answer; it stays on the device and follows to the next one in the workspace. Pure.
 */

/** All by the id of the question. */
export interface Annotations {
  readonly flags: ReadonlySet<string>;
  readonly struck: ReadonlyMap<string, readonly string[]>;
  readonly notes: ReadonlyMap<string, string>;
}
export const NO_ANNOTATIONS: Annotations = { flags: new Set(), struck: new Map(), notes: new Map() };

export const NOTE_CHARS_MAX = 500;
/** Of all notes together as they lie in a frame: what is left of it is for flags and struck options. */
export const NOTES_BYTES_MAX = 4_000;

export function flagged(all: Annotations, itemId: string): Annotations {
  const flags = new Set(all.flags);
  if (!flags.delete(itemId)) flags.add(itemId);
  return { ...all, flags };
}

export function struck(all: Annotations, itemId: string, optionId: string): Annotations {
  const before = all.struck.get(itemId) ?? [];
  const after = before.includes(optionId) ? before.filter((id) => id !== optionId) : [...before, optionId];
  return { ...all, struck: replaced(all.struck, itemId, after.length > 0 ? after : null) };
}

/** Options that were chosen are no longer struck out. */
export function chosen(all: Annotations, itemId: string, optionIds: readonly string[]): Annotations {
  const before = all.struck.get(itemId) ?? [];
  const after = before.filter((id) => !optionIds.includes(id));
  if (after.length === before.length) return all;
  return { ...all, struck: replaced(all.struck, itemId, after.length > 0 ? after : null) };
}

/** Null when there is no room for it. */
export function noted(all: Annotations, itemId: string, text: string): Annotations | null {
  const notes = replaced(all.notes, itemId, text === "" ? null : text);
  const shorter = text.length <= (all.notes.get(itemId)?.length ?? 0);
  if (text.length > NOTE_CHARS_MAX || (bytesOf(notes) > NOTES_BYTES_MAX && !shorter)) return null;
  return { ...all, notes };
}

/** Questions that nobody comes back to lose what was noted beside them. */
export function without(all: Annotations, itemIds: readonly string[]): Annotations {
  const stays = ([id]: readonly [string, unknown]) => !itemIds.includes(id);
  return {
    flags: new Set([...all.flags].filter((id) => !itemIds.includes(id))),
    struck: new Map([...all.struck].filter(stays)),
    notes: new Map([...all.notes].filter(stays)),
  };
}

/** What was noted since stands over what was noted before. */
export const overlaid = (before: Annotations, since: Annotations): Annotations => ({
  flags: new Set([...before.flags, ...since.flags]),
  struck: new Map([...before.struck, ...since.struck]),
  notes: new Map([...before.notes, ...since.notes]),
});

export interface KeptAnnotations {
  readonly flags: readonly string[];
  readonly struck: Readonly<Record<string, readonly string[]>>;
  readonly notes: Readonly<Record<string, string>>;
}
export const keptOf = ({ flags, struck, notes }: Annotations): KeptAnnotations => ({
  flags: [...flags],
  struck: Object.fromEntries(struck),
  notes: Object.fromEntries(notes),
});

/** What is understood of what was kept. */
export function annotationsFrom(value: unknown): Annotations {
  const { flags, notes, struck } = fieldsOf(value);
  let all: Annotations = {
    flags: new Set(textsIn(flags)),
    struck: new Map(Object.entries(fieldsOf(struck)).map(([id, options]) => [id, textsIn(options)])),
    notes: new Map(),
  };
  for (const [id, text] of Object.entries(fieldsOf(notes)))
    if (typeof text === "string") all = noted(all, id, text) ?? all;
  return all;
}

/** A text lies in the workspace as JSON, which lies in its frame as a text. */
function bytesOf(notes: ReadonlyMap<string, string>): number {
  return new TextEncoder().encode(JSON.stringify(JSON.stringify(Object.fromEntries(notes)))).length;
}

function replaced<T>(map: ReadonlyMap<string, T>, key: string, value: T | null): ReadonlyMap<string, T> {
  const copy = new Map(map);
  if (value === null) copy.delete(key);
  else copy.set(key, value);
  return copy;
}

const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
const textsIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
