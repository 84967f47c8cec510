/** WebSocket transport on `ws`: where no native binary is to be had. One process per port. */
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { type RawData, WebSocket, WebSocketServer } from "ws";
import type { OnConnection, ServerSocket, Transport, TransportOptions } from "#ingest/transport/transport";

export function createWsTransport(options: TransportOptions): Transport {
  const server = options.tls
    ? createTlsServer({ cert: readFileSync(options.tls.certFile), key: readFileSync(options.tls.keyFile) })
    : createServer();
  server.on("request", (_request, response) => response.writeHead(426).end("WebSocket only"));
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: options.frameBytesMax,
    perMessageDeflate: false,
    handleProtocols: () => options.subprotocol,
  });
  const alive = new WeakSet<WebSocket>();
  let pings: NodeJS.Timeout | null = null;

  /** A socket that has not answered the last ping is gone, whatever TCP believes. */
  function pingAll(): void {
    for (const client of sockets.clients) {
      if (!alive.has(client)) client.terminate();
      else {
        alive.delete(client);
        client.ping();
      }
    }
  }

  function refusal(request: IncomingMessage): string | null {
    const { origin } = request.headers;
    if (origin !== undefined && !options.allowedOrigins.includes(origin)) return "403 Forbidden";
    const offered = (request.headers["sec-websocket-protocol"] ?? "").split(",").map((p) => p.trim());
    return offered.includes(options.subprotocol) ? null : "400 Bad Request";
  }

  function accept(client: WebSocket, onConnection: OnConnection): void {
    alive.add(client);
    const handlers = onConnection(serverSocket(client, options.socketBufferBytesMax));
    client.on("pong", () => alive.add(client));
    client.on("message", (data: RawData, isBinary) => handlers.message(isBinary ? null : textOf(data)));
    client.on("close", () => handlers.closed());
    client.on("error", () => client.terminate()); // an oversized or broken frame; `close` follows
  }

  function listen(onConnection: OnConnection): Promise<number> {
    server.on("upgrade", (request: IncomingMessage, stream: Duplex, head: Buffer) => {
      const refused = refusal(request);
      if (refused) return stream.end(`HTTP/1.1 ${refused}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      sockets.handleUpgrade(request, stream, head, (client) => accept(client, onConnection));
      return undefined;
    });
    return new Promise((resolve, reject) => {
      server.once("error", (error) =>
        reject(new Error(`cannot listen on ${options.host}:${options.port}: ${error.message}`)),
      );
      server.listen(options.port, options.host, () => {
        pings = setInterval(pingAll, options.pingIntervalMs);
        resolve((server.address() as AddressInfo).port);
      });
    });
  }

  return {
    name: "ws",
    listen,
    stopAccepting: () => void server.close(),
    stop: async () => {
      if (pings) clearInterval(pings);
      for (const client of sockets.clients) client.terminate();
      server.close();
      await Promise.resolve();
    },
  };
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString("utf8");
  return (data instanceof ArrayBuffer ? Buffer.from(data) : data).toString("utf8");
}

function serverSocket(client: WebSocket, bufferBytesMax: number): ServerSocket {
  return {
    send: (text) => {
      if (client.readyState !== WebSocket.OPEN || client.bufferedAmount > bufferBytesMax) return false;
      client.send(text);
      return true;
    },
    close: (code, reason) => client.close(code, reason),
  };
}
