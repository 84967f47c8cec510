import { describe, expect, test } from "vitest";
import { temporaryFolder } from "#infra/testing/temporary-folder.ts";
import { projectRoot } from "#runtime/project-root";
import { CODES_TEXTS } from "../../web/console/texts/codes.ts";
import { EVIDENCE_TEXTS } from "../../web/console/texts/evidence.ts";
import { ENROLMENT_TEXTS } from "../../web/console/texts/enrolment.ts";
import { OPERATOR_TEXTS } from "../../web/console/texts/operator.ts";
import { ORGANISER_TEXTS } from "../../web/console/texts/organiser.ts";
import { PREPARATION_TEXTS } from "../../web/console/texts/preparation.ts";
import { TEXTS as CONSOLE_TEXTS } from "../../web/console/texts/texts.ts";
import { en as tabletEn } from "../../web/tablet/texts/en.ts";
import { fr as tabletFr } from "../../web/tablet/texts/fr.ts";
import { REHEARSAL_TEXTS } from "../../web/console/texts/rehearsal.ts";
import { PRACTICE_TEXTS } from "../../web/tablet/practice/practice-texts.ts";
import { REHEARSALS_TEXTS } from "../../web/console/texts/rehearsals.ts";
import { ROBOT_TEXTS } from "../../web/tablet/robot/robot-texts.ts";
import { RECEIPT_TEXTS } from "../../web/tablet/receipt/texts.ts";
import { TEXTS as ACCESS_TEXTS } from "../../web/portal/access/texts.ts";
import { TEXTS as JURY_TEXTS } from "../../web/portal/jury/texts.ts";
import { TEXTS as OFFICE_TEXTS } from "../../web/portal/office/texts/texts.ts";
import { TEXTS as PORTAL_TEXTS } from "../../web/portal/shell/texts.ts";
import { TEXTS as STUDENT_TEXTS } from "../../web/portal/student/texts.ts";
import { checkGuide, sentencesOf } from "./guides.ts";

const DICTIONARIES = [
  CONSOLE_TEXTS,
  CODES_TEXTS,
  ENROLMENT_TEXTS,
  ORGANISER_TEXTS,
  OPERATOR_TEXTS,
  PREPARATION_TEXTS,
  { fr: tabletFr, en: tabletEn },
  PRACTICE_TEXTS,
  REHEARSAL_TEXTS,
  REHEARSALS_TEXTS,
  ROBOT_TEXTS,
  EVIDENCE_TEXTS,
  RECEIPT_TEXTS,
  PORTAL_TEXTS,
  ACCESS_TEXTS,
  STUDENT_TEXTS,
  JURY_TEXTS,
  OFFICE_TEXTS,
];

describe("the guides", () => {
  test.each([
    ["docs/guide/surveillant.md", "fr"],
    ["docs/guide/organisateur.md", "fr"],
    ["docs/guide/operateur.md", "fr"],
    ["docs/guide/operator.md", "en"],
    ["docs/guide/proctor.md", "en"],
    ["docs/guide/organiser.md", "en"],
    ["docs/guide/etudiant.md", "fr"],
    ["docs/guide/student.md", "en"],
    ["docs/guide/jury.md", "fr"],
    ["docs/guide/jury-en.md", "en"],
    ["docs/guide/service-des-examens.md", "fr"],
    ["docs/guide/exam-office.md", "en"],
    ["docs/portal-screens.md", "en"],
  ] as const)("%s quotes what screens say and shows pictures that exist", (path, language) => {
    const sentences = DICTIONARIES.flatMap((texts) => sentencesOf(texts[language]));
    expect(checkGuide(projectRoot(), path, language, sentences)).toEqual([]);
  });
});

const check = (text: string, language: "fr" | "en") =>
  checkGuide(
    temporaryFolder({ "docs/guide/a.md": text, "docs/pictures/there.png": "" }),
    "docs/guide/a.md",
    language,
    sentencesOf({ go: "Reprendre\u00a0partout", kept: { saved: (n: number) => `Saved at ${n}` } }),
  );

test("names the line of a picture that is missing and of words that no screen says", () => {
  expect(check("![a](../pictures/there.png)\n![b](../pictures/gone.png)", "fr")).toEqual([
    { place: "docs/guide/a.md:2", text: "there is no picture ../pictures/gone.png" },
  ]);
  expect(check("Press « Reprendre » or\n« Reprendre tout »", "fr").map(({ place }) => place)).toEqual([
    "docs/guide/a.md:1",
    "docs/guide/a.md:2",
  ]);
});

test("finds words whatever their spaces, and texts that hold a value", () => {
  expect(check("« Reprendre partout »", "fr")).toEqual([]);
  expect(check("“Saved at 14:03:12”, “Saved at”", "en")).toEqual([]);
});
