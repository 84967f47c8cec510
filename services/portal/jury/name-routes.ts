/** Names behind the numbers, once two persons have lifted the anonymity of an exam: the list, and letters with names. */
import type { Context } from "hono";
import type { ExamNames } from "#contracts/portal/jury/names";
import { csvCell } from "#domain/marking/csv-cell";
import { refused, type Refused } from "#http/request";
import type { JuryParts } from "#portal/jury/parts";
import { releaseOfExam } from "#portal/jury/results";
import type { StaffRoute } from "#portal/route";
import { namesOfExam } from "#postgres/queries/names";
import { findRanking } from "#postgres/queries/ranking-runs";
import { lettersOf } from "#preparation/exam-letters";
import { type LetterLanguage, resultLetter } from "#preparation/result-letter";
import { taggedPdf } from "#preparation/tagged-pdf";

const AT = "/api/jury/exams/:examId";
const HEADER = ["anonymity_number", "student_number", "family_name", "given_name"];
const NOT_LIFTED: Refused = {
  refusal: "refused",
  problems: [{ code: "not_lifted", place: "", message: "two persons have not lifted the anonymity of this exam" }],
};
const examIdOf = (c: Context) => Number(c.req.param("examId"));

export function nameRoutes({ database, now }: JuryParts): readonly StaffRoute[] {
  /** The ranking that candidates read; null: none is released. */
  async function releasedRanking(examId: number) {
    const rankingRunId = (await releaseOfExam(database, examId, now()))?.release.rankingRunId ?? null;
    return rankingRunId === null ? null : findRanking(database, rankingRunId);
  }
  const here = { method: "GET", who: ["jury"], scope: "exam" } as const;
  return [
    {
      ...here,
      path: `${AT}/names`,
      shows: "people",
      handle: async (c): Promise<ExamNames | Refused> => {
        const names = await namesOfExam(database, examIdOf(c));
        return names === null ? NOT_LIFTED : { names, letters: (await releasedRanking(examIdOf(c))) !== null };
      },
    },
    {
      ...here,
      path: `${AT}/names.csv`,
      shows: "export",
      handle: async (c) => {
        const names = await namesOfExam(database, examIdOf(c));
        if (names === null) return NOT_LIFTED;
        const rows = names.map((one) => [one.anonymityNumber, one.studentNumber, one.familyName, one.givenName]);
        c.header("Cache-Control", "no-store");
        c.header("Content-Disposition", `attachment; filename="names-${examIdOf(c)}.csv"`);
        const text = [HEADER, ...rows].map((row) => row.map(csvCell).join(",")).join("\r\n");
        // The mark in front makes spreadsheets read UTF-8.
        return c.body(`\uFEFF${text}\r\n`, 200, { "Content-Type": "text/csv; charset=utf-8" });
      },
    },
    {
      ...here,
      path: `${AT}/letters/:anonymityNumber`,
      shows: "result",
      handle: async (c) => {
        const [number, names] = [c.req.param("anonymityNumber") ?? "", await namesOfExam(database, examIdOf(c))];
        if (names === null) return NOT_LIFTED;
        const ranking = await releasedRanking(examIdOf(c));
        const one = names.find(({ anonymityNumber }) => anonymityNumber === number);
        if (ranking === null || one === undefined)
          return refused("not_found", "no such candidate, or no ranks released");
        const named = new Map([[number, `${one.familyName} ${one.givenName}`]]);
        const [letter] = await lettersOf(database, { ranking, anonymityNumber: number, names: named, nowMs: now() });
        if (letter === undefined) return refused("not_found", "the released ranking has no such candidate");
        const language: LetterLanguage = c.req.query("language") === "en" ? "en" : "fr";
        c.header("Cache-Control", "no-store");
        c.header("Content-Disposition", `inline; filename="${encodeURIComponent(number)}.pdf"`);
        const bytes = await taggedPdf(resultLetter(letter, language));
        return c.body(new Uint8Array(bytes), 200, { "Content-Type": "application/pdf" });
      },
    },
  ];
}
