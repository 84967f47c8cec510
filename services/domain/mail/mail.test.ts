import { describe, expect, test } from "vitest";
import { BUILT_IN } from "#domain/mail/built-in-texts";
import { ATTEMPTS_MAX, failureOf, retryInMs } from "#domain/mail/mail";
import { filled, type MailTemplate, templateProblems } from "#domain/mail/mail-text";

const both = (subject: string, body: string): MailTemplate => ({ fr: { subject, body }, en: { subject, body } });

describe("R40: a mail is written by template", () => {
  test("words in braces are filled, and never read again", () => {
    expect(filled({ subject: "{competition}: {name}", body: "{name} {link}" }, { name: "{link}", competition: "A\nB" }))
      // what a person is called must not become a word, nor a second header
      .toEqual({ subject: "A B: {link}", body: "{link} {link}" });
  });
  test("a template says where it is wrong, all at once", () => {
    const problems = templateProblems("reset", {
      ...both("Hello {rank}", " "),
      en: { subject: "a\nb", body: "{link}" },
    });
    expect(problems.map(({ place, rule }) => `${place} ${rule}`)).toEqual([
      "fr.subject mail-word",
      "fr.body mail-empty",
      "en.subject mail-subject-line",
    ]);
  });
  test("what is built in is sound, in both languages", () => {
    for (const kind of Object.keys(BUILT_IN) as (keyof typeof BUILT_IN)[])
      expect(templateProblems(kind, BUILT_IN[kind])).toEqual([]);
  });
});

describe("a mail that was not taken", () => {
  const later = failureOf("connection refused", null);
  test("is tried again, less and less often, for about a day", () => {
    expect([1, 2, 3, 20].map((n) => retryInMs(n, later))).toEqual([30_000, 60_000, 120_000, 3_600_000]);
    const waits = Array.from({ length: ATTEMPTS_MAX - 1 }, (_, i) => retryInMs(i + 1, later) ?? 0);
    const hours = waits.reduce((sum, ms) => sum + ms, 0) / 3_600_000;
    expect(hours).toBeGreaterThan(22);
    expect(retryInMs(ATTEMPTS_MAX, later)).toBe(null);
  });
  test("is given up at once where the server refuses it for good, not where the server refuses us", () => {
    expect(retryInMs(1, failureOf("no such mailbox", 550))).toBe(null);
    expect(retryInMs(1, failureOf("sign in first", 535))).toBe(30_000);
    expect(retryInMs(1, failureOf("mailbox busy", 450))).toBe(30_000);
  });
});
