import type { Language } from "#ui/i18n.ts";
import { preparationEn } from "./preparation-en.ts";
import { preparationFr, type PreparationTexts } from "./preparation-fr.ts";

export const PREPARATION_TEXTS: Record<Language, PreparationTexts> = { fr: preparationFr, en: preparationEn };
export type { PreparationTexts };
