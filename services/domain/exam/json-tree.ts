/**
 * Reading a JSON value whose shape is not proven yet. The completeness check must see every defect of a file at once,
 * so it cannot wait for the shape to be right: what has the wrong type reads as absent here, and the schema names it.
 */
export type JsonRecord = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The value as a record; an empty one when it is something else. */
export const recordOf = (value: unknown): JsonRecord => (isRecord(value) ? value : {});

/** The value as a list; an empty one when it is something else. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The value as text, or null. */
export const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** The value as a number, or null. */
export const numberOf = (value: unknown): number | null => (typeof value === "number" ? value : null);

/** The texts of a list; other values are left out. */
export const textsOf = (value: unknown): readonly string[] =>
  listOf(value).filter((one): one is string => typeof one === "string");
