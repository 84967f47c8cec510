import { describe, expect, test } from "vitest";
import { loadUws } from "#ingest/transport/load-uws";
import { describeTransport } from "#ingest/transport/transport-contract";
import { createUwsTransport } from "#ingest/transport/uws";

const loaded = loadUws();
if ("uws" in loaded) describeTransport("uWebSockets.js", (options) => createUwsTransport(loaded.uws, options));
else describe.skip(`transport: uWebSockets.js (${loaded.reason})`);

test("the native binary is used wherever one was tried", () => {
  const tried = process.platform === "linux" && process.arch === "x64" && process.versions.modules === "115";
  expect("uws" in loaded).toBe(tried);
});
