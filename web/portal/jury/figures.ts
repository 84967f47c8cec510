/** Numbers as people read them. Marks travel in thousandths of a point. */
import type { Language } from "#ui/i18n.ts";

const tagOf = (language: Language) => (language === "fr" ? "fr-FR" : "en-GB");

/** `12,345`: never rounded. */
export const points = (language: Language, thousandths: number): string =>
  new Intl.NumberFormat(tagOf(language), { maximumFractionDigits: 3 }).format(thousandths / 1_000);
/** With its sign: `+1,5`, `−0,25`; nothing before 0. */
export const signed = (language: Language, thousandths: number): string =>
  new Intl.NumberFormat(tagOf(language), { maximumFractionDigits: 3, signDisplay: "exceptZero" }).format(
    thousandths / 1_000,
  );
export const decimal = (language: Language, value: number | null): string =>
  value === null
    ? "–"
    : new Intl.NumberFormat(tagOf(language), { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value);
export const percent = (language: Language, share: number | null): string =>
  share === null ? "–" : new Intl.NumberFormat(tagOf(language), { style: "percent" }).format(share);
export const whole = (language: Language, value: number): string =>
  new Intl.NumberFormat(tagOf(language)).format(value);
/** `4 min 30 s`, the same in both languages. */
export function minutes(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  const [whole, rest] = [Math.floor(seconds / 60), seconds % 60];
  return [...(whole > 0 ? [`${whole}\u00a0min`] : []), ...(rest > 0 || whole === 0 ? [`${rest}\u00a0s`] : [])].join(
    " ",
  );
}
export const dayAndTime = (language: Language, atMs: number): string =>
  new Intl.DateTimeFormat(tagOf(language), { dateStyle: "short", timeStyle: "medium" }).format(atMs);
