/** Asks for what a candidate made on the devices before this one, until the server has told it. */
import { RestoreResponse } from "#contracts/http/restore";
import { reconnectDelayMs } from "#client-core/backoff";
import type { Clock, Http, Random } from "#client-core/ports";
import { parseJson, refusalOf } from "#client-core/sign-in";

export interface RestorerOptions {
  readonly http: Http;
  readonly clock: Clock;
  readonly random: Random;
  readonly ticket: string;
  readonly restored: (restored: RestoreResponse) => void;
}

/** Returns the way to call it off. Everything but a sound answer is asked again: what is stored comes back sooner or later. */
export function restore({ clock, http, random, restored, ticket }: RestorerOptions): () => void {
  let stopped = false;
  let cancel: () => void = () => undefined;
  let attempt = 0;
  const headers = { authorization: `Bearer ${ticket}` };
  const again = (afterMs: number | null) => {
    if (!stopped) cancel = clock.after(afterMs ?? 250 + reconnectDelayMs(attempt++, random), ask);
  };
  const ask = (): void => {
    http({ method: "GET", url: "/api/restore", headers, body: null }).then(
      (answer) => {
        if (stopped) return;
        const parsed = answer.status === 200 ? RestoreResponse.safeParse(parseJson(answer.bytes)) : null;
        if (parsed?.success) restored(parsed.data);
        else again(parsed ? null : refusalOf(answer).retryAfterMs);
      },
      () => again(null),
    );
  };
  ask();
  return () => {
    stopped = true;
    cancel();
  };
}
