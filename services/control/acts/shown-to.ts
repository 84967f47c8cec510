/** Answers about acts as an account may read them: by its id an act is found, but not its words about another centre. */
import type { ActAnswer } from "#contracts/console/acts";
import type { Refused } from "#http/request";
import { actFor } from "#control/live/acts-for";
import { viewerOf } from "#control/live/viewer";
import type { Places } from "#domain/sitting/places";
import type { StaffAccount } from "#domain/staff/account";

/** What waits for a second person is known to those who may be that person. */
export const seesProposals = ({ role }: StaffAccount): boolean => role === "organiser";

export function shownTo(account: StaffAccount, places: Places, answer: ActAnswer | Refused): ActAnswer | Refused {
  if (!("outcome" in answer)) return answer;
  if (answer.outcome === "proposed") return seesProposals(account) ? answer : { outcome: "unknown" };
  return answer.outcome === "unknown" ? answer : { ...answer, act: actFor(viewerOf(account), answer.act, places) };
}
