import type { Context } from "hono";
import type { Bytes } from "#domain/answer/chain";

export interface Sendable {
  readonly mediaType: string;
  readonly bytes: Bytes;
  readonly gzipped: Bytes | null;
}

/** Sends bytes with a validator: 304 when the reader has them, gzip when it takes it. */
export function sendBytes(c: Context, content: Sendable, etag: string, cacheControl: string): Response {
  c.header("ETag", etag);
  c.header("Cache-Control", cacheControl);
  c.header("Vary", "Accept-Encoding, Authorization");
  if (holds(c.req.header("if-none-match"), etag)) return c.body(null, 304);
  c.header("Content-Type", content.mediaType);
  if (content.gzipped && /\bgzip\b/.test(c.req.header("accept-encoding") ?? "")) {
    c.header("Content-Encoding", "gzip");
    return c.body(content.gzipped);
  }
  return c.body(content.bytes);
}

/** If-None-Match compares weakly: W/"x" and "x" are the same. */
function holds(ifNoneMatch: string | undefined, etag: string): boolean {
  const plain = (tag: string) => tag.trim().replace(/^W\//, "");
  return (
    ifNoneMatch !== undefined && ifNoneMatch.split(",").some((tag) => tag.trim() === "*" || plain(tag) === plain(etag))
  );
}
