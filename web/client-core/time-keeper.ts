/**
 * Asks for the time when nothing else tells it: acknowledgements keep the estimate narrow while somebody writes, and
 * nobody writes during a long pause.
 */
import { TimeResponse } from "#contracts/http/time";
import type { Clock, Http, Random } from "#client-core/ports";
import type { ServerTime } from "#client-core/server-time";
import { parseJson } from "#client-core/sign-in";

export interface TimeKeeperPorts {
  readonly http: Http;
  readonly clock: Clock;
  readonly random: Random;
  readonly time: ServerTime;
}
/** Looked at this often on average, spread over the tablets of a room, which all began at once. */
const LOOK_EVERY_MS = 5 * 60_000;
const ERROR_ENOUGH_MS = 100;
/** Servers that disagree among themselves are not asked over and over. */
const ASK_SPACING_MS = 10_000;

export class TimeKeeper {
  private cancel: () => void = () => undefined;
  private askedAtMs = Number.NEGATIVE_INFINITY;
  private stopped = false;

  constructor(
    private readonly ports: TimeKeeperPorts,
    private readonly learnt: () => void,
  ) {}

  start(): void {
    const { clock, random, time } = this.ports;
    this.cancel = clock.after(LOOK_EVERY_MS * (0.5 + random.next()), () => {
      if ((time.errorMs ?? Number.POSITIVE_INFINITY) > ERROR_ENOUGH_MS) this.ask();
      this.start();
    });
  }

  stop(): void {
    this.stopped = true;
    this.cancel();
  }

  /** Something contradicts the estimate. */
  ask(): void {
    const { clock, http, time } = this.ports;
    const askedAtMs = clock.nowMs();
    if (askedAtMs < this.askedAtMs + ASK_SPACING_MS) return;
    this.askedAtMs = askedAtMs;
    http({ method: "GET", url: "/api/time", headers: {}, body: null }).then(
      (answer) => {
        const said = answer.status === 200 ? TimeResponse.safeParse(parseJson(answer.bytes)) : null;
        if (!said?.success || this.stopped) return;
        time.learn(said.data.serverTimeMs, askedAtMs);
        this.learnt();
      },
      () => undefined, // no answer: the bounds go on widening, and the next look asks again
    );
  }
}
