/** Process: seals papers, and serves them as plain immutable files. */
import { readFileSync } from "node:fs";
import { createPackagesApp } from "#packages/app";
import { PackagesConfig } from "#packages/config";
import { createListener } from "#packages/listener";
import { createSealer, maySeal } from "#packages/sealer";
import { createShelf } from "#packages/shelf";
import { openPool } from "#postgres/connection";
import { chunkBytes, manifestText, storedPackages, unsealedPapers } from "#postgres/exam/sealing";
import { databaseOf } from "#postgres/queries/reading";
import { sealPaper } from "#preparation/seal/seal-paper";
import { manifestSigningKey } from "#preparation/seal/sign-manifest";
import { openConnection, whenReady } from "#redis/connection";
import { createHeartbeat, reporterOf } from "#redis/heartbeat";
import { createJournal } from "#redis/journal";
import { readConfig } from "#runtime/config";
import { runService } from "#runtime/lifecycle";
import { createLog } from "#runtime/log";
import { createPasses } from "#runtime/passes";

const START_WITHIN_MS = 10_000;
/** A sitting that is made is sealed within seconds: its check-in may follow at once. */
const LOOK_EVERY_MS = 2_000;

const config = readConfig(PackagesConfig, process.env);
const log = createLog(config.NODE_ID, config.LOG_LEVEL);

const pool = openPool(config.DATABASE_URL.reveal());
const database = databaseOf(pool);
const control = openConnection(config.REDIS_CONTROL_URL.reveal());
const journal = createJournal(control);
const signingKey = manifestSigningKey(readFileSync(config.RECEIPT_PRIVATE_KEY_FILE, "utf8"));
const shelf = createShelf(config.PACKAGES_FOLDER, {
  manifest: (sha256) => manifestText(database, sha256),
  chunk: (sha256) => chunkBytes(database, sha256),
});
const sealer = createSealer({
  unsealed: () => unsealedPapers(database),
  actsOf: (sittingId) => journal.read(sittingId),
  seal: (paper) => sealPaper(pool, paper, signingKey, async () => maySeal(await journal.read(paper.sittingId), paper)),
  publish: async () => {
    for (const sha256 of await storedPackages(database)) await shelf.publish(sha256);
  },
  onSealed: ({ sittingId, which }) => log.info({ sittingId, which }, "sealed"),
  onTrouble: (error, paper) => log.warn({ err: error, sittingId: paper?.sittingId, which: paper?.which }, "not sealed"),
});
const tls =
  config.TLS_CERT_FILE && config.TLS_KEY_FILE ? { certFile: config.TLS_CERT_FILE, keyFile: config.TLS_KEY_FILE } : null;
const listener = createListener(
  createPackagesApp({ shelf, onTrouble: (error) => log.warn({ err: error }, "a package is not served") }),
  { host: config.PACKAGES_HOST, port: config.PACKAGES_PORT, tls },
);

await runService(log, config.NODE_ID, [
  { name: "PostgreSQL", start: () => Promise.resolve(), stop: () => pool.end() },
  {
    name: "Redis",
    start: () => whenReady(control, START_WITHIN_MS),
    stop: async () => {
      control.disconnect();
      await Promise.resolve();
    },
  },
  createPasses("sealer", sealer.pass, LOOK_EVERY_MS),
  createHeartbeat(control, reporterOf("packages", config), () => ({ detail: sealer.summary() })),
  {
    name: "HTTP",
    start: async () => {
      const port = await listener.start();
      log.info({ port }, "listening");
    },
    stop: listener.stop,
  },
]);
