/** Tells control what this tablet has measured: each minute, when it is stopped, and at its end until that was heard. */
import type { Clock, Http } from "#client-core/ports";
import type { RehearsalReport } from "#contracts/http/rehearsal";

export interface RehearsalReporterOptions {
  readonly clock: Clock;
  readonly http: Http;
  readonly ticket: string;
  readonly look: () => RehearsalReport;
}
export const REPORT_EVERY_MS = 60_000;
const AGAIN_MS = 5_000;

export class RehearsalReporter {
  private cancel: () => void = () => undefined;
  private over = false;

  constructor(private readonly options: RehearsalReporterOptions) {}

  start(): void {
    this.after(REPORT_EVERY_MS);
  }
  /** At once; after a report that says "complete" or "stopped" there is no other. */
  tell(): void {
    this.cancel();
    if (this.over) return;
    const { http, look, ticket } = this.options;
    const report = look();
    const last = report.state !== "playing";
    this.over = last;
    const headers = { "content-type": "application/json", authorization: `Bearer ${ticket}` };
    const body = JSON.stringify(report);
    http({ method: "POST", url: "/api/rehearsal/report", headers, body }).then(
      ({ status }) => {
        // A server that refuses will go on refusing; one that is in trouble is asked again.
        if (status < 500) this.after(REPORT_EVERY_MS);
        else this.again(last);
      },
      () => this.again(last),
    );
    if (!last) this.after(REPORT_EVERY_MS);
  }

  private again(last: boolean): void {
    if (last) this.over = false;
    this.after(AGAIN_MS);
  }
  private after(ms: number): void {
    this.cancel();
    if (!this.over) this.cancel = this.options.clock.after(ms, () => this.tell());
  }
}
