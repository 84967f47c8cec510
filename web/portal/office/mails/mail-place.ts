import type { OfficeTexts } from "../texts/texts.ts";

/** `fr.subject`, `readers`…: which field of a mail is meant. */
export function mailPlace({ mails }: OfficeTexts, place: string): string {
  if (place === "readers") return mails.write.readers;
  if (place === "name") return mails.texts.name;
  const [language, part] = place.split(".");
  if ((language !== "fr" && language !== "en") || (part !== "subject" && part !== "body")) return place;
  return `${mails.languages[language]}, ${mails[part]}`;
}
