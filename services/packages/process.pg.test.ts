import { type ChildProcess, spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Redis } from "ioredis";
import { compactVerify, importSPKI } from "jose";
import { Client } from "pg";
import { afterEach, expect, test } from "vitest";
import { PackageManifest } from "#contracts/package/manifest";
import { emptyRedis, freshDatabase } from "#infra/testing/shared-servers.ts";
import { temporaryFolder } from "#infra/testing/temporary-folder.ts";
import { storeSitting } from "#postgres/queries/testing/stored-chains";
import { projectRoot } from "#runtime/project-root";

let child: ChildProcess | undefined;
afterEach(() => void child?.kill("SIGKILL"));

test("the process seals what is there with the rights of its role, serves it, is heard of, and ends in order", async () => {
  const { controlUrl } = await emptyRedis();
  const database = await freshDatabase();
  const owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  const { sittingId, roomId } = await storeSitting(owner);
  const folder = temporaryFolder();
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  writeFileSync(join(folder, "key.pem"), privateKey.export({ type: "pkcs8", format: "pem" }));
  child = spawn(process.execPath, ["--import", "tsx", "services/packages/main.ts"], {
    cwd: projectRoot(),
    env: {
      PATH: process.env["PATH"] ?? "",
      NODE_ID: "packages-9",
      PACKAGES_PORT: "0",
      PACKAGES_FOLDER: join(folder, "packages"),
      DATABASE_URL: database.urlFor("amphi_packages"),
      REDIS_CONTROL_URL: controlUrl,
      RECEIPT_PRIVATE_KEY_FILE: join(folder, "key.pem"),
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  if (!child.stdout) throw new Error("no output");
  const seen = { port: 0, sealed: false, ready: false };
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === "ready packages-9") seen.ready = true;
    else {
      const { msg, port } = JSON.parse(line) as { msg: string; port?: number };
      if (msg === "listening") seen.port = port ?? 0;
      if (msg === "sealed") seen.sealed = true;
    }
    if (seen.ready && seen.sealed && seen.port > 0) break;
  }
  const redis = new Redis(controlUrl);
  expect(JSON.parse((await redis.get("part:packages-9")) ?? "")).toMatchObject({ kind: "packages" });
  const { rows } = await owner.query<{ sha256: string }>("SELECT sha256 FROM sealed_package");
  const text = await (await fetch(`http://127.0.0.1:${seen.port}/manifests/${rows[0]?.sha256}`)).text();
  const key = await importSPKI(publicKey.export({ type: "spki", format: "pem" }).toString(), "ES256");
  const { payload } = await compactVerify(text, key);
  const manifest = PackageManifest.parse(JSON.parse(new TextDecoder().decode(payload)));
  expect(manifest).toMatchObject({ sittingId, paper: "main", codes: [{ roomId }] });
  for (const name of [...manifest.chunks, manifest.codes[0]?.sha256])
    expect((await fetch(`http://127.0.0.1:${seen.port}/chunks/${name}`)).status).toBe(200);
  child.kill("SIGTERM");
  expect((await ended)[0]).toBe(0);
  expect(await redis.get("part:packages-9")).toBeNull();
  await redis.quit();
  await owner.end();
});
