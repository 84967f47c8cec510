/**
 * Which build of the tablet's page a device runs. Vite names every file after its content, so the names that the page
 * lists are the build: the tablet reads them in its own document, the server in the page that it serves.
 */
const BUILT_FILE = /\/assets\/[^"]*?([\w-]{8})\.(?:js|css)"/g;

/** `html`: the page, or its head. At most 64 characters; "unbuilt" where nothing has such a name. */
export function tabletBuildOf(html: string): string {
  const prints = [...html.matchAll(BUILT_FILE)].map(([, print]) => print ?? "");
  return [...new Set(prints)].join(".").slice(0, 64) || "unbuilt";
}
