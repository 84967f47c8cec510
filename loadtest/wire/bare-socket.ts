/**
 * One tablet on a bare TCP socket, of benches and of the holder: it must cost less than any server that is measured. All
 * sockets of a process read into one shared buffer.
 */
import { randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";
import { SUBPROTOCOL } from "#contracts/wire-version";
import { FrameReader } from "#loadtest/wire/frame-reader";
import { textFrame } from "#loadtest/wire/text-frame";

export interface SocketAddress {
  readonly host: string;
  readonly port: number;
  /** Value of the Origin header. */
  readonly origin: string;
  /** Where the socket comes from; without it the kernel says. */
  readonly from?: { readonly localAddress: string; readonly localPort: number };
}
/** How a connection ended. */
export interface SocketEnd {
  readonly why: string;
  /** The server's close code; null: it said none. */
  readonly code: number | null;
  /** As the server asked; null when it did not say. */
  readonly retryAfterMs: number | null;
}
export interface SocketEvents {
  /** The server took the handshake, or, with a ticket, said welcome with this d2. */
  ready(socket: BareSocket, d2: number): void;
  /** One acknowledgement; `secured`: D2, else D1 (or an echo). `seq` is 0 for an echo. */
  acknowledged(socket: BareSocket, secured: boolean, seq: number): void;
  /** The tablet was told an act. */
  act(socket: BareSocket, actId: string): void;
  /** The connection is gone, or there never was one. */
  gone(socket: BareSocket, end: SocketEnd): void;
}

const shared = Buffer.allocUnsafe(64 * 1024);
const KIND_AT = '{"v":1,"kind":"'.length;
const RECEIVED_SEQ_AT = '{"v":1,"kind":"received","seq":'.length;
const SECURED_SEQ_AT = '{"v":1,"kind":"secured","seq":'.length;
const WELCOME = 119; // "w"
const SECURED_OR_SLOW = 115; // "s"
const RECEIVED = 114; // "r"
const E = 101; // the second letter of "secured"
const ACT = 97; // "a"

/** Servers ping without payload; masked with zero. */
const PONG = Buffer.from([0x8a, 0x80, 0, 0, 0, 0]);

export class BareSocket {
  bytesSent = 0;
  bytesReceived = 0;
  readonly #tcp: Socket;
  readonly #reader = new FrameReader();
  #upgraded = false;
  #end: SocketEnd = { why: "closed without a word", code: null, retryAfterMs: null };

  constructor(
    readonly index: number,
    address: SocketAddress,
    private readonly hello: string | null,
    private readonly events: SocketEvents,
  ) {
    this.#tcp = connect({
      host: address.host,
      port: address.port,
      ...address.from,
      noDelay: true,
      onread: {
        buffer: shared,
        callback: (length) => {
          this.#received(shared.subarray(0, length));
          return true;
        },
      },
    });
    this.#tcp.once("connect", () => this.#tcp.write(handshake(address)));
    this.#tcp.once("error", (error) => (this.#end = { ...this.#end, why: error.message }));
    this.#tcp.once("close", () => events.gone(this, this.#end));
  }

  send(frame: Buffer): void {
    this.bytesSent += frame.length;
    this.#tcp.write(frame);
  }
  /** Without a close frame, as a lost network does. */
  drop(): void {
    this.#tcp.destroy();
  }

  #received(chunk: Buffer): void {
    this.bytesReceived += chunk.length;
    if (this.#upgraded) return this.#reader.read(chunk, this.#onFrame);
    const end = chunk.indexOf("\r\n\r\n");
    if (end < 0 || chunk.toString("latin1", 9, 12) !== "101") {
      this.#end = { ...this.#end, why: `handshake: ${chunk.toString("latin1", 0, 40)}` };
      return void this.#tcp.destroy();
    }
    this.#upgraded = true;
    if (this.hello === null) this.events.ready(this, 0);
    else this.send(textFrame(this.hello));
    if (end + 4 < chunk.length) this.#reader.read(chunk.subarray(end + 4), this.#onFrame);
  }

  readonly #onFrame = (opcode: number, bytes: Buffer, start: number, end: number): void => {
    if (opcode === 8) return this.#closed(bytes, start, end);
    if (opcode === 9) return this.send(PONG);
    if (opcode !== 1) return;
    if (this.hello === null) return this.events.acknowledged(this, false, 0);
    switch (bytes[start + KIND_AT]) {
      case RECEIVED:
        return this.events.acknowledged(this, false, digits(bytes, start + RECEIVED_SEQ_AT));
      case SECURED_OR_SLOW:
        if (bytes[start + KIND_AT + 1] === E)
          this.events.acknowledged(this, true, digits(bytes, start + SECURED_SEQ_AT));
        return;
      case WELCOME:
        return this.events.ready(this, (JSON.parse(bytes.toString("utf8", start, end)) as { d2: number }).d2);
      case ACT:
        return this.events.act(this, actIdIn(bytes.toString("utf8", start, end)));
      default: // what later versions may add
        return;
    }
  };

  #closed(bytes: Buffer, start: number, end: number): void {
    const reason = bytes.toString("utf8", start + 2, end);
    const code = end - start >= 2 ? bytes.readUInt16BE(start) : 1005;
    const match = /"retryAfterMs":(\d+)/.exec(reason);
    this.#end = { why: `${code} ${reason}`, code, retryAfterMs: match ? Number(match[1]) : null };
    this.#tcp.destroy();
  }
}

const actIdIn = (text: string): string => (JSON.parse(text) as { act: { id: string } }).act.id;

function digits(bytes: Buffer, at: number): number {
  let value = 0;
  for (let i = at; ; i++) {
    const digit = (bytes[i] ?? 0) - 48;
    if (digit < 0 || digit > 9) return value;
    value = value * 10 + digit;
  }
}

const handshake = ({ host, port, origin }: SocketAddress) =>
  [
    "GET / HTTP/1.1",
    `Host: ${host}:${port}`,
    `Origin: ${origin}`,
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    `Sec-WebSocket-Protocol: ${SUBPROTOCOL}`,
    `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`,
    "\r\n",
  ].join("\r\n");
