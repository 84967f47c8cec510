/** The watch, assembled from its ports. */
import { StoreTrouble } from "#domain/ports/answer-stream";
import { type AlertBoard, createAlertBoard } from "#jobs/watch/alert-board";
import { alertsOf, look, type WatchedStores } from "#jobs/watch/findings";
import type { Log } from "#runtime/log";

export interface JobsParts {
  readonly stores: WatchedStores;
  readonly log: Log;
  /** Wall clock, ms. */
  readonly now: () => number;
}
export interface Jobs {
  /** One round of the watch. A store that is away is an alert of its own; a defect rejects. */
  watch(): Promise<void>;
  /** What the last round found, in one line. */
  summary(): string;
  /** Records in quarantine that nobody has ruled on, as the last round that could look has found; undefined before. */
  quarantined(): number | undefined;
}

export function createJobs({ stores, log, now }: JobsParts): Jobs {
  const board: AlertBoard = createAlertBoard(({ alert, raised, text }) => {
    if (raised) log.error({ alert }, `alert: ${text}`);
    else log.info({ alert }, `over: ${text}`);
  });
  let quarantined: number | undefined;
  return {
    async watch() {
      try {
        const findings = await look(stores, now());
        quarantined = findings.quarantined;
        board.post(alertsOf(findings));
      } catch (error) {
        if (!(error instanceof StoreTrouble)) throw error;
        board.post(new Map([["blind", `the watch sees nothing: ${error.message}`]]));
      }
    },
    summary: () => board.summary(),
    quarantined: () => quarantined,
  };
}
