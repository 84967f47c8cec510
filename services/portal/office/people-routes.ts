/** Who is registered; anonymity numbers; wishes where students enter none. */
import { randomInt } from "node:crypto";
import { type PersonShown, WishesTyped } from "#contracts/portal/office/http";
import { anonymityNumbers } from "#domain/exam/anonymity";
import type { Problem } from "#domain/exam/problem";
import { signatureOf } from "#domain/staff/account";
import { bodyOf } from "#http/request";
import { competitionOf, type OfficeParts, refusedBy, within } from "#portal/office/parts";
import type { StaffRoute } from "#portal/route";
import { enrolledIn } from "#postgres/queries/competition/rows";
import { lockCompetition, notEnrolled, writeAnonymityNumbers } from "#postgres/queries/competition/write-rows";
import { wishesIn, writeOfficeWishes } from "#postgres/queries/student/wishes";

const AT = "/api/office/competitions/:competitionId";

export function peopleRoutes(parts: OfficeParts): readonly StaffRoute[] {
  const { database, now } = parts;
  return [
    {
      ...{ method: "GET", path: `${AT}/people`, who: ["office", "jury"], scope: "competition", shows: "people" },
      handle: async (c) => {
        const { id } = await competitionOf(database, c.req.param("competitionId"));
        const [people, wishes] = await Promise.all([enrolledIn(database, id), wishesIn(database, id)]);
        return {
          people: people.map((one): PersonShown => ({
            ...one,
            ...{ identity: { ...one.identity }, programmes: [...one.programmes] },
            wishes: wishes.has(one.personId) ? [...(wishes.get(one.personId) ?? [])] : null,
          })),
        };
      },
    },
    {
      ...{ method: "POST", path: `${AT}/anonymity-numbers`, who: ["office"], scope: "competition", shows: null },
      handle: async (c) =>
        within(parts, async (tx) => {
          const { id } = await competitionOf(tx, c.req.param("competitionId"));
          await lockCompetition(tx, id);
          const people = await enrolledIn(tx, id);
          const taken = new Set(people.flatMap(({ anonymityNumber }) => anonymityNumber ?? []));
          const without = people.filter(({ anonymityNumber }) => anonymityNumber === null);
          const made = anonymityNumbers(without.length, taken, (limit) => randomInt(limit));
          await writeAnonymityNumbers(tx, id, new Map(without.map(({ personId }, i) => [personId, made[i] ?? ""])));
          return { given: without.length };
        }),
    },
    {
      ...{
        method: "PUT",
        path: `${AT}/people/:personId{[0-9]+}/wishes`,
        who: ["office"],
        scope: "competition",
        shows: null,
      },
      handle: async (c, { account }) => {
        const asked = await bodyOf(c, WishesTyped);
        if (!("body" in asked)) return asked;
        const personId = Number(c.req.param("personId"));
        const { programmes } = asked.body;
        return within(parts, async (tx) => {
          const { id, plan } = await competitionOf(tx, c.req.param("competitionId"));
          const own = (await enrolledIn(tx, id)).find((one) => one.personId === personId);
          const problems: Problem[] = [];
          const report = (rule: string, message: string, value = "") =>
            problems.push({ rule, place: "", message, value });
          if (!own || (await notEnrolled(tx, id, [personId])).length > 0) report("not-enrolled", "is not registered");
          // R19: where there is a window, lists are the students' own.
          if (plan.wishes.windows.length > 0) report("wishes-by-students", "students enter their wishes themselves");
          if (new Set(programmes).size < programmes.length) report("wish-repeated", "a programme stands twice");
          for (const code of programmes)
            if (!own?.programmes.includes(code)) report("wish-not-allowed", `does not compete for "${code}"`, code);
          if (plan.wishes.most > 0 && programmes.length > plan.wishes.most)
            report("too-many-wishes", `more than ${plan.wishes.most}`, String(plan.wishes.most));
          if (problems.length > 0) return refusedBy(problems);
          await writeOfficeWishes(tx, id, new Map([[personId, programmes]]), signatureOf(account), now());
          return { programmes };
        });
      },
    },
  ];
}
