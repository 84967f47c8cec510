import type { WebFiles } from "#http/web-files";

/** Of the built apps the portal's own, with its page as the front page; assets are named by content and shared. */
export function portalPages(files: WebFiles): WebFiles {
  const own = [...files].filter(([path]) => path.startsWith("/portal/") || path.startsWith("/assets/"));
  const front = files.get("/portal/index.html");
  return new Map(front ? [...own, ["/index.html", front]] : own);
}
