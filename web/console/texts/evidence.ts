import type { Language } from "#ui/i18n.ts";
import { evidenceEn } from "./evidence-en.ts";
import { evidenceFr, type EvidenceTexts } from "./evidence-fr.ts";

export const EVIDENCE_TEXTS: Record<Language, EvidenceTexts> = { fr: evidenceFr, en: evidenceEn };
