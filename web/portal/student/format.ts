/** Times and numbers as a language writes them. */
import type { Language } from "#ui/i18n.ts";

/** `8 février 2026 à 20:00:00`, in the device's time zone. */
export const instant = (language: Language, atMs: number): string =>
  new Intl.DateTimeFormat(language === "fr" ? "fr-FR" : "en-GB", { dateStyle: "long", timeStyle: "medium" }).format(
    atMs,
  );
/** Thousandths over their maximum: `12,250 / 20`. */
export function points(language: Language, mark: number, maximum: number): string {
  const format = new Intl.NumberFormat(language === "fr" ? "fr-FR" : "en-GB", { maximumFractionDigits: 3 });
  return `${format.format(mark / 1000)} / ${format.format(maximum / 1000)}`;
}
/** A total over its largest value, brought to 20. */
export const outOf20 = (language: Language, total: number, outOf: number): string =>
  new Intl.NumberFormat(language === "fr" ? "fr-FR" : "en-GB", {
    minimumFractionDigits: 3,
    maximumFractionDigits: 3,
  }).format(outOf > 0 ? (20 * total) / outOf : 0);
