import type { Language } from "#ui/i18n.ts";
import { operatorEn } from "./operator-en.ts";
import { operatorFr, type OperatorTexts } from "./operator-fr.ts";

export const OPERATOR_TEXTS: Record<Language, OperatorTexts> = { fr: operatorFr, en: operatorEn };
