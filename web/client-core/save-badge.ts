/** The one thing a candidate is told about saving: three states, nothing optimistic. */
import type { LinkState } from "#client-core/link";
import type { StorageTrouble } from "#client-core/outbox";

/** Why only a person can help; each has a sentence and an action on the screen. */
export type CallReason = "storage" | "other_copy" | "other_device" | "sign_in_again" | "log_lost" | "protocol";

export type Badge =
  /** Everything made is with the server; `atMs` server time of the last acknowledgement, null before any. */
  | { readonly kind: "saved"; readonly atMs: number | null }
  /** `n` changes are on the tablet and not yet with the server. */
  | { readonly kind: "waiting"; readonly n: number }
  | { readonly kind: "call_proctor"; readonly why: CallReason };

export interface BadgeInput {
  readonly counts: { readonly made: number; readonly received: number };
  /** Texts being typed. */
  readonly drafts: number;
  readonly lastReceivedAtMs: number | null;
  readonly storage: StorageTrouble | null;
  readonly fenced: boolean;
  readonly link: LinkState;
}

export function badgeOf(input: BadgeInput): Badge {
  const why = reasonToCall(input);
  if (why) return { kind: "call_proctor", why };
  const n = input.counts.made - input.counts.received + input.drafts;
  return n > 0 ? { kind: "waiting", n } : { kind: "saved", atMs: input.lastReceivedAtMs };
}

const STORAGE = { memory: "storage", taken: "other_copy", spent: "log_lost" } as const;

function reasonToCall({ storage, fenced, link }: BadgeInput): CallReason | null {
  if (storage) return STORAGE[storage];
  if (fenced) return "other_device";
  if (link.kind !== "stopped") return null;
  switch (link.reason) {
    case "replaced":
      return "other_copy";
    case "bad_ticket":
      return "sign_in_again";
    case "log_lost":
      return "log_lost";
    case "stop":
      return null;
    default:
      return "protocol";
  }
}
