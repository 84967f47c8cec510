/**
 * A profile: the shape of a rehearsal. Instants of the day are shares of the composing time (0 its start, 1 its end), so
 * that `--minutes` makes the same day longer or shorter.
 */
import type { Fault } from "#loadtest/faults/fault";

export interface Profile {
  readonly name: string;
  /** What it proves, in one line. */
  readonly about: string;
  readonly candidates: number;
  /** Tablets besides the candidates' that only keep a socket open, from before the first sign-in until the end. */
  readonly held: number;
  /** Entries per second of all candidates of the profile together while everybody composes. */
  readonly entriesPerSecond: number;
  /** Composing time from the start to the end, min. */
  readonly minutes: number;
  /** Sign-ins are spread evenly over this time before the start, s. */
  readonly arrivalSeconds: number;
  /** After the end, how long a tablet waits for everything to be secured (D2), s. */
  readonly settleSeconds: number;
  /** `own`: a sitting made for the rehearsal, with all its acts; `joined`: the rehearsal sitting that runs already. */
  readonly sitting: "own" | "joined";
  /** Consoles that are open, for `candidates`; fewer candidates have fewer. */
  readonly consoles: Consoles;
  /** Acts of the organisers besides the start. */
  readonly scenes: readonly Scene[];
  /** What all tablets do at once besides composing. */
  readonly moments: readonly Moment[];
  /** Faults that belong to the profile; `--faults` adds others. */
  readonly faults: readonly PlannedFault[];
  /** One tablet in so many raises a hand once; 0: none does. */
  readonly handOneIn: number;
  /**
   * One tablet in so many breaks for good while it composes: at a random instant, or with its server when that goes
   * first. It sends nothing again, so what it was told is stored must be stored. 0: none does.
   */
  readonly breakOneIn: number;
  /** Processes of ingest of a private platform. */
  readonly ingests: number;
  /** Whether a private platform serves everything over TLS. */
  readonly tls: boolean;
  /** Tablets besides the candidates' that download a package of a paper to come; null: none do. */
  readonly stage: Staging | null;
  /** How often what the processes of a private platform keep is weighed, from a third of the composing time on. */
  readonly weighings: number;
  /** `k6` wherever it can; `light` where k6 itself would be what is measured (`light/`). */
  readonly generator: GeneratorName;
  /** Tablets that one k6 virtual user plays: a virtual user is a JavaScript engine and costs megabytes. */
  readonly tabletsPerVu: number;
}

export const GENERATORS = ["k6", "light"] as const;
export type GeneratorName = (typeof GENERATORS)[number];

export interface Consoles {
  readonly proctors: number;
  readonly leads: number;
  readonly organisers: number;
}

export interface Scene {
  /** When it takes effect, as a share of the composing time. */
  readonly at: number;
  readonly act: "pause" | "resume" | "end" | "cancel";
  /** How long before it takes effect it is asked for, s; 0: at once. */
  readonly announcedSeconds: number;
  readonly cause: string;
}

export interface Moment {
  readonly at: number;
  /** `answer`: an answer besides those of the pace; `submit`: everybody hands in; it ends a tablet's composing. */
  readonly what: "answer" | "submit";
  /** Spread evenly over this time, s. */
  readonly withinSeconds: number;
}

/** Tablets in other rooms get the paper of another day. */
export interface Staging {
  readonly tablets: number;
  /** What each of them downloads. */
  readonly bytesEach: number;
  readonly at: number;
  /** The first requests are spread evenly over this time, s. */
  readonly withinSeconds: number;
}

export interface PlannedFault {
  readonly at: number;
  readonly fault: Fault;
}

/** Everybody who has a console on a national day. */
export const NATIONAL_CONSOLES: Consoles = { proctors: 400, leads: 34, organisers: 5 };
export const NO_CONSOLES: Consoles = { proctors: 0, leads: 0, organisers: 0 };
