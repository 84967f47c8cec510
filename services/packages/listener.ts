/** The HTTP(S) server around the app. */
import { readFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";

export interface ListenerOptions {
  readonly host: string;
  readonly port: number;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
}

const REQUEST_WITHIN_MS = 10_000;
/** Chunks are fetched one after another: the connection stays for the next. */
const KEEP_ALIVE_MS = 30_000;
/** How long running downloads may take to end once the server stops. */
const DRAIN_MS = 5_000;

export function createListener(app: RequestListener, { host, port, tls }: ListenerOptions) {
  const times = {
    requestTimeout: REQUEST_WITHIN_MS,
    headersTimeout: REQUEST_WITHIN_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
  };
  const server = tls
    ? createTlsServer(
        { ...times, cert: readFileSync(tls.certFile), key: readFileSync(tls.keyFile), minVersion: "TLSv1.2" },
        app,
      )
    : createServer(times, app);
  return {
    /** Resolves to the port listened on; rejects when it is taken. */
    start: () =>
      new Promise<number>((resolve, reject) => {
        server.once("error", reject);
        server.listen(port, host, () => {
          server.off("error", reject);
          resolve((server.address() as AddressInfo).port);
        });
      }),
    /** Accepts nothing more, lets running downloads end. */
    stop: () =>
      new Promise<void>((resolve) => {
        const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}
