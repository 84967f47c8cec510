/** What tablets measured of themselves in rehearsals. Beside the answers: nothing of the answer path reads or writes it. */
import { index, integer, jsonb, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
import type { RehearsalReport } from "#contracts/http/rehearsal";
import { sitting } from "#postgres/schema/exam";

/** The last report of each tablet of each candidate. */
export const rehearsalReport = pgTable(
  "rehearsal_report",
  {
    sittingId: integer("sitting_id")
      .notNull()
      .references(() => sitting.id),
    candidateId: integer("candidate_id").notNull(),
    deviceId: text("device_id").notNull(),
    /** Where the candidate sat then. */
    roomId: integer("room_id").notNull(),
    report: jsonb("report").$type<RehearsalReport>().notNull(),
    receivedAt: timestamp("received_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.sittingId, t.candidateId, t.deviceId] }),
    index("rehearsal_report_room").on(t.roomId, t.sittingId),
  ],
);
