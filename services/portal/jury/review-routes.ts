/** Review of short texts: each reviewer is shown what the own account may judge, and nothing of what others said. */
import type { Context } from "hono";
import { type ReviewList, VerdictAsked } from "#contracts/portal/jury/reviews";
import { reviewKey, reviewStates } from "#domain/marking/accepted-texts";
import { mayJudge, OPEN } from "#domain/marking/review";
import { bodyOf, isRefused, refused, type Refused } from "#http/request";
import type { JuryParts } from "#portal/jury/parts";
import { questionIn } from "#portal/jury/question-html";
import type { StaffRoute } from "#portal/route";
import { juriedSittings, viewsOfPapers } from "#postgres/queries/jury";
import { giveVerdict, verdictsOf } from "#postgres/queries/marking-reviews";
import { reviewTextsOfRun, runsOfSitting } from "#postgres/queries/marking-runs";

const TEXTS_SHOWN = 200;

export function reviewRoutes({ database, now, pool }: JuryParts): readonly StaffRoute[] {
  const here = { who: ["jury"], scope: "exam", shows: null } as const;

  async function sittingOf(c: Context) {
    const sittings = await juriedSittings(database, Number(c.req.param("examId")));
    const found = sittings.find(({ id }) => id === Number(c.req.param("sittingId")));
    return found ?? refused("not_found", "there is no such sitting in this exam");
  }
  /** Texts of the newest finished run, in the order of its items' ids. */
  async function textsOf(sittingId: number) {
    const run = (await runsOfSitting(database, sittingId)).find(({ state }) => state === "done") ?? null;
    return { run, texts: run === null ? [] : await reviewTextsOfRun(database, run.id) };
  }

  return [
    {
      ...here,
      method: "GET",
      path: "/api/jury/exams/:examId/sittings/:sittingId/review",
      handle: async (c, { account }): Promise<ReviewList | Refused> => {
        const sitting = await sittingOf(c);
        if (isRefused(sitting)) return sitting;
        const { run, texts } = await textsOf(sitting.id);
        const states = reviewStates(await verdictsOf(database, sitting.id));
        const judged = texts.map((one) => {
          const state = states.get(reviewKey(one)) ?? OPEN;
          return { ...one, settled: state.kind === "settled", yours: mayJudge(state, String(account.id)) };
        });
        const items = [...new Set(judged.map(({ itemId }) => itemId))].map((itemId) => {
          const own = judged.filter((one) => one.itemId === itemId);
          const settled = own.filter((one) => one.settled).length;
          return { itemId, texts: own.length, settled, yours: own.filter(({ yours }) => yours).length };
        });
        const left = items.filter(({ yours }) => yours > 0);
        const itemId = (left.find((one) => one.itemId === c.req.query("item")) ?? left[0])?.itemId ?? null;
        const views = itemId === null ? [] : await viewsOfPapers(database, run?.papers.map((one) => one.paperId) ?? []);
        return {
          ...{ sittingTitle: sitting.title, runId: run?.id ?? null, items, itemId },
          questionHtml: itemId === null ? null : (questionIn(views, itemId)?.stemHtml ?? null),
          texts: judged
            .filter((one) => one.yours && one.itemId === itemId)
            .slice(0, TEXTS_SHOWN)
            .map(({ text, written, candidates }) => ({ text, written, candidates })),
        };
      },
    },
    {
      ...here,
      method: "POST",
      path: "/api/jury/exams/:examId/sittings/:sittingId/verdicts",
      handle: async (c, { account }) => {
        const asked = await bodyOf(c, VerdictAsked);
        if (isRefused(asked)) return asked;
        const sitting = await sittingOf(c);
        if (isRefused(sitting)) return sitting;
        const { itemId, text, verdict } = asked.body;
        const { texts } = await textsOf(sitting.id);
        if (!texts.some((one) => one.itemId === itemId && one.text === text))
          return refused("not_found", "no candidate of the newest run wrote this");
        const given = { sittingId: sitting.id, itemId, text, accountId: account.id, verdict, atMs: now() };
        return (await giveVerdict(pool, given)) === null ? refused("conflict") : { itemId, text };
      },
    },
  ];
}
