/** What the rehearsal says to a process of its holder, and what that answers. */
export interface HolderPlan {
  readonly urls: readonly string[];
  /** Value of the Origin header. */
  readonly origin: string;
  /** Where the sockets of this process come from: an address has 65,535 ports. */
  readonly localAddress: string;
  readonly sittingId: number;
  /** Candidates from this id on, whom no exam has. */
  readonly firstId: number;
  readonly tablets: number;
  /** "keyId:hex", with which the platform's tickets are signed. */
  readonly ticketKeys: string;
  readonly ticketsUntilMs: number;
  /** First sockets are opened evenly over this time. */
  readonly openWithinMs: number;
}
export interface ToHolder {
  readonly say: "hold";
  readonly plan: HolderPlan;
}
/** Said about once a second. */
export interface HolderTold {
  readonly said: "told";
  /** Ms since 1970. */
  readonly atMs: number;
  /** Sockets that are welcomed now. */
  readonly open: number;
  /** Since the last word: sockets that were welcomed, and welcomed ones that were lost. */
  readonly opened: number;
  readonly lost: number;
  /** Tablets that were told never to come back, so far. */
  readonly refused: number;
  /** Why sockets ended that were not wanted to, so far: what was said, and how often. */
  readonly whys: Readonly<Record<string, number>>;
}
