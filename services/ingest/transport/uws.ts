/** WebSocket transport on uWebSockets.js. Several processes may listen on one port: the kernel spreads connections. */
import type * as uWS from "@trufflesuite/uws-js-unofficial";
import type {
  OnConnection,
  ServerSocket,
  SocketHandlers,
  Transport,
  TransportOptions,
} from "#ingest/transport/transport";

interface UserData {
  socket: UwsSocket | null;
  handlers: SocketHandlers | null;
}

/** uWebSockets.js throws, and the process dies, when a closed socket is used: the flag stands between. */
class UwsSocket implements ServerSocket {
  closed = false;
  constructor(readonly raw: uWS.WebSocket<UserData>) {}

  send(text: string): boolean {
    return !this.closed && this.raw.send(text) !== 2;
  }
  close(code: number, reason: string): void {
    if (this.closed) return;
    this.closed = true;
    this.raw.end(code, reason);
  }
}

/** A copy of the text; uWebSockets.js has checked that it is UTF-8, and its buffer is void after the callback. */
const decode = (message: ArrayBuffer): string => Buffer.from(message).toString("utf8");

export function createUwsTransport(uws: typeof uWS, options: TransportOptions): Transport {
  const app = options.tls
    ? uws.SSLApp({ cert_file_name: options.tls.certFile, key_file_name: options.tls.keyFile })
    : uws.App();
  const open = new Set<UwsSocket>();
  let listenSocket: uWS.us_listen_socket | null = null;

  function upgrade(response: uWS.HttpResponse, request: uWS.HttpRequest, context: uWS.us_socket_context_t): void {
    const origin = request.getHeader("origin");
    const offered = request
      .getHeader("sec-websocket-protocol")
      .split(",")
      .map((p) => p.trim());
    if (origin !== "" && !options.allowedOrigins.includes(origin)) {
      response.writeStatus("403 Forbidden").end("origin not allowed");
      return;
    }
    if (!offered.includes(options.subprotocol)) {
      response.writeStatus("400 Bad Request").end(`subprotocol ${options.subprotocol} required`);
      return;
    }
    response.upgrade<UserData>(
      { socket: null, handlers: null },
      request.getHeader("sec-websocket-key"),
      options.subprotocol,
      request.getHeader("sec-websocket-extensions"),
      context,
    );
  }

  function listen(onConnection: OnConnection): Promise<number> {
    app.ws<UserData>("/*", {
      maxPayloadLength: options.frameBytesMax,
      // Seconds without any frame, pong included; uWebSockets.js pings by itself before that.
      idleTimeout: Math.min(960, Math.ceil((options.pingIntervalMs * 2) / 1_000 / 4) * 4),
      sendPingsAutomatically: true,
      maxBackpressure: options.socketBufferBytesMax,
      compression: uws.DISABLED,
      upgrade,
      open: (ws) => {
        const data = ws.getUserData();
        data.socket = new UwsSocket(ws);
        open.add(data.socket);
        data.handlers = onConnection(data.socket);
      },
      message: (ws, message, isBinary) => ws.getUserData().handlers?.message(isBinary ? null : decode(message)),
      close: (ws) => {
        const { socket, handlers } = ws.getUserData();
        if (socket) {
          socket.closed = true;
          open.delete(socket);
        }
        handlers?.closed();
      },
    });
    app.any("/*", (response) => {
      response.writeStatus("426 Upgrade Required").end("WebSocket only");
    });
    return new Promise((resolve, reject) => {
      app.listen(options.host, options.port, (token) => {
        if (!token) return reject(new Error(`cannot listen on ${options.host}:${options.port}`));
        listenSocket = token;
        resolve(uws.us_socket_local_port(token));
      });
    });
  }

  function stopAccepting(): void {
    if (listenSocket) uws.us_listen_socket_close(listenSocket);
    listenSocket = null;
  }
  return {
    name: "uws",
    listen,
    stopAccepting,
    stop: async () => {
      stopAccepting();
      for (const socket of [...open]) socket.close(1001, "");
      await Promise.resolve();
    },
  };
}
