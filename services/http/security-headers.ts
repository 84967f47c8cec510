import type { MiddlewareHandler } from "hono";

const OTHERS = [
  ["X-Content-Type-Options", "nosniff"],
  ["Referrer-Policy", "no-referrer"],
  ["X-Frame-Options", "DENY"],
  ["Cross-Origin-Opener-Policy", "same-origin"],
  ["Cross-Origin-Resource-Policy", "same-origin"],
  ["Permissions-Policy", "camera=(self), geolocation=(), microphone=()"],
] as const;

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
    // Not by c.header: on a response that is made already, each call copies it with its body.
    const { headers } = c.res;
    // A document that is no page of ours brings a stricter policy of its own.
    if (!headers.has("Content-Security-Policy")) headers.set("Content-Security-Policy", policy);
    for (const [name, value] of OTHERS) headers.set(name, value);
  };
}
