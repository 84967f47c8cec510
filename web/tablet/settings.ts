/** How a person wants the screens. */
import { LANGUAGES, type Language } from "#ui/i18n.ts";

export const THEMES = ["light", "dark", "yellow"] as const;
/** Between letters, words, lines and paragraphs. */
export const SPACINGS = ["normal", "wide"] as const;
export const SIZES = ["100", "125", "150", "200"] as const;
export type Theme = (typeof THEMES)[number];
export type TextSize = (typeof SIZES)[number];
export type Spacing = (typeof SPACINGS)[number];

export interface Settings {
  readonly language: Language;
  readonly theme: Theme;
  readonly size: TextSize;
  readonly spacing: Spacing;
}

/** What a tablet begins with. */
export const DEFAULT_SETTINGS: Settings = { language: "fr", theme: "light", size: "100", spacing: "normal" };

/** Settings as they were kept; null when they are not ours. */
export function parseSettings(value: unknown): Settings | null {
  if (typeof value !== "object" || value === null) return null;
  const { language, theme, size, spacing } = value as Record<string, unknown>;
  const known = LANGUAGES.find((l) => l === language);
  const colours = THEMES.find((t) => t === theme);
  const large = SIZES.find((s) => s === size);
  const between = SPACINGS.find((s) => s === spacing) ?? DEFAULT_SETTINGS.spacing;
  return known && colours && large ? { language: known, theme: colours, size: large, spacing: between } : null;
}
