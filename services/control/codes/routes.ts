import type { OpenAPIHono } from "@hono/zod-openapi";
import { CodeAsked } from "#contracts/console/codes";
import type { CodeParts } from "#control/codes/ports";
import { codesLeft, revealCode } from "#control/codes/reveal";
import { answer, bodyOf, isRefused, refused } from "#http/request";
import { withSitting } from "#control/http/console-request";

const AT = "/api/console/sittings/:sittingId/codes";

/** Codes for rooms without a network: what there is to reveal, and the next one. Organisers alone. */
export function addCodes(app: OpenAPIHono, parts: CodeParts): void {
  app.get(
    `${AT}/:roomId{[0-9]+}`,
    withSitting(parts, async (c, { account, sitting }) =>
      answer(
        c,
        account.role === "organiser"
          ? await codesLeft(parts, sitting.id, Number(c.req.param("roomId")))
          : refused("not_allowed"),
      ),
    ),
  );
  app.post(
    AT,
    withSitting(parts, async (c, { account, sitting }) => {
      const asked = await bodyOf(c, CodeAsked);
      return answer(c, isRefused(asked) ? asked : await revealCode(parts, account, sitting.id, asked.body));
    }),
  );
}
