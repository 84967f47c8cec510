import type { MiddlewareHandler } from "hono";

/**
 * Headers of every response. Pages run nothing but their own files: no inline script, no frame around them; they talk
 * to this server, to the ingest addresses that sign-in hands out and to where packages are. Blobs: images of a paper
 * come out of its package.
 */
export function securityHeaders(otherUrls: readonly string[]): MiddlewareHandler {
  const policy = [
    "default-src 'self'",
    `connect-src 'self' ${otherUrls.map((url) => new URL(url).origin).join(" ")}`.trim(),
    "img-src 'self' blob: data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
  return async (c, next) => {
    await next();
    // A document that is no page of ours brings a stricter policy of its own.
    if (!c.res.headers.has("Content-Security-Policy")) c.header("Content-Security-Policy", policy);
    c.header("X-Content-Type-Options", "nosniff");
    c.header("Referrer-Policy", "no-referrer");
    c.header("X-Frame-Options", "DENY");
    c.header("Cross-Origin-Opener-Policy", "same-origin");
    c.header("Cross-Origin-Resource-Policy", "same-origin");
    c.header("Permissions-Policy", "camera=(self), geolocation=(), microphone=()");
  };
}
