/** What k6 counts. Latencies start when the tablet was due to send, not when it managed to: waiting is part of it. */
import { Counter, Rate, Trend } from "k6/metrics";

export const METRICS = {
  signIns: new Rate("sign_ins_ok"),
  made: new Counter("entries_made"),
  received: new Counter("entries_received"),
  secured: new Counter("entries_secured"),
  /** From the due time of an entry to its D1 acknowledgement, ms. */
  receivedAfter: new Trend("received_after_ms", false),
  /** From the due time of an entry to its D2, ms. */
  securedAfter: new Trend("secured_after_ms", false),
  /** From a lock to the key of the step behind it, ms. */
  stepAfter: new Trend("step_after_ms", false),
  /** Locks whose next step was shown before the end of the rehearsal. */
  stepsShown: new Rate("steps_shown"),
  reconnects: new Counter("reconnects"),
  /** Tablets that ended with every entry secured. */
  complete: new Rate("tablets_complete"),
};
