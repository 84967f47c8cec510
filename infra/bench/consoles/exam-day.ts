/** The demo exam on real servers, its paper open: both Redis, PostgreSQL, two ingests, drain and control. */
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { drizzle } from "drizzle-orm/node-postgres";
import { openDemoSitting } from "#cli/import/demo-sitting";
import { seedDemo } from "#cli/import/demo-store";
import type { CentreSummary, RosterRow } from "#contracts/console/live";
import type { StatusFrame } from "#contracts/frames/tablet";
import type { ManifestKey } from "#contracts/package/manifest";
import { tabletBuildOf } from "#contracts/tablet-build";
import { DEMO_BACKUP, DEMO_EXAM, DEMO_PAPER_ID } from "#domain/exam/demo-exam";
import type { BenchContext } from "#infra/bench/benchmark.ts";
import { startService } from "#infra/bench/platform/service.ts";
import { startDrain, startStorage, type Storage } from "#infra/bench/platform/storage.ts";
import { openTicketOffice, type TicketOffice } from "#infra/bench/platform/tickets.ts";
import { freePort } from "#infra/launcher/ports.mjs";
import { paperOfExam } from "#postgres/exam/rehearsals";
import { databaseOf } from "#postgres/queries/reading";
import { placesOf, rosterOf } from "#postgres/queries/roster";
import { findSitting, type SittingPlan } from "#postgres/queries/sittings";
import { createJournal } from "#redis/journal";
import { openConnection } from "#redis/connection";

export interface ExamDay {
  readonly storage: Storage;
  readonly sitting: SittingPlan;
  readonly centres: readonly CentreSummary[];
  /** Room by room. */
  readonly candidates: readonly (RosterRow & { readonly centreId: number })[];
  readonly office: TicketOffice;
  /** Of control, without a slash at the end. */
  readonly controlUrl: string;
  /** Shared by both ingests. */
  readonly ingestPort: number;
  /** Of control, of each ingest, of the drain. */
  readonly pids: { readonly control: number; readonly ingests: readonly number[]; readonly drain: number };
  /** How a tablet is on which all is well. */
  readonly healthy: StatusFrame;
}

const INGESTS = ["ingest-1", "ingest-2"] as const;

export async function startExamDay(context: BenchContext): Promise<ExamDay> {
  const storage = await startStorage(context);
  const [cardSecret, staffSecret] = [randomBytes(32), randomBytes(32)];
  await seedDemo(storage.owner, { cardSecret, staffSecret }, Date.now());
  const sitting = await openSitting(storage);
  const database = databaseOf(storage.owner);
  const [centres, roster] = await Promise.all([placesOf(database, sitting.examId), rosterOf(database, sitting.examId)]);
  const centreOf = new Map(centres.flatMap(({ id, rooms }) => rooms.map((room) => [room.id, id] as const)));

  const office = openTicketOffice();
  const [ingestPort, controlPort] = [await freePort(), await freePort()];
  const controlUrl = `http://127.0.0.1:${controlPort}`;
  const stores = { REDIS_ANSWERS_URL: storage.answers.url, REDIS_CONTROL_URL: storage.control.url };
  const drain = await startDrain(context, storage);
  const ingests = await Promise.all(
    INGESTS.map((nodeId) =>
      startService(context, "ingest", {
        ...stores,
        NODE_ID: nodeId,
        INGEST_PORT: String(ingestPort),
        TICKET_KEYS: office.keysText,
        ALLOWED_ORIGINS: controlUrl,
      }),
    ),
  );
  const webRoot = join(context.root, "dist/web");
  const control = await startService(context, "control", {
    ...stores,
    CONTROL_PORT: String(controlPort),
    DATABASE_URL: storage.database.urlFor("amphi_control"),
    TICKET_KEYS: office.keysText,
    CARD_SECRET: cardSecret.toString("hex"),
    STAFF_SECRET: staffSecret.toString("hex"),
    INGEST_URLS: `ws://127.0.0.1:${ingestPort}`,
    PACKAGES_URL: controlUrl, // no tablet fetches one here
    MANIFEST_KEY: JSON.stringify(somePublicKey()),
    WEB_ROOT: webRoot,
    EXPECTED_PARTS: [...INGESTS, "drain-1", "control-1"].join(","),
  });
  return {
    storage,
    sitting,
    centres,
    candidates: roster.map((row) => ({ ...row, centreId: centreOf.get(row.roomId) ?? 0 })),
    office,
    controlUrl,
    ingestPort,
    pids: { control: control.pid, ingests: ingests.map(({ pid }) => pid), drain: drain.pid },
    healthy: healthy(sitting, tabletBuildOf(await readFile(join(webRoot, "tablet/index.html"), "utf8"))),
  };
}

function somePublicKey(): ManifestKey {
  const { x = "", y = "" } = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ format: "jwk" });
  return { x, y };
}

async function openSitting(storage: Storage): Promise<SittingPlan> {
  const db = drizzle(storage.owner);
  const redis = openConnection(storage.control.url);
  try {
    const paper = await paperOfExam(db, DEMO_EXAM.slug, DEMO_PAPER_ID);
    if (!paper) throw new Error("the demo has no paper");
    const backup = await paperOfExam(db, DEMO_EXAM.slug, DEMO_BACKUP.slug);
    const { sittingId } = await openDemoSitting(db, createJournal(redis), paper, Date.now(), backup);
    const plan = await findSitting(databaseOf(storage.owner), sittingId);
    if (!plan) throw new Error("the demo sitting is not there");
    return plan;
  } finally {
    redis.disconnect();
  }
}

const healthy = (sitting: SittingPlan, build: string): StatusFrame => ({
  v: 1,
  kind: "status",
  build,
  paperSha256: sitting.viewSha256,
  backupSha256: sitting.backup?.viewSha256 ?? null,
  clockOffsetMs: 0,
  clockErrorMs: 1,
  storageFreeBytes: 8_000_000_000,
  storagePersistent: true,
  wakeLock: true,
  confirmed: true,
  submitted: false,
  waitingEntries: 0,
  wrongCodes: 0,
  hand: null,
});
