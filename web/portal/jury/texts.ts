import type { Language } from "#ui/i18n.ts";
import { en } from "./texts-en.ts";
import { fr, type JuryTexts } from "./texts-fr.ts";

export type { JuryTexts } from "./texts-fr.ts";
export const TEXTS: Record<Language, JuryTexts> = { fr, en };
