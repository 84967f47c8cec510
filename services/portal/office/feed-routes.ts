/** A unit is fed by an Amphi paper: by a marking run that two of the jury have released, joined on student numbers. */
import { type FeedsShown, UnitFed } from "#contracts/portal/office/http";
import type { MarkValue } from "#domain/competition/people";
import type { Problem } from "#domain/exam/problem";
import { signatureOf } from "#domain/staff/account";
import { bodyOf, refused } from "#http/request";
import type { PortalAccount } from "#portal/caller";
import { competitionOf, type OfficeParts, refusedAs, refusedBy, within } from "#portal/office/parts";
import type { StaffRoute } from "#portal/route";
import { feedsOf, runMarksByStudent, type SignedRun, signedRuns, writeFeed } from "#postgres/queries/competition/feeds";
import { enrolledIn, marksIn } from "#postgres/queries/competition/rows";
import { lockCompetition, writeMarks } from "#postgres/queries/competition/write-rows";
import { examsOf } from "#postgres/queries/portal-places";
import type { Database } from "#postgres/queries/reading";

const AT = "/api/office/competitions/:competitionId";
type Offered = SignedRun & { readonly examId: number; readonly exam: string };

/** Of the exams that the account serves. */
async function runsFor(database: Database, account: PortalAccount): Promise<Offered[]> {
  const exams = await examsOf(database, account);
  const runs = await Promise.all(exams.map(({ id }) => signedRuns(database, id)));
  return exams.flatMap(({ id, title }, n) => (runs[n] ?? []).map((run) => ({ ...run, examId: id, exam: title })));
}
/** Of two runs of one unit of one sitting, the later one: what is fed by the earlier one is out of date. */
const newerThan = (runs: readonly SignedRun[], runId: number): number | null => {
  const own = runs.find((one) => one.runId === runId);
  const later = runs.find((one) => one.sittingId === own?.sittingId && one.unit === own.unit && one.runId > runId);
  return later?.runId ?? null;
};

export const feedRoutes = (parts: OfficeParts): readonly StaffRoute[] => [
  {
    ...{ method: "GET", path: `${AT}/feeds`, who: ["office"], scope: "competition", shows: null },
    handle: async (c, { account }): Promise<FeedsShown> => {
      const { database } = parts;
      const runs = await runsFor(database, account);
      const feeds = await feedsOf(database, Number(c.req.param("competitionId")));
      return {
        runs: runs.map(({ candidates, doneAtMs, exam, marksSha256, runId, unit }) => ({
          ...{ runId, exam, unit, candidates, doneAtMs, marksSha256 },
        })),
        feeds: feeds.map(({ at, by, runHash, runId, unit }) => ({
          ...{ unit, runId, runHash, by, atMs: at.getTime() },
          ...{ withdrawn: !runs.some((one) => one.runId === runId), newerRunId: newerThan(runs, runId) },
        })),
      };
    },
  },
  {
    ...{ method: "POST", path: `${AT}/units/:unit/feed`, who: ["office"], scope: "competition", shows: null },
    handle: async (c, { account }) => {
      const asked = await bodyOf(c, UnitFed);
      if (!("body" in asked)) return asked;
      const run = (await runsFor(parts.database, account)).find((one) => one.runId === asked.body.runId);
      if (!run) return refusedAs("run-not-released", "no such run was released by two of the jury");
      return within(parts, async (tx) => {
        const { id, plan } = await competitionOf(tx, c.req.param("competitionId"));
        const unit = plan.units.find(({ code }) => code === c.req.param("unit"));
        if (!unit) return refused("not_found");
        if (unit.source !== "paper")
          return refusedAs("unit-of-office", "the rules say that the office enters this unit");
        await lockCompetition(tx, id);
        const byNumber = new Map((await enrolledIn(tx, id)).map((one) => [one.studentNumber, one.personId]));
        const problems: Problem[] = [];
        const marks: { personId: number; unit: string; value: MarkValue | null }[] = [];
        for (const { code, mark, maximum, studentNumber } of await runMarksByStudent(tx, run.examId, run.runId)) {
          const personId = byNumber.get(studentNumber);
          // A paper may have more candidates than this competition has students.
          if (personId === undefined) continue;
          if (code !== null && !plan.codes.some((one) => one.code === code))
            problems.push({
              rule: "code-unknown",
              place: studentNumber,
              message: `the rules have no special code "${code}"`,
              value: code,
            });
          else
            marks.push({ personId, unit: unit.code, value: code === null ? { mark: mark ?? 0, maximum } : { code } });
        }
        if (problems.length > 0) return refusedBy(problems);
        // Whoever the run says nothing of has no mark, whatever an earlier run said.
        const fed = new Set(marks.map(({ personId }) => personId));
        for (const { personId } of await marksIn(tx, id, unit.code))
          if (!fed.has(personId)) marks.push({ personId, unit: unit.code, value: null });
        await writeMarks(tx, id, marks, "run", signatureOf(account));
        await writeFeed(tx, {
          competitionId: id,
          unit: unit.code,
          runId: run.runId,
          runHash: run.marksSha256,
          by: signatureOf(account),
        });
        return { stored: fed.size, without: byNumber.size - fed.size };
      });
    },
  },
];
