/** The ports of a console's browser. Nothing happens until one of these is called. */
import type { Connect, Http } from "#client-core/ports";

const HTTP_TIMEOUT_MS = 15_000;

/** Carries the session's cookie, to the page's own origin alone. */
export const staffHttp: Http = async ({ method, url, headers, body }) => {
  const signal = AbortSignal.timeout(HTTP_TIMEOUT_MS);
  const response = await fetch(url, { method, headers, body, signal, credentials: "same-origin", cache: "no-store" });
  return { status: response.status, bytes: new Uint8Array(await response.arrayBuffer()) };
};

export const staffConnect: Connect = (url, handlers) => {
  const socket = new WebSocket(url);
  socket.onopen = () => handlers.open();
  socket.onmessage = (event) => {
    if (typeof event.data === "string") handlers.message(event.data);
  };
  socket.onclose = (event) => handlers.close(event.code, event.reason);
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    },
    get bufferedAmount() {
      return socket.bufferedAmount;
    },
  };
};

/** The address of the live feed beside the page's own. */
export const liveUrl = (): string => `${location.origin.replace(/^http/, "ws")}/api/console/live`;
