/** Single acts of the day on PostgreSQL. */
import { randomBytes } from "node:crypto";
import type { DayStore } from "#control/day/ports";
import { CARD_CODE_BYTES, cardCodeFrom } from "#domain/exam/card-code";
import { cardHmac } from "#postgres/exam/cards";
import { admitCandidate, moveCandidate, reissueCard } from "#postgres/exam/day";
import type { Journal } from "#domain/ports/journal";
import { foldJournal } from "#domain/sitting/state";
import { examPlanView, reschedule } from "#postgres/exam/reschedule";
import { staffOf } from "#postgres/queries/accounts";
import type { Database } from "#postgres/queries/reading";
import { placesOf } from "#postgres/queries/roster";

export const createDayStore = (database: Database, journal: Pick<Journal, "read">, now: () => number): DayStore => ({
  reissueCard: (candidateId, codeHmac) => reissueCard(database, candidateId, codeHmac),
  admit: (examId, admission, codeHmac) => admitCandidate(database, examId, admission, codeHmac),
  move: (candidateId, roomId, seat) => moveCandidate(database, candidateId, roomId, seat),
  reschedule: (asked) =>
    reschedule(database, asked, {
      phaseOf: async (sittingId) => foldJournal(await journal.read(sittingId)).phase,
      nowMs: now(),
    }),
  plan: (examId) => examPlanView(database, examId),
  staff: async (examId) => {
    const [staff, centres] = await Promise.all([staffOf(database, examId), placesOf(database, examId)]);
    const codes = new Map(centres.map(({ id, code }) => [id, code]));
    const rooms = new Map(centres.flatMap((centre) => centre.rooms.map(({ id, code }) => [id, code] as const)));
    return staff.map(({ account: { login, name, role, centreId, roomIds }, disabled }) => ({
      login,
      name,
      role,
      centre: centreId === null ? null : (codes.get(centreId) ?? null),
      rooms: roomIds.map((id) => rooms.get(id) ?? String(id)),
      disabled,
    }));
  },
});

/** A fresh code, and its HMAC as it is stored. */
export function newCard(cardSecret: Buffer): { readonly code: string; readonly codeHmac: Buffer } {
  const code = cardCodeFrom(randomBytes(CARD_CODE_BYTES));
  return { code, codeHmac: cardHmac(cardSecret, code) };
}
