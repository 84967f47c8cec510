/**
 * Alerts of one sitting, or of the installation: at most one per cause and place. One opens when its cause is seen, ends
 * by itself once the cause has been gone for a while (what flickers is one alert, not ten), and may be taken or closed
 * by a person; closed by hand, it does not open again before its cause was gone. Pure state: no clock, no store.
 */
import { z } from "zod";
import { Alert } from "#contracts/console/live";

/** Something that is not as it should be, now. */
export interface Condition extends Pick<Alert, "cause" | "severity" | "centreId" | "roomId" | "detail"> {
  /** What else tells two of one cause apart: the name of a part; "" where the place does. */
  readonly subject: string;
  /** The place stands still: nothing new is raised, what was raised stays. */
  readonly muted: boolean;
}
/** An alert as it is kept. `current`: its cause was there when it was last looked at. */
export const KeptAlert = z.strictObject({ key: z.string(), current: z.boolean(), alert: Alert });
export type KeptAlert = z.infer<typeof KeptAlert>;

const GONE_FOR_MS = 10_000;
const HISTORY_MAX = 200;

const keyOf = ({ cause, centreId, roomId, subject }: Condition): string =>
  [cause, roomId === null ? (centreId === null ? "n" : `c${centreId}`) : `r${roomId}`, subject]
    .filter((part) => part !== "")
    .join("-");

export function createAlertBook() {
  /** Oldest first. */
  let kept: KeptAlert[] = [];
  const seenAtMs = new Map<string, number>();

  function change(
    id: string,
    with_: Partial<Alert>,
    current: (kept: KeptAlert) => boolean = (k) => k.current,
  ): boolean {
    const found = kept.some(({ alert }) => alert.id === id);
    kept = kept.map((one) =>
      one.alert.id === id ? { ...one, current: current(one), alert: { ...one.alert, ...with_ } } : one,
    );
    return found;
  }

  return {
    /** What an earlier process kept; its open alerts go on, or end like others when their cause is not seen. */
    restore(before: readonly KeptAlert[], nowMs: number): void {
      const known = new Set(kept.map(({ alert }) => alert.id));
      kept = [...before.filter(({ alert }) => !known.has(alert.id)), ...kept];
      for (const { key, current } of before) if (current && !seenAtMs.has(key)) seenAtMs.set(key, nowMs);
    },

    /** Looks at what is wrong now. Returns whether an alert changed. */
    observe(conditions: readonly Condition[], nowMs: number): boolean {
      const before = kept;
      for (const condition of conditions) {
        const key = keyOf(condition);
        seenAtMs.set(key, nowMs);
        const { cause, severity, centreId, roomId, detail } = condition;
        const open = kept.find((one) => one.key === key && one.current);
        if (open) {
          const { alert } = open;
          if (alert.endedAtMs === null && (alert.detail !== detail || alert.severity !== severity))
            change(alert.id, { detail, severity });
        } else if (!condition.muted) {
          const fresh = { id: `${key}-${nowMs}`, cause, severity, centreId, roomId, detail };
          const alert = { ...fresh, sinceMs: nowMs, owner: null, endedAtMs: null };
          kept = [...kept, { key, current: true, alert }];
        }
      }
      for (const { key, current, alert } of kept) {
        if (!current || nowMs - (seenAtMs.get(key) ?? 0) < GONE_FOR_MS) continue;
        seenAtMs.delete(key);
        change(alert.id, { endedAtMs: alert.endedAtMs ?? nowMs }, () => false);
      }
      if (kept.length > HISTORY_MAX) {
        const over = kept.filter(({ current }) => !current).slice(0, kept.length - HISTORY_MAX);
        kept = kept.filter((one) => !over.includes(one));
      }
      return kept !== before;
    },

    /** Says who looks after it. False: there is no such alert. */
    take: (id: string, owner: string): boolean => change(id, { owner }),
    close: (id: string, owner: string, nowMs: number): boolean => {
      const one = kept.find(({ alert }) => alert.id === id);
      return one !== undefined && change(id, { owner, endedAtMs: one.alert.endedAtMs ?? nowMs });
    },
    alerts: (): Alert[] => kept.map(({ alert }) => alert),
    kept: (): readonly KeptAlert[] => kept,
  };
}
export type AlertBook = ReturnType<typeof createAlertBook>;
