/** Sealed papers as tablets download them, the codes that open them without a network, and the tablets themselves. */
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, timestamp, unique } from "drizzle-orm/pg-core";
import type { DeviceReadiness } from "#contracts/http/device";
import type { WhichPaper } from "#domain/seal/labels";
import { bytea } from "#postgres/schema/columns";
import { centre, paper, room, sitting } from "#postgres/schema/exam";

const timestampTz = (name: string) => timestamp(name, { withTimezone: true });

/** One per paper of a sitting; the keys are read by control and operators alone (postgres/roles.ts). */
export const sealedPackage = pgTable(
  "sealed_package",
  {
    sittingId: integer("sitting_id")
      .notNull()
      .references(() => sitting.id, { onDelete: "cascade" }),
    paper: text("paper").$type<WhichPaper>().notNull(),
    paperId: integer("paper_id")
      .notNull()
      .references(() => paper.id),
    /** SHA-256 (hex) of the manifest's text: names the package everywhere. */
    sha256: text("sha256").notNull(),
    /** Compact JWS; see contracts/package/manifest.ts. */
    manifest: text("manifest").notNull(),
    bytes: integer("bytes").notNull(),
    startKey: bytea("start_key").notNull(),
    casesKey: bytea("cases_key").notNull(),
    sealedAt: timestampTz("sealed_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.sittingId, t.paper] }), unique("sealed_package_sha256").on(t.sha256)],
);

/** Chunks of packages and files of codes, by content. */
export const packageChunk = pgTable("package_chunk", {
  sha256: text("sha256").primaryKey(),
  bytes: bytea("bytes").notNull(),
});

/** In clear: they are printed, and revealed one by one. */
export const offlineCode = pgTable(
  "offline_code",
  {
    sittingId: integer("sitting_id").notNull(),
    paper: text("paper").$type<WhichPaper>().notNull(),
    roomId: integer("room_id")
      .notNull()
      .references(() => room.id),
    /** Empty: the code of the start. */
    sectionId: text("section_id").notNull(),
    /** From 1. */
    number: integer("number").notNull(),
    code: text("code").notNull(),
  },
  (t) => [primaryKey({ columns: [t.sittingId, t.paper, t.roomId, t.sectionId, t.number] })],
);

/** Enrolled tablets. */
export const device = pgTable(
  "device",
  {
    /** Made by the tablet, once. */
    id: text("id").primaryKey(),
    centreId: integer("centre_id")
      .notNull()
      .references(() => centre.id),
    roomId: integer("room_id")
      .notNull()
      .references(() => room.id),
    /** What stands on its sticker. */
    label: text("label").notNull(),
    spare: boolean("spare").notNull(),
    enrolledBy: text("enrolled_by").notNull(),
    enrolledAt: timestampTz("enrolled_at").notNull().defaultNow(),
    /** What it told last, and when. */
    readiness: jsonb("readiness").$type<DeviceReadiness>(),
    readinessAt: timestampTz("readiness_at"),
  },
  (t) => [unique("device_label").on(t.centreId, t.label), index("device_room").on(t.roomId)],
);
