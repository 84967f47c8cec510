/** A centre's minutes and lost-time ledger beside its marks. */
import type { CentreReport } from "#contracts/portal/jury/centres";
import { Act } from "#contracts/act";
import { refused, type Refused } from "#http/request";
import { centreReport } from "#portal/jury/centre-report";
import type { JuryParts } from "#portal/jury/parts";
import type { StaffRoute } from "#portal/route";
import { centreNames } from "#postgres/queries/jury";
import { findRun, marksOfRun } from "#postgres/queries/marking-runs";
import { seatsOf } from "#postgres/queries/places";
import { actsWithoutKeys, hoursOf } from "#postgres/queries/room-hours";
import { findSitting } from "#postgres/queries/sittings";

export const centreRoutes = ({ connectionEvents, database, now }: JuryParts): readonly StaffRoute[] => [
  {
    ...{ who: ["jury"], scope: "exam", shows: null, method: "GET" },
    path: "/api/jury/exams/:examId/runs/:runId/centres/:centre",
    handle: async (c): Promise<CentreReport | Refused> => {
      const examId = Number(c.req.param("examId"));
      const run = await findRun(database, Number(c.req.param("runId")) || 0);
      const plan = run === null ? null : await findSitting(database, run.sittingId);
      const centres = await centreNames(database, examId);
      const centre = centres.find(({ code }) => code === c.req.param("centre"));
      if (run === null || plan?.examId !== examId || centre === undefined)
        return refused("not_found", "there is no such centre in a run of this exam");
      const seats = (await seatsOf(database, examId)).filter((seat) => seat.centre === centre.code);
      const ids = seats.map(({ candidateId }) => candidateId);
      const links = await connectionEvents(run.sittingId);
      const here = new Set(ids);
      return centreReport({
        ...{ centre: { code: centre.code, name: centre.name }, rooms: centre.rooms, seats, nowMs: now() },
        acts: (await actsWithoutKeys(database, run.sittingId)).map((act) => Act.parse(act)),
        durations: { main: plan.durationMs, backup: plan.backup?.durationMs ?? plan.durationMs },
        hours: await hoursOf(database, run.sittingId, ids),
        connections: links.length === 0 ? null : links.filter(([id]) => here.has(id)),
        marks: (await marksOfRun(database, run.id)).filter((one) => one.centre === centre.code),
      });
    },
  },
];
