import { expect, test } from "vitest";
import { aPlan, aProgramme } from "#domain/competition/testing/a-plan";
import { type ReaderFacts, READER_KINDS, readersOf, type MailReaders } from "#domain/mail/readers";
import { officeMail, sampleOf, unpublishedWords } from "#domain/mail/office-mail";

const PLAN = aPlan({ programmes: [aProgramme("MED", 2), aProgramme("PHA", 1)] });
const PEOPLE = [
  { personId: 1, studentNumber: "1", identity: { abroad: "yes" }, programmes: ["MED", "PHA"], hasAccount: true },
  { personId: 2, studentNumber: "2", identity: { abroad: "no" }, programmes: ["MED"], hasAccount: true },
  { personId: 3, studentNumber: "3", identity: { abroad: "no" }, programmes: ["PHA"], hasAccount: false },
  { personId: 4, studentNumber: "4", identity: { abroad: "no" }, programmes: [], hasAccount: true },
];
const FACTS: ReaderFacts = {
  wishes: new Map([
    [1, ["MED"]],
    [2, []],
    [3, ["PHA"]],
  ]),
  seats: new Map([
    [1, "MED"],
    [2, "MED"],
    [3, null],
  ]),
  ...{ answered: new Set([1]), asked: true, published: true },
};
const OF: Partial<Record<MailReaders["kind"], string>> = { programme: "PHA", category: "abroad", numbers: "4, 1\n1" };
const whom = (kind: MailReaders["kind"], of = "", facts: Partial<ReaderFacts> = {}) => {
  const found = readersOf(PLAN, { kind, of }, PEOPLE, { ...FACTS, ...facts });
  return "people" in found ? found.people.map(({ personId }) => personId) : found.problems.map(({ rule }) => rule);
};

test("readers are those whom the words name; whoever is not in a publication is neither admitted nor refused", () => {
  expect(Object.fromEntries(READER_KINDS.map((kind) => [kind, whom(kind, OF[kind])]))).toEqual({
    ...{ everyone: [1, 2, 3, 4], programme: [1, 3], category: [1], "no-wishes": [2, 4], admitted: [1, 2] },
    ...{ nowhere: [3], "no-answer": [2], "no-account": [3], numbers: [1, 4] },
  });
  expect(whom("admitted", "PHA")).toEqual([]);
});
test("readers who cannot be told are refused with the reason", () => {
  for (const kind of ["admitted", "nowhere", "no-answer"] as const)
    expect(whom(kind, "", { published: false })).toEqual(["mail-unpublished"]);
  expect(whom("no-answer", "", { asked: false })).toEqual(["mail-no-answers"]);
  expect(whom("programme", "LAW")).toEqual(["programme"]);
  expect(whom("admitted", "LAW")).toEqual(["programme"]);
  expect(whom("category", "x")).toEqual(["unknown"]);
  expect(whom("numbers", " ")).toEqual(["mail-nobody"]);
  expect(whom("numbers", "1 8 9")).toEqual(["not-enrolled", "not-enrolled"]);
});

const text = (body: string) => ({ subject: "{competition}", body });
test("each reader is told the own things, in the own language, and nothing that is not published", () => {
  const template = { fr: text("{name} {number} : {wishes} {seat}{results}"), en: text("{name}: {seat}") };
  const source = { plan: PLAN, template, portalUrl: "https://x.example" };
  const reader = { name: "Léa", studentNumber: "7", language: "fr", wishes: ["PHA"], result: null } as const;
  expect(officeMail(source, reader)).toEqual({ subject: PLAN.title, body: `Léa 7 : 1. ${PLAN.programmes[1]?.name} ` });
  expect(unpublishedWords(template).map(({ place, value }) => `${place} ${value}`)).toEqual([
    ...["fr.body results", "fr.body seat", "en.body seat"],
  ]);
});

test("a sample fills every word that the mail may say, and shows the others as they are", () => {
  const template = { fr: text("{savedAt} {wishes}"), en: text("{savedAt} {wishes}") };
  const source = { plan: PLAN, template, portalUrl: "" };
  expect(sampleOf(source, "en", "wishes-saved", 0).body).toMatch(/^1 January 1970 .*\n2\. /);
  expect(sampleOf(source, "fr", "office", 0).body).toMatch(/^\{savedAt\} 1\. /);
});
