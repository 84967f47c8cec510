/** Minutes of a centre as PDF, and its lost-time ledger: for its lead proctor and for organisers. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import { answer, refused } from "#http/request";
import { type ConsoleParts, withSitting } from "#control/http/console-request";
import type { TaggedDocument } from "#preparation/tagged-document";
import { taggedPdf } from "#preparation/tagged-pdf";
import { minutesOf } from "#control/minutes/minutes";
import { lossesOf } from "#control/minutes/people-sections";
import { type MinutesStores, readFacts } from "#control/minutes/read-facts";
import { EN } from "#control/minutes/words-en";
import { FR } from "#control/minutes/words-fr";
import { recordOf } from "#domain/sitting/record";
import { foldJournal } from "#domain/sitting/state";
import type { StaffAccount } from "#domain/staff/account";

export interface MinutesParts extends ConsoleParts {
  readonly book: ConsoleParts["book"] & MinutesStores["book"];
  readonly journal: MinutesStores["journal"];
  readonly chat: MinutesStores["chat"];
  readonly presence: MinutesStores["presence"];
  readonly submissionsOf: MinutesStores["submissionsOf"];
  readonly lastMadeIn: MinutesStores["lastMadeIn"];
  readonly waitedOf: MinutesStores["waitedOf"];
  readonly timeZoneOf: MinutesStores["timeZoneOf"];
  /** Wall clock, ms. */
  readonly now: () => number;
}

const AT = "/api/console/sittings/:sittingId";
const ofCentre = ({ role, centreId }: StaffAccount, id: number) => centreId === id && role !== "technician";
const mayRead = (account: StaffAccount, centreId: number): boolean =>
  account.role === "organiser" || (account.role === "lead_proctor" && ofCentre(account, centreId));

/**
 * GET …/minutes/{centreId}.pdf (?language=en for English), and GET …/lost-time/{centreId}: `{ atMs, losses }` (domain/
 * sitting/lost-time.ts), which proctors read of their own rooms.
 */
export function addMinutes(app: OpenAPIHono, parts: MinutesParts): void {
  // One after the other: all centres ask for theirs in the same quarter of an hour.
  let before: Promise<unknown> = Promise.resolve();
  const setInTurn = (minutes: TaggedDocument): Promise<Buffer> => {
    const mine = before.then(() => taggedPdf(minutes));
    before = mine.catch(() => undefined);
    return mine;
  };
  app.get(
    `${AT}/minutes/:file{[0-9]+\\.pdf}`,
    withSitting(parts, async (c, { account, sitting }) => {
      const centreId = Number.parseInt(c.req.param("file") ?? "", 10);
      if (!mayRead(account, centreId)) return answer(c, refused("not_allowed"));
      const facts = await readFacts(parts, sitting, centreId, parts.now());
      if (facts === null) return answer(c, refused("not_found", "there is no such centre"));
      const bytes = await setInTurn(minutesOf(facts, c.req.query("language") === "en" ? EN : FR));
      c.header("Content-Type", "application/pdf");
      c.header("Content-Disposition", `attachment; filename="minutes-${sitting.id}-${facts.centre.id}.pdf"`);
      c.header("Cache-Control", "no-store");
      return c.body(new Uint8Array(bytes));
    }),
  );
  app.get(
    `${AT}/lost-time/:centreId{[0-9]+}`,
    withSitting(parts, async (c, { account, sitting }) => {
      const centreId = Number(c.req.param("centreId"));
      if (account.role !== "organiser" && !ofCentre(account, centreId)) return answer(c, refused("not_allowed"));
      const facts = await readFacts(parts, sitting, centreId, parts.now());
      if (facts === null) return answer(c, refused("not_found", "there is no such centre"));
      const losses = lossesOf(facts, foldJournal(facts.acts), recordOf(facts.acts));
      const own = losses.filter(({ place }) => account.role !== "proctor" || account.roomIds.includes(place.roomId));
      return answer(c, { atMs: facts.nowMs, losses: own });
    }),
  );
}
