import type { Language } from "#ui/i18n.ts";
import { en } from "./en.ts";
import { fr, type Texts } from "./fr.ts";

export const TEXTS: Record<Language, Texts> = { fr, en };
export type { Texts };
