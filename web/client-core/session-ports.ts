import type { CourierPorts } from "#client-core/courier";
import type { HealthWatch, Http, Shelf, Signer } from "#client-core/ports";
import type { ServerTime } from "#client-core/server-time";

/** What a session needs from its surroundings. */
export interface SessionPorts extends CourierPorts {
  readonly shelf: Shelf;
  readonly signer: Signer | null;
  readonly time: ServerTime;
  readonly http: Http;
  readonly health: HealthWatch;
  /** What is written on the device, where somebody has enrolled it. */
  readonly label?: string | null;
}
