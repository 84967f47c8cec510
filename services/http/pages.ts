import type { OpenAPIHono } from "@hono/zod-openapi";
import { sendBytes } from "#http/send-bytes";
import { lookUp, type WebFiles } from "#http/web-files";

/** Pages and their assets: what has a hash in its name is kept for ever, everything else is asked for again. */
export function addWeb(app: OpenAPIHono, files: WebFiles): void {
  app.on(["GET", "HEAD"], "*", async (c, next) => {
    const found = lookUp(files, c.req.path);
    if (found === null) return next();
    if ("redirect" in found) return c.redirect(found.redirect, 302);
    const { file } = found;
    return sendBytes(c, file, file.etag, file.immutable ? "public, max-age=31536000, immutable" : "no-cache");
  });
}
