import type { Language } from "#ui/i18n.ts";
import { organiserEn } from "./organiser-en.ts";
import { organiserFr, type OrganiserTexts } from "./organiser-fr.ts";

export const ORGANISER_TEXTS: Record<Language, OrganiserTexts> = { fr: organiserFr, en: organiserEn };
export type { OrganiserTexts };
