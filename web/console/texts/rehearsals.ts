import type { Language } from "#ui/i18n.ts";
import { rehearsalsEn } from "./rehearsals-en.ts";
import { rehearsalsFr, type RehearsalsTexts } from "./rehearsals-fr.ts";

export const REHEARSALS_TEXTS: Record<Language, RehearsalsTexts> = { fr: rehearsalsFr, en: rehearsalsEn };
