/** A mail that an office writes to many, in the words of each of them (R40). Pure. */
import type { CompetitionPlan } from "#domain/competition/plan";
import type { Problem } from "#domain/exam/problem";
import { filled, type MailLanguage, type MailTemplate, type MailText, PLACEHOLDERS } from "#domain/mail/mail-text";
import { ANSWER_WORDS, instant, resultLines, wishLines } from "#domain/mail/mail-values";
import type { OwnResult } from "#domain/student/result";

export interface MailReader {
  readonly name: string;
  readonly studentNumber: string;
  readonly language: MailLanguage;
  readonly wishes: readonly string[];
  /** Of the publication in force, as the student reads it; null: not in it, or nothing is published. */
  readonly result: OwnResult | null;
}
export interface MailSource {
  readonly plan: CompetitionPlan;
  readonly template: MailTemplate;
  /** Address that people type. */
  readonly portalUrl: string;
}

export function officeMail({ plan, portalUrl, template }: MailSource, reader: MailReader): MailText {
  const { language, name, result, studentNumber, wishes } = reader;
  return filled(template[language], {
    ...{ name, portal: portalUrl, competition: plan.title, number: studentNumber },
    wishes: wishLines(language, plan, wishes),
    results: result === null ? "" : resultLines(language, result),
    seat: result?.seat?.programme ?? "",
  });
}

/** Words that have nothing to say before a publication. */
export function unpublishedWords(template: MailTemplate): Problem[] {
  return (["fr", "en"] as const).flatMap((language) =>
    (["subject", "body"] as const).flatMap((part) =>
      ["results", "seat"]
        .filter((word) => template[language][part].includes(`{${word}}`))
        .map((word) => ({
          ...{ rule: "mail-unpublished-word", place: `${language}.${part}`, value: word },
          message: `{${word}} says nothing before a publication`,
        })),
    ),
  );
}

/** A mail with values of nobody, so that an office sees how a text reads before anybody gets it. */
export function sampleOf(
  { plan, portalUrl, template }: MailSource,
  language: MailLanguage,
  kind: keyof typeof PLACEHOLDERS,
  nowMs: number,
): MailText {
  const french = language === "fr";
  const programmes = plan.programmes.slice(0, 3);
  const values: Readonly<Record<string, string>> = {
    ...{ name: "Camille Durand", portal: portalUrl, competition: plan.title, number: "20000001" },
    wishes: wishLines(
      language,
      plan,
      programmes.map(({ code }) => code),
    ),
    ...{ savedAt: instant(language, nowMs), closesAt: instant(language, nowMs + 7 * 86_400_000) },
    ...{ answeredAt: instant(language, nowMs), answersUntil: instant(language, nowMs + 3 * 86_400_000) },
    ...{
      answer: ANSWER_WORDS[language].accepted,
      seat: programmes[0]?.name ?? (french ? "une filière" : "a programme"),
    },
    results: french ? "Classement : 14.250/20, rang 12/240" : "Ranking: 14.250/20, rank 12/240",
  };
  const known = Object.fromEntries(Object.entries(values).filter(([word]) => PLACEHOLDERS[kind].includes(word)));
  return filled(template[language], known);
}
