import { loadUws } from "#ingest/transport/load-uws";
import type { Transport, TransportOptions } from "#ingest/transport/transport";
import { createUwsTransport } from "#ingest/transport/uws";
import { createWsTransport } from "#ingest/transport/ws";
import type { Log } from "#runtime/log";

/** The transport asked for; `auto` falls back to `ws`, aloud, when the native binary cannot be used. */
export function chooseTransport(wanted: "auto" | "uws" | "ws", log: Log, options: TransportOptions): Transport {
  if (wanted === "ws") return createWsTransport(options);
  const loaded = loadUws();
  if ("uws" in loaded) return createUwsTransport(loaded.uws, options);
  if (wanted === "uws") throw new Error(`uWebSockets.js: ${loaded.reason}`);
  log.warn({ reason: loaded.reason }, "uWebSockets.js is not usable here, using ws");
  return createWsTransport(options);
}
