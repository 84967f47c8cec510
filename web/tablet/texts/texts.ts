/** Dictionaries: French comes with the page, English with its first use, and stays. Nobody loads both at first. */
import type { Language } from "#ui/i18n.ts";
import { fr, type Texts } from "./fr.ts";

const here: Partial<Record<Language, Texts>> = { fr };

export const hasTexts = (language: Language): boolean => here[language] !== undefined;
/** The words of a language that is here. */
export const textsOf = (language: Language): Texts => here[language] ?? fr;

/** Rejects when it cannot be fetched. */
export const fetchTexts = async (language: Language): Promise<Texts> =>
  (here[language] ??= (await import("./en.ts")).en);

export type { Texts };
