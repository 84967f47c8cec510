/**
 * The WebSocket server as ingest needs it; two adapters (uws.ts, ws.ts), one conformance suite
 * (transport-contract.ts). A transport checks Origin and subprotocol at the upgrade and pings idle sockets; everything
 * else is the application's.
 */
export interface ServerSocket {
  /** Sends a text; false when it was dropped or the socket is closed or its buffer is over the limit. Never throws. */
  send(text: string): boolean;
  /** Closes with a code and a reason of at most 123 bytes. Closing twice does nothing. */
  close(code: number, reason: string): void;
}

export interface SocketHandlers {
  /** A text frame; the string is a copy and stays valid. Binary frames arrive as null. */
  message(text: string | null): void;
  /** The socket is gone, whoever closed it. Called exactly once; nothing may be sent afterwards. */
  closed(): void;
}

export type OnConnection = (socket: ServerSocket) => SocketHandlers;

export interface TransportOptions {
  readonly host: string;
  readonly port: number;
  /** Origins a browser may come from; a client that sends no Origin header is no browser and is let in. */
  readonly allowedOrigins: readonly string[];
  readonly subprotocol: string;
  readonly frameBytesMax: number;
  readonly socketBufferBytesMax: number;
  readonly pingIntervalMs: number;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
}

export interface Transport {
  readonly name: "uws" | "ws";
  /** Starts listening; resolves with the port. Rejects with a clear message when the port cannot be had. */
  listen(onConnection: OnConnection): Promise<number>;
  /** Takes no new connection; open sockets stay. */
  stopAccepting(): void;
  /** Ends every socket and the listener. */
  stop(): Promise<void>;
}
