import type { Language } from "#ui/i18n.ts";
import { enrolmentEn } from "./enrolment-en.ts";
import { enrolmentFr, type EnrolmentTexts } from "./enrolment-fr.ts";

export const ENROLMENT_TEXTS: Record<Language, EnrolmentTexts> = { fr: enrolmentFr, en: enrolmentEn };
