import type { Context } from "hono";
import type { StaffSession } from "#contracts/console/account";
import { refuse } from "#http/refusal";

export interface SessionSource {
  /** Null: none, or it has ended. Rejects with StoreTrouble. */
  sessionOf(cookieHeader: string | undefined): Promise<StaffSession | null>;
}

/** A handler behind a session. */
export const withAccount =
  (source: SessionSource, handle: (c: Context, session: StaffSession) => Promise<Response>) =>
  async (c: Context): Promise<Response> => {
    const session = await source.sessionOf(c.req.header("cookie"));
    return session === null ? refuse(c, "session_ended") : handle(c, session);
  };
