/** The HTTP(S) server around the app. */
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { createAdaptorServer } from "@hono/node-server";

export interface ListenerOptions {
  readonly host: string;
  readonly port: number;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  /** Takes over a connection that asks to become something else than HTTP; null: nothing may. */
  readonly upgrade: ((request: IncomingMessage, socket: Duplex, head: Buffer) => void) | null;
}

type FetchCallback = Parameters<typeof createAdaptorServer>[0]["fetch"];

/** A request must be there within this time: its body has 4 kB at most. */
const REQUEST_WITHIN_MS = 10_000;
const KEEP_ALIVE_MS = 30_000;
/** How often Node looks for requests that are late; by default only twice a minute. */
const CHECK_EVERY_MS = 2_000;
/** How long running requests may take to end once the server stops. */
const DRAIN_MS = 5_000;

export function createListener(app: { readonly fetch: FetchCallback }, options: ListenerOptions) {
  const times = {
    requestTimeout: REQUEST_WITHIN_MS,
    headersTimeout: REQUEST_WITHIN_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connectionsCheckingInterval: CHECK_EVERY_MS,
  };
  const { tls } = options;
  const server = tls
    ? createAdaptorServer({
        fetch: app.fetch,
        createServer: createTlsServer,
        serverOptions: {
          ...times,
          cert: readFileSync(tls.certFile),
          key: readFileSync(tls.keyFile),
          minVersion: "TLSv1.2",
        },
      })
    : createAdaptorServer({ fetch: app.fetch, createServer, serverOptions: times });

  if (options.upgrade) server.on("upgrade", options.upgrade);

  return {
    /** Resolves to the port listened on; rejects when it is taken. */
    start: () =>
      new Promise<number>((resolve, reject) => {
        server.once("error", reject);
        server.listen(options.port, options.host, () => {
          server.off("error", reject);
          resolve((server.address() as AddressInfo).port);
        });
      }),
    /** Accepts nothing more, lets running requests end. */
    stop: () =>
      new Promise<void>((resolve) => {
        const cut = setTimeout(() => "closeAllConnections" in server && server.closeAllConnections(), DRAIN_MS);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        if ("closeIdleConnections" in server) server.closeIdleConnections();
      }),
  };
}
