/** The content security policy that pages are served under (the same as control's). */
export function securityPolicy(ingestUrls: readonly string[]): string {
  return [
    "default-src 'self'",
    `connect-src 'self' ${ingestUrls.join(" ")}`,
    "img-src 'self' blob: data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
