/** The WebSocket of consoles, /api/console/live, on control's own listener. */
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { CONSOLE_CLOSE } from "#contracts/console/live";
import { LIMITS } from "#contracts/limits";
import type { LiveFeed, OpenConsole } from "#control/live/live-feed";
import type { StaffSessions } from "#control/live/ports";

export const LIVE_PATH = "/api/console/live";
const SESSION_CHECK_MS = 10_000;
/** A console that was told to go and does not is cut. */
const CUT_AFTER_MS = 2_000;
/** Consoles that one account may have open: what is beyond comes back when another was closed. */
const OPEN_MAX = 30;

interface Connected {
  readonly console: OpenConsole;
  readonly cookie: string | undefined;
  readonly socket: WebSocket;
  isAlive: boolean;
}

export function createLiveSocket(feed: LiveFeed, sessions: StaffSessions, onTrouble: (error: unknown) => void) {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: LIMITS.consoleFrameBytesMax,
    perMessageDeflate: false,
  });
  const open = new Set<Connected>();
  let timer: NodeJS.Timeout | null = null;

  function end(socket: WebSocket, why: keyof typeof CONSOLE_CLOSE): void {
    const { code } = CONSOLE_CLOSE[why];
    socket.close(code, why);
    setTimeout(() => socket.terminate(), CUT_AFTER_MS).unref();
  }

  function welcome(socket: WebSocket, raw: Duplex, cookie: string | undefined, session: Session): void {
    const send = (messages: readonly Buffer[]) => {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > LIMITS.consoleBufferBytesMax) return end(socket, "slow_reader");
      // Several messages, one packet: the receiving computer wakes once.
      raw.cork();
      for (const message of messages) socket.send(message, { binary: false });
      raw.uncork();
    };
    const console = feed.open(session, { send, end: (why) => end(socket, why) });
    const connected: Connected = { console, cookie, socket, isAlive: true };
    open.add(connected);
    socket.on("message", (data: Buffer, isBinary) => {
      if (isBinary) end(socket, "bad_frame");
      else if (socket.readyState === socket.OPEN) console.receive(data.toString());
    });
    socket.on("pong", () => {
      connected.isAlive = true;
      console.heard();
    });
    socket.on("error", () => socket.terminate());
    socket.on("close", () => {
      open.delete(connected);
      console.gone();
    });
  }

  /** The session may have ended, or the computer may have gone without a word. */
  async function check(connected: Connected): Promise<void> {
    try {
      if ((await sessions.sessionOf(connected.cookie)) === null) end(connected.socket, "session_ended");
    } catch (error) {
      onTrouble(error); // sessions are out of reach: who is in stays in
    }
  }
  function checkAll(): void {
    for (const connected of open) {
      if (!connected.isAlive) {
        connected.socket.terminate();
        continue;
      }
      connected.isAlive = false;
      connected.socket.ping();
      void check(connected);
    }
  }
  sessions.onSignedOut((accountId) => {
    for (const connected of open) if (connected.console.account.id === accountId) void check(connected);
  });

  const isFull = (accountId: number): boolean =>
    [...open].filter(({ console }) => console.account.id === accountId).length >= OPEN_MAX;

  async function accept(request: IncomingMessage, raw: Duplex, head: Buffer): Promise<void> {
    const { cookie } = request.headers;
    const session = await sessions.sessionOf(cookie).catch((error: unknown) => {
      onTrouble(error);
      return "away" as const;
    });
    // A browser learns nothing from a refused upgrade: it is let in and told why it must go.
    server.handleUpgrade(request, raw, head, (socket) => {
      if (session !== null && session !== "away" && !isFull(session.account.id))
        return welcome(socket, raw, cookie, session);
      socket.on("error", () => socket.terminate());
      end(socket, session === null ? "session_ended" : "restarting");
    });
  }

  return {
    /** For the HTTP server's "upgrade" event. */
    upgrade(request: IncomingMessage, raw: Duplex, head: Buffer): void {
      raw.on("error", () => raw.destroy());
      if (request.url?.split("?")[0] !== LIVE_PATH) return refuse(raw, "404 Not Found");
      if (!isOwnOrigin(request)) return refuse(raw, "403 Forbidden");
      void accept(request, raw, head);
    },
    start: (): Promise<void> => {
      timer = setInterval(checkAll, SESSION_CHECK_MS);
      return Promise.resolve();
    },
    /** After the feed has told everybody to come back. */
    stop: async (): Promise<void> => {
      if (timer) clearInterval(timer);
      for (const { socket } of open) end(socket, "restarting");
      await Promise.race([
        Promise.all([...open].map(({ socket }) => new Promise((resolve) => socket.once("close", resolve)))),
        new Promise((resolve) => setTimeout(resolve, CUT_AFTER_MS + 100)),
      ]);
    },
  };
}
type Session = NonNullable<Awaited<ReturnType<StaffSessions["sessionOf"]>>>;

const refuse = (raw: Duplex, status: string): void => void raw.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);

/** Cookies are sent with requests of any page: only our own pages may open the feed. */
function isOwnOrigin({ headers }: IncomingMessage): boolean {
  const { origin, host } = headers;
  return origin !== undefined && URL.canParse(origin) && new URL(origin).host === host;
}
