/** A person's settings, as the page's root shows them: tokens.css and the screens go by these attributes. */
import type { Settings } from "./settings.ts";

export function showSettings({ language, size, spacing, theme }: Settings): void {
  const root = document.documentElement;
  root.lang = language;
  Object.assign(root.dataset, { theme, size, spacing });
}
