/** GET /api/health: 200 when every part is up, 503 when one is down. */
import { z } from "zod";

export const PartState = z.strictObject({
  name: z.string(),
  state: z.enum(["up", "down"]),
  detail: z.string(),
});
export const HealthResponse = z.strictObject({ state: z.enum(["up", "down"]), parts: z.array(PartState) });
export type PartState = z.infer<typeof PartState>;
export type HealthResponse = z.infer<typeof HealthResponse>;
