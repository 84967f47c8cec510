/** What the bench and its generator say to each other (process messages). */
import type { StatusFrame } from "#contracts/frames/tablet";
import type { Trouble } from "#infra/bench/worker.ts";

export interface ConnectPlan {
  readonly host: string;
  readonly port: number;
  /** Value of the Origin header. */
  readonly origin: string;
  readonly sockets: number;
  /** One ticket per socket: each says hello and waits for welcome. Null: the server only echoes. */
  readonly tickets: readonly string[] | null;
  /** Handshakes under way at once. */
  readonly handshakesMax: number;
  /** How each tablet says that it is, after its welcome; nothing unless told. */
  readonly status?: StatusFrame;
}

/**
 * `closed`: every socket sends its next answer as soon as the last one is acknowledged. `paced`: so many answers per
 * second over all sockets, whatever comes back. `single`: one answer at a time over all sockets, waiting for D2.
 * `composing`: a hall that writes: paced answers from everywhere at once, and now and then a status that changed.
 */
export type Load =
  | { readonly kind: "closed" }
  | { readonly kind: "paced"; readonly perSecond: number }
  | { readonly kind: "single"; readonly count: number }
  | { readonly kind: "composing"; readonly perSecond: number; readonly statusesPerSecond: number };

export type ToGenerator =
  | { readonly say: "connect"; readonly plan: ConnectPlan }
  /** Drops every socket at once and connects again. */
  | { readonly say: "reconnect" }
  | { readonly say: "load"; readonly load: Load }
  /** Report what happened since the last mark. */
  | { readonly say: "mark" }
  | { readonly say: "rest" };

export interface Mark {
  readonly sinceMs: number;
  readonly answers: number;
  readonly cpuMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
}
/** When the tablets were told an act, ms since 1970: the first, all but one percent, the last. */
export interface ActReach {
  readonly actId: string;
  readonly tablets: number;
  readonly firstAtMs: number;
  readonly p99AtMs: number;
  readonly lastAtMs: number;
}
export type FromGenerator =
  | { readonly said: "connected"; readonly tookMs: number; readonly refusals: number }
  | { readonly said: "mark"; readonly mark: Mark }
  /** A `single` load has sent its count, all at D2; or `rest`: nothing is under way any more. */
  | { readonly said: "resting" }
  /** Every tablet has been told it, and says that it applied it. */
  | { readonly said: "act"; readonly reach: ActReach }
  | Trouble;
