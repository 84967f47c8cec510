/** What the bench says to its consoles and to its tablets with distorted clocks, and what they answer. */
import type { SessionRecord } from "#client-core/records";
import type { Trouble } from "#infra/bench/worker.ts";

export interface ConsolePlan {
  /** Value of the Cookie header. */
  readonly cookie: string;
  readonly roomIds: readonly number[];
  /** Reads how far acts have come. */
  readonly follows: boolean;
}
export type ToConsoles =
  | {
      readonly say: "open";
      readonly url: string;
      readonly origin: string;
      readonly sittingId: number;
      readonly consoles: readonly ConsolePlan[];
    }
  | { readonly say: "close" }
  | { readonly say: "mark" };
export interface ConsolesMark {
  readonly sinceMs: number;
  readonly bytes: number;
  readonly messages: number;
  /** Updates per second of the console that had most, and on average. */
  readonly updatesMax: number;
  readonly updatesMean: number;
  readonly cpuMs: number;
  /** Bytes by kind of message. */
  readonly byKind: Readonly<Record<string, number>>;
}
export type FromConsoles =
  /** Every console has the whole state. */
  | { readonly said: "open"; readonly tookMs: number; readonly bytes: number }
  | { readonly said: "closed" }
  | { readonly said: "mark"; readonly mark: ConsolesMark }
  /** The last console has been told the act, ms since 1970. */
  | { readonly said: "act"; readonly actId: string; readonly atMs: number }
  /** The delivery meter of the first console that follows: every tablet present has applied the act. */
  | { readonly said: "delivered"; readonly actId: string; readonly atMs: number; readonly present: number }
  | Trouble;

/** What is wrong with one tablet's clock and wire. */
export interface Distortion {
  readonly offsetMs: number;
  /** How much faster its clock runs, per unit of time. */
  readonly drift: number;
  /** How long what it says, and what it is told, is under way. */
  readonly upMs: number;
  readonly downMs: number;
}
export type ToDistorted =
  | {
      readonly say: "sit";
      readonly page: string;
      readonly build: string;
      readonly tablets: readonly { readonly record: SessionRecord; readonly distortion: Distortion }[];
    }
  /** Tell when all of them have gone to that stage of their clock, from now on. */
  | { readonly say: "watch"; readonly stage: string }
  | { readonly say: "estimates" };
export type FromDistorted =
  | { readonly said: "seated" }
  /** Real instants, ms since 1970, in no order. */
  | { readonly said: "switched"; readonly stage: string; readonly atMs: readonly number[] }
  /** By tablet: estimated less real server time, ms; and what the tablet says it may be off by. */
  | { readonly said: "estimates"; readonly off: readonly number[]; readonly says: readonly (number | null)[] }
  | Trouble;
