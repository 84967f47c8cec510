import type { OpenAPIHono } from "@hono/zod-openapi";
import type { StaffReading } from "#contracts/console/reading";
import { answer, refused, refusedFor } from "#http/request";
import { type ConsoleParts, withSitting } from "#control/http/console-request";
import { concerns, viewerOf } from "#control/live/viewer";
import type { Journal } from "#domain/ports/journal";
import type { Places } from "#domain/sitting/places";

/** See services/redis/staff-readings.ts. Rejects with StoreTrouble while the store is away. */
export interface ReadingStore {
  note(sittingId: number, reading: Omit<StaffReading, "atMs">): Promise<void>;
}
export interface InstructionParts extends ConsoleParts {
  readonly book: ConsoleParts["book"] & { places(sittingId: number): Places };
  readonly journal: Pick<Journal, "read">;
  readonly readings: ReadingStore;
}

/** "I have read it", by the people of a centre whom an instruction concerns. */
export function addInstructions(app: OpenAPIHono, { book, journal, readings, ...parts }: InstructionParts): void {
  app.post(
    "/api/console/sittings/:sittingId/instructions/:actId/read",
    withSitting({ ...parts, book }, async (c, { account, sitting }) => {
      const { id: accountId, name, role, centreId, roomIds } = account;
      if (centreId === null || (role !== "proctor" && role !== "lead_proctor"))
        return answer(c, refused("not_allowed"));
      const actId = c.req.param("actId") ?? "";
      const act = (await journal.read(sitting.id)).find((one) => one.id === actId);
      if (act?.kind !== "instruction" || act.audience === "candidates") return answer(c, refused("not_found"));
      if (!concerns(viewerOf(account), act.scope, book.places(sitting.id)))
        return answer(c, refusedFor("not_allowed", { code: "scope_outside" }));
      await readings.note(sitting.id, { actId, accountId, name, centreId, roomIds });
      return answer(c, {});
    }),
  );
}
