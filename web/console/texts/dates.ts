import type { Language } from "#ui/i18n.ts";

/** "mardi 8 décembre 14:00", in the device's time zone. */
export function dateAndTime(language: Language, atMs: number): string {
  const format = new Intl.DateTimeFormat(language === "fr" ? "fr-FR" : "en-GB", {
    weekday: "long",
    day: "numeric",
    month: "long",
    hour: "2-digit",
    minute: "2-digit",
  });
  return format.format(atMs);
}

/** "mardi 8 décembre": the day alone. */
export function dayOf(language: Language, atMs: number): string {
  const format = new Intl.DateTimeFormat(language === "fr" ? "fr-FR" : "en-GB", {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
  });
  return format.format(atMs);
}
