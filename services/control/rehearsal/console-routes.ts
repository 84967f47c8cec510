/** GET /api/console/sittings/{id}/rehearsal: what the rehearsals in the rooms of an exam said last. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { RoomRehearsals } from "#contracts/http/rehearsal";
import { answer, refused } from "#http/request";
import { type ConsoleParts, withSitting } from "#control/http/console-request";
import { type ExamRehearsedParts, examRehearsed } from "#control/rehearsal/exam-rehearsed";
import type { RehearsalStore } from "#control/rehearsal/ports";
import { roomResults } from "#domain/sitting/rehearsal-verdict";

export interface RehearsalConsoleParts extends ConsoleParts, ExamRehearsedParts {
  readonly book: ConsoleParts["book"] & ExamRehearsedParts["book"];
  readonly rehearsals: Pick<RehearsalStore, "newestOf">;
}

export function addRehearsalResults(app: OpenAPIHono, parts: RehearsalConsoleParts): void {
  app.get(
    "/api/console/sittings/:sittingId{[0-9]+}/rehearsal",
    withSitting(parts, async (c, { account, sitting }) => {
      if (account.role !== "organiser" && account.role !== "operator") return answer(c, refused("not_allowed"));
      const rooms = parts.book.centres(sitting.id).flatMap((centre) => centre.rooms);
      const tablets = await parts.rehearsals.newestOf(rooms.map(({ id }) => id));
      const told = new Map(tablets.map(({ roomId, sittingId }) => [roomId, sittingId]));
      const last = (roomId: number) =>
        tablets.reduce((atMs, one) => (one.roomId === roomId ? Math.max(atMs, one.atMs) : atMs), 0);
      const expected = new Map(rooms.map((room) => [room.id, room.expected]));
      const results: RoomRehearsals = {
        rehearsed: sitting.rehearsal ? null : await examRehearsed(parts, sitting.id),
        rooms: roomResults(tablets, expected).map(({ beyond, worst, ...result }) => ({
          ...result,
          sittingId: told.get(result.roomId) ?? 0,
          atMs: last(result.roomId),
          worst: { ...worst },
          beyond: [...beyond],
        })),
      };
      return answer(c, results);
    }),
  );
}
