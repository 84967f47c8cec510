/** GET /api/time: the server's clock, for a tablet that has no socket yet. */
import { z } from "zod";
import { InstantMs } from "#contracts/frames/fields";

export const TimeResponse = z.strictObject({ serverTimeMs: InstantMs });
export type TimeResponse = z.infer<typeof TimeResponse>;
