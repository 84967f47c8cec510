/** Alerts in force: said once when they come and once when they go, however often they are found again. */
export interface AlertBoard {
  /** Replaces the alerts in force by those found now. */
  post(found: ReadonlyMap<string, string>): void;
  /** One line for a heartbeat. */
  summary(): string;
}
export type AlertChange = { readonly alert: string; readonly raised: boolean; readonly text: string };

export function createAlertBoard(onChange: (change: AlertChange) => void): AlertBoard {
  let inForce: ReadonlyMap<string, string> = new Map();
  return {
    post(found) {
      for (const [alert, text] of found) if (!inForce.has(alert)) onChange({ alert, raised: true, text });
      for (const [alert, text] of inForce) if (!found.has(alert)) onChange({ alert, raised: false, text });
      inForce = found;
    },
    summary: () => (inForce.size === 0 ? "nothing to report" : [...inForce.values()].join("; ")),
  };
}
