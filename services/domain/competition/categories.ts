import type { Category } from "#domain/competition/plan";

/** Codes of the categories that somebody's values put them in, in the plan's order. */
export const categoriesOf = (categories: readonly Category[], identity: Readonly<Record<string, string>>): string[] =>
  categories.filter(({ field, values }) => values.includes(identity[field] ?? "")).map(({ code }) => code);
