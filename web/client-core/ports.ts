/**
 * What the core of a tablet needs from its surroundings. The core never touches a timer, a clock, a random source, a
 * socket, a disk or a cipher by itself, so that it runs the same in a browser, in Node and in a deterministic simulation.
 */
import type { Bytes } from "#domain/answer/chain";
import type { CandidateRef } from "#domain/answer/entry";
import type { Genesis } from "#domain/answer/epoch";

export interface Clock {
  /** Milliseconds of a clock that never jumps; its origin means nothing. Only differences are used. */
  nowMs(): number;
  /** Calls `run` once, `delayMs` from now at the earliest. Returns the way to call it off. */
  after(delayMs: number, run: () => void): () => void;
}

export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
}

/** One open, or opening, socket. Nothing is called back after `close()` returned. */
export interface Socket {
  send(text: string): void;
  close(): void;
  /** Bytes handed to `send` that have not left the device. */
  readonly bufferedAmount: number;
}
export interface SocketHandlers {
  open(): void;
  message(text: string): void;
  /** The socket is gone; also called when it never opened. `code` and `reason` as WebSocket has them (1006 unknown). */
  close(code: number, reason: string): void;
}
/** Opens a socket. Handlers are never called before this has returned. */
export type Connect = (url: string, handlers: SocketHandlers) => Socket;

/** One entry as it is kept: the text is fixed when the entry is made and never changes, byte for byte. */
export interface StoredEntry {
  readonly epoch: number;
  readonly seq: number;
  readonly text: string;
}
export interface StoredEpoch {
  readonly epoch: number;
  /** Where the epoch's chain starts, as the server gave it. */
  readonly genesis: Genesis;
  /** Highest seq that PostgreSQL holds without a gap, as last told. */
  readonly d2: number;
}
/** Everything a tablet holds for one candidate in one sitting: epochs ascending, entries by (epoch, seq). */
export interface StoredLog {
  readonly epochs: readonly StoredEpoch[];
  readonly entries: readonly StoredEntry[];
}

/**
 * The device's log of entries. Nothing is deleted from it, secured or not, until the signed receipt has come.
 * One contract suite (testing/outbox-store-contract.ts) runs on every adapter.
 */
export interface OutboxStore {
  load(ref: CandidateRef): Promise<StoredLog>;
  /** Remembers a new epoch. Doing it again changes nothing; another genesis for the same epoch rejects. */
  startEpoch(ref: CandidateRef, epoch: number, genesis: Genesis): Promise<void>;
  /**
   * Resolves once every entry is durable on this device (D0), or rejects and holds none of those it did not hold.
   * An entry held already with the same text is fine; with another text it rejects with KeyTaken. Rejects with LogLost
   * when it does not hold the beginning of the epoch: one that was never started, or was deleted under its hands. It then
   * takes the whole epoch, after `startEpoch`, from entry 1 on.
   */
  put(ref: CandidateRef, entries: readonly StoredEntry[]): Promise<void>;
  /** Remembers D2 as the server told it; it may go backwards. */
  setSecured(ref: CandidateRef, epoch: number, seq: number): Promise<void>;
}

/** Two entries were made with the same number: the log belongs to another instance of the application. */
export class KeyTaken extends Error {
  override name = "KeyTaken";
}

/** The device's log has lost what stood before: entries alone would be a log without a beginning. */
export class LogLost extends Error {
  override name = "LogLost";
}

/**
 * A few words outside the databases, for when these refuse: written at once, and still there after a reload. Never
 * throws; a device that keeps none reads null.
 */
export interface Notebook {
  read(name: string): string | null;
  write(name: string, text: string): void;
}

/** SHA-256. May answer at once or later: the chain is never on the way of a send. */
export type Sha256 = (bytes: Bytes) => Bytes | Promise<Bytes>;

/** The device's own signing key. Null where the device has none. */
export interface Signer {
  readonly publicKey: { readonly x: string; readonly y: string };
  /** ES256: base64url of r‖s over the bytes. */
  sign(bytes: Bytes): Promise<string>;
}

/** An HTTP exchange. Rejects only when no answer came. */
export type Http = (request: HttpRequest) => Promise<HttpResponse>;
export interface HttpRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** Past every cache. */
  readonly fresh?: boolean;
}
export interface HttpResponse {
  readonly status: number;
  readonly bytes: Uint8Array;
}

/** A cupboard of the device: values that structured cloning can copy, under a name. */
export interface Shelf {
  get(name: string): Promise<unknown>;
  /** Resolves once the value is durable. */
  set(name: string, value: unknown): Promise<void>;
  remove(name: string): Promise<void>;
  /** Names that start with `prefix`, sorted. */
  names(prefix: string): Promise<readonly string[]>;
}

/** What proctors are told of the device; null: not known. */
export interface DeviceHealth {
  readonly storageFreeBytes: number | null;
  /** Whether the browser has promised not to throw the data away. */
  readonly storagePersistent: boolean | null;
  /** Whether the screen is kept on. */
  readonly wakeLock: boolean | null;
}
export interface HealthWatch {
  now(): DeviceHealth;
  onChange(listener: () => void): () => void;
}
