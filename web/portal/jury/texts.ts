import type { Language } from "#ui/i18n.ts";

const fr = {
  exams: { title: "Examens du jury", none: "Aucun examen n’est confié à ce compte." },
};
export type JuryTexts = typeof fr;
const en: JuryTexts = {
  exams: { title: "Exams of the jury", none: "No exam is entrusted to this account." },
};
export const TEXTS: Record<Language, JuryTexts> = { fr, en };
