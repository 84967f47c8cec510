import type { MiddlewareHandler } from "hono";

/**
 * Headers of every response. Pages run nothing but their own files: no inline script, no frame around them; they talk
 * to this server and to the ingest addresses that sign-in hands out. Blobs: images of a paper are fetched with the
 * ticket, which <img> cannot send.
 */
export function securityHeaders(ingestUrls: readonly string[]): MiddlewareHandler {
  const policy = [
    "default-src 'self'",
    `connect-src 'self' ${ingestUrls.map((url) => new URL(url).origin).join(" ")}`.trim(),
    "img-src 'self' blob: data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
  return async (c, next) => {
    await next();
    c.header("Content-Security-Policy", policy);
    c.header("X-Content-Type-Options", "nosniff");
    c.header("Referrer-Policy", "no-referrer");
    c.header("X-Frame-Options", "DENY");
    c.header("Cross-Origin-Opener-Policy", "same-origin");
    c.header("Cross-Origin-Resource-Policy", "same-origin");
    c.header("Permissions-Policy", "camera=(self), geolocation=(), microphone=()");
  };
}
