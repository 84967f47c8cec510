/** Runs: asked for, read, compared, and what they would be with other rulings. */
import type { Context } from "hono";
import { type ItemDetail, type RunDetail, type SetAsideList, WhatIfAsked } from "#contracts/portal/jury/runs";
import type { Refused as MarkingRefused } from "#contracts/marking/requests";
import type { JudgedItem } from "#contracts/portal/jury/keys";
import { bodyOf, isRefused, refused, type Refused } from "#http/request";
import { signatureOf } from "#domain/staff/account";
import { overviewOf } from "#portal/jury/overview";
import { curveOf } from "#portal/jury/plots";
import type { JuryParts } from "#portal/jury/parts";
import { questionIn } from "#portal/jury/question-html";
import { shownDetail, shownItem } from "#portal/jury/shown-runs";
import type { StaffRoute } from "#portal/route";
import { examTitle, juriedSittings, viewsOfPapers } from "#postgres/queries/jury";
import {
  findRun,
  itemMarksOfRun,
  itemsOfRun,
  type MarkingRunRow,
  marksOfRun,
  setAsideOfRun,
} from "#postgres/queries/marking-runs";
import { staleRuns } from "#postgres/queries/run-staleness";

const SET_ASIDE_MAX = 2_000;
const numberOf = (c: Context, name: string) => Number(c.req.param(name));

/** What the marking process refuses, with every detail. */
export const refusedByMarking = ({ code, details }: MarkingRefused): Refused => ({
  refusal: "refused",
  problems: (details.length === 0 ? [""] : details).map((message) => ({ code, place: "", message: message || code })),
});

export function runRoutes({ database, desk }: JuryParts): readonly StaffRoute[] {
  /** The run that the path names, if it is of the exam that it names. */
  async function runOf(c: Context, name = "runId"): Promise<MarkingRunRow | Refused> {
    const run = await findRun(database, numberOf(c, name) || 0);
    const sittings = run === null ? [] : await juriedSittings(database, numberOf(c, "examId"));
    return run !== null && sittings.some(({ id }) => id === run.sittingId)
      ? run
      : refused("not_found", "there is no such run in this exam");
  }
  const here = { who: ["jury"], scope: "exam", shows: null } as const;

  return [
    {
      ...here,
      method: "GET",
      path: "/api/jury/exams/:examId",
      handle: async (c) => {
        const examId = numberOf(c, "examId");
        const exam = await examTitle(database, examId);
        if (exam === null) return refused("not_found");
        return { exam, ...(await overviewOf(database, examId)) };
      },
    },
    {
      ...here,
      method: "POST",
      path: "/api/jury/exams/:examId/sittings/:sittingId/runs",
      handle: async (c, { account }) => {
        const sittingId = numberOf(c, "sittingId");
        const sittings = await juriedSittings(database, numberOf(c, "examId"));
        if (!sittings.some(({ id }) => id === sittingId)) return refused("not_found", "there is no such sitting");
        const by = { accountId: account.id, name: signatureOf(account) };
        const answer = await desk.ask({ ask: "mark", sittingId, unit: null, by });
        return answer.kind === "refused" ? refusedByMarking(answer) : { runId: answer.runId };
      },
    },
    {
      ...here,
      method: "POST",
      path: "/api/jury/exams/:examId/rankings",
      handle: async (c, { account }) => {
        const by = { accountId: account.id, name: signatureOf(account) };
        const answer = await desk.ask({ ask: "rank", examId: numberOf(c, "examId"), runIds: null, by });
        return answer.kind === "refused" ? refusedByMarking(answer) : { rankingRunId: answer.rankingRunId };
      },
    },
    {
      ...here,
      method: "GET",
      path: "/api/jury/exams/:examId/runs/:runId",
      handle: async (c): Promise<RunDetail | Refused> => {
        const run = await runOf(c);
        if (isRefused(run)) return run;
        const [items, marks] = [await itemsOfRun(database, run.id), await marksOfRun(database, run.id)];
        return shownDetail(run, items, marks, (await staleRuns(database, [run])).get(run.id) ?? []);
      },
    },
    {
      ...here,
      method: "GET",
      path: "/api/jury/exams/:examId/runs/:runId/items/:position",
      handle: async (c): Promise<ItemDetail | Refused> => {
        const run = await runOf(c);
        if (isRefused(run)) return run;
        const position = numberOf(c, "position");
        const item = (await itemsOfRun(database, run.id)).find((one) => one.position === position);
        if (item === undefined) return refused("not_found", "there is no such item in this run");
        const marks = await itemMarksOfRun(database, run.id);
        const points = marks.flatMap(({ items, mark, ownMark }) => {
          const own = items[position] ?? -1;
          return mark === null || own < 0 ? [] : [{ mark: own, rest: ownMark - own }];
        });
        return {
          item: shownItem(item),
          choices: (item.statistics?.choices ?? []).map((one) => ({ ...one })),
          curve: curveOf(points, item.maximum),
        };
      },
    },
    {
      ...here,
      method: "GET",
      path: "/api/jury/exams/:examId/runs/:runId/keys/:itemId",
      handle: async (c): Promise<JudgedItem | Refused> => {
        const run = await runOf(c);
        if (isRefused(run)) return run;
        const answer = await desk.ask({ ask: "key", runId: run.id, item: c.req.param("itemId") ?? "" });
        if (answer.kind === "refused") return refusedByMarking(answer);
        const { item: itemId, keys, type } = answer;
        const views = await viewsOfPapers(
          database,
          run.papers.map(({ paperId }) => paperId),
        );
        const asked = questionIn(views, itemId);
        return { itemId, type, keys, questionHtml: asked?.stemHtml ?? null, options: [...(asked?.options ?? [])] };
      },
    },
    {
      ...here,
      method: "GET",
      path: "/api/jury/exams/:examId/runs/:runId/set-aside",
      handle: async (c): Promise<SetAsideList | Refused> => {
        const run = await runOf(c);
        if (isRefused(run)) return run;
        const entries = await setAsideOfRun(database, run.id);
        return {
          total: entries.length,
          entries: entries.slice(0, SET_ASIDE_MAX).map(({ runId: _, value, ...entry }) => ({
            ...entry,
            value: JSON.stringify(value),
          })),
        };
      },
    },
    {
      ...here,
      method: "GET",
      path: "/api/jury/exams/:examId/runs/:runId/compare/:beforeId",
      handle: async (c) => {
        const [after, before] = [await runOf(c), await runOf(c, "beforeId")];
        if (isRefused(after)) return after;
        if (isRefused(before)) return before;
        const answer = await desk.ask({ ask: "compare", before: before.id, after: after.id });
        return answer.kind === "refused" ? refusedByMarking(answer) : answer;
      },
    },
    {
      ...here,
      method: "POST",
      path: "/api/jury/exams/:examId/runs/:runId/what-if",
      handle: async (c) => {
        const run = await runOf(c);
        if (isRefused(run)) return run;
        const asked = await bodyOf(c, WhatIfAsked);
        if (isRefused(asked)) return asked;
        const answer = await desk.ask({ ask: "what_if", runId: run.id, ...asked.body });
        return answer.kind === "refused" ? refusedByMarking(answer) : answer;
      },
    },
  ];
}
