/** Subject and body of a mail, out of a template with words in braces: `Bonjour {name},`. Plain text. Pure. */
import type { Problem } from "#domain/exam/problem";
import type { MailKind } from "#domain/mail/mail";

export type MailLanguage = "fr" | "en";
export interface MailText {
  readonly subject: string;
  readonly body: string;
}
export type MailTemplate = Readonly<Record<MailLanguage, MailText>>;

/** What a template may name, by kind. `link` is put in when the mail is sent: it is in no table. */
const COMMON = ["name", "portal"] as const;
const OF_COMPETITION = [...COMMON, "competition"] as const;
export const PLACEHOLDERS: Readonly<Record<MailKind, readonly string[]>> = {
  invitation: [...COMMON, "link", "login", "days"],
  reset: [...COMMON, "link", "login"],
  "wishes-saved": [...OF_COMPETITION, "wishes", "savedAt", "closesAt"],
  "results-published": [...OF_COMPETITION, "results"],
  "seat-offered": [...OF_COMPETITION, "results", "seat", "answersUntil"],
  resignation: [...OF_COMPETITION, "answer", "seat", "answeredAt"],
  office: [...OF_COMPETITION, "number", "results", "seat", "wishes"],
};

const WORD = /\{([a-zA-Z]+)\}/g;
export const SUBJECT_CHARS_MAX = 200;
export const BODY_CHARS_MAX = 20_000;

/** Everything that is wrong with a template, by place. */
export function templateProblems(kind: MailKind, template: MailTemplate): Problem[] {
  return (["fr", "en"] as const).flatMap((language) =>
    (["subject", "body"] as const).flatMap((part): Problem[] => {
      const [text, place] = [template[language][part], `${language}.${part}`];
      const most = part === "subject" ? SUBJECT_CHARS_MAX : BODY_CHARS_MAX;
      const unknown = new Set([...text.matchAll(WORD)].map(([, word]) => word ?? ""));
      for (const word of PLACEHOLDERS[kind]) unknown.delete(word);
      return [
        ...(text.trim() === "" ? [{ rule: "mail-empty", place, message: "is empty" }] : []),
        ...(text.length > most ? [{ rule: "mail-long", place, message: `has more than ${most} characters` }] : []),
        // A header must not become two.
        ...(part === "subject" && /[\r\n]/.test(text)
          ? [{ rule: "mail-subject-line", place, message: "must be one line" }]
          : []),
        ...[...unknown].map((word) => ({
          ...{ rule: "mail-word", place, value: word },
          message: `{${word}} is nothing that this mail can say; it may say ${PLACEHOLDERS[kind].map((one) => `{${one}}`).join(", ")}`,
        })),
      ];
    }),
  );
}

/** Words without a value stay as they are: `{link}` until it is sent. Values are not read again. */
export function filled(text: MailText, values: Readonly<Record<string, string>>): MailText {
  const fill = (part: string) => part.replace(WORD, (whole, word: string) => values[word] ?? whole);
  return { subject: fill(text.subject).replace(/\s+/g, " "), body: fill(text.body) };
}
