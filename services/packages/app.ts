/** HTTP of packages: files by content, for ever the same. No credentials: without a key they tell nothing. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { StoreTrouble } from "#domain/ports/answer-stream";
import type { Shelf } from "#packages/shelf";

export interface PackagesAppParts {
  readonly shelf: Pick<Shelf, "read">;
  readonly onTrouble: (error: unknown) => void;
}

const FILE = /^\/(manifests|chunks)\/([0-9a-f]{64})$/;
const TYPES = { manifests: "application/jose", chunks: "application/octet-stream" } as const;
/** Tablets' pages come from another port. */
const COMMON = {
  "access-control-allow-origin": "*",
  "cross-origin-resource-policy": "cross-origin",
  "x-content-type-options": "nosniff",
};
const RETRY_AFTER_S = 2;

export function createPackagesApp({ shelf, onTrouble }: PackagesAppParts) {
  function say(response: ServerResponse, status: number, headers: Record<string, string | number> = {}): void {
    response.writeHead(status, { ...COMMON, "cache-control": "no-store", "content-length": 0, ...headers }).end();
  }
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method } = request;
    if (method !== "GET" && method !== "HEAD") return say(response, 405, { allow: "GET, HEAD" });
    const path = (request.url ?? "").split("?")[0] ?? "";
    if (path === "/healthz") return say(response, 200);
    const [, name, sha256] = FILE.exec(path) ?? [];
    if ((name !== "manifests" && name !== "chunks") || sha256 === undefined) return say(response, 404);
    const bytes = await shelf.read(name, sha256);
    if (bytes === null) return say(response, 404);
    const immutable = { etag: `"${sha256}"`, "cache-control": "public, max-age=31536000, immutable" };
    if (request.headers["if-none-match"]?.includes(`"${sha256}"`)) return say(response, 304, immutable);
    const headers = { ...COMMON, ...immutable, "content-type": TYPES[name], "content-length": bytes.length };
    response.writeHead(200, headers).end(method === "HEAD" ? undefined : bytes);
  }
  return (request: IncomingMessage, response: ServerResponse): void => {
    answer(request, response).catch((error: unknown) => {
      // A full or broken disk, or PostgreSQL away: tablets come again.
      onTrouble(error);
      if (response.headersSent) response.destroy();
      else say(response, error instanceof StoreTrouble ? 503 : 500, { "retry-after": RETRY_AFTER_S });
    });
  };
}
