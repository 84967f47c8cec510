/** Two languages, chosen by the person and never mixed: every text of a screen comes from one dictionary. */
export const LANGUAGES = ["fr", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

/** The language to begin with: the person's browser, else French. */
export function firstLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const known = LANGUAGES.find((language) => tag.toLowerCase().startsWith(language));
    if (known) return known;
  }
  return "fr";
}

/** `14:03:12`, in the device's time zone. */
export function clockTime(language: Language, atMs: number): string {
  return new Intl.DateTimeFormat(language === "fr" ? "fr-FR" : "en-GB", { timeStyle: "medium" }).format(atMs);
}

/** Time left as `2:59:07`, rounded up to the second: it is zero only when it is over. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const two = (n: number) => String(n).padStart(2, "0");
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** Whole minutes, and what is left of them in seconds, rounded down. */
export function minutesAndSeconds(ms: number): { readonly minutes: number; readonly seconds: number } {
  const seconds = Math.floor(ms / 1000);
  return { minutes: Math.floor(seconds / 60), seconds: seconds % 60 };
}

/** `one` or `other` by the rules of the language (French counts 0 as one). */
export function plural(language: Language, n: number, one: string, other: string): string {
  return new Intl.PluralRules(language).select(n) === "one" ? one : other;
}
