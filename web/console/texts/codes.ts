import type { Language } from "#ui/i18n.ts";
import { codesEn } from "./codes-en.ts";
import { codesFr, type CodesTexts } from "./codes-fr.ts";

export const CODES_TEXTS: Record<Language, CodesTexts> = { fr: codesFr, en: codesEn };
