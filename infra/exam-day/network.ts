/** What carries the words of tablets without screens: HTTP, and a radio that can be switched off. */
import { WebSocket } from "ws";
import { SUBPROTOCOLS } from "#client-core/link";
import type { Connect, Http, HttpResponse } from "#client-core/ports";

/** HTTP against one platform. What never changes (packages) is fetched once for the whole crowd. */
export function httpOf(page: string): Http {
  const kept = new Map<string, HttpResponse>();
  return async ({ method, url, headers, body }) => {
    const mayKeep = method === "GET" && /\/(manifests|chunks)\/[0-9a-f]{64}$/.test(url);
    const known = kept.get(url);
    if (known) return known;
    const answer = await fetch(new URL(url, page), { method, headers, body });
    const response = { status: answer.status, bytes: new Uint8Array(await answer.arrayBuffer()) };
    if (mayKeep && answer.status === 200) kept.set(url, response);
    return response;
  };
}

/** The radio of one tablet, which can be switched off. */
export class Radio {
  #isCut = false;
  readonly #sockets = new Set<WebSocket>();

  readonly connect: Connect = (url, handlers) => {
    const socket = new WebSocket(url, SUBPROTOCOLS);
    this.#sockets.add(socket);
    let dropped = false;
    socket.on("open", () => dropped || handlers.open());
    socket.on("message", (data: Buffer) => dropped || handlers.message(data.toString("utf8")));
    socket.on("close", (code, reason) => {
      this.#sockets.delete(socket);
      if (!dropped) handlers.close(code, reason.toString("utf8"));
    });
    socket.on("error", () => undefined); // `close` follows
    if (this.#isCut) socket.terminate();
    return {
      send: (text) => void (socket.readyState === WebSocket.OPEN && socket.send(text)),
      close: () => {
        dropped = true;
        socket.terminate();
      },
      get bufferedAmount() {
        return socket.bufferedAmount;
      },
    };
  };
  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.terminate();
  }
  join(): void {
    this.#isCut = false;
  }
}
