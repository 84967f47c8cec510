/** Where the service worker keeps builds of the page, and the page pins the one that it is. */
export const BUILD_CACHES = {
  /** Of a cache that holds one build, before its version. */
  prefix: "amphi-tablet-",
  /** Holds the version that a sitting on this device is held with; empty while none is. */
  pin: "amphi-pin",
  pinPath: "/tablet/pin",
} as const;

/** A page by the names of all its files, which are made from their content. `html`: the page, or its head. */
export const versionOf = (html: string): string =>
  [...html.matchAll(/\/assets\/([^"]+)"/g)].map(([, name]) => name).join(" ");
