import type { OpenAPIHono } from "@hono/zod-openapi";
import { answer, refused } from "#http/request";
import { withAccount } from "#staff/with-account";
import { type ConsoleParts } from "#control/http/console-request";

export interface RestartParts extends Pick<ConsoleParts, "sessionOf"> {
  /** Processes that may be asked to restart. */
  readonly nodeIds: readonly string[];
  /** Rejects with StoreTrouble while the control Redis is away. */
  readonly requestRestart: (nodeId: string) => Promise<void>;
}

/** Operators restart a process: it stops in order and is started again by its supervisor. */
export function addRestart(app: OpenAPIHono, { nodeIds, requestRestart, ...parts }: RestartParts): void {
  app.post(
    "/api/console/parts/:nodeId/restart",
    withAccount(parts, async (c, { account }) => {
      if (account.role !== "operator") return answer(c, refused("not_allowed"));
      const nodeId = c.req.param("nodeId") ?? "";
      if (!nodeIds.includes(nodeId)) return answer(c, refused("not_found", "there is no such process"));
      await requestRestart(nodeId);
      return answer(c, {});
    }),
  );
}
