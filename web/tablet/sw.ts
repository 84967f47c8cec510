/**
 * Opens the tablet's page without a network. One cache per build; the page is always served from one of them, whole: from
 * the pinned build while a sitting is under way on this device, else from the newest. A build never mixes with another.
 */
import type { BUILD_CACHES } from "./build-caches.ts";

/** Written in by the build (precache.ts): what the page consists of. A worker imports nothing. */
const {
  caches: names,
  files,
  version,
} = JSON.parse("@precache@") as {
  caches: typeof BUILD_CACHES;
  files: string[];
  version: string;
};
const own = names.prefix + version;
const PAGE = "/tablet/index.html";
const worker = globalThis as unknown as ServiceWorkerGlobalScope;

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("message", (event) => {
  if (event.data === "take-over") event.waitUntil(worker.skipWaiting());
});
worker.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== worker.location.origin) return;
  if (event.request.mode === "navigate") {
    if (url.pathname === "/tablet/" || url.pathname === PAGE) event.respondWith(page(event.request));
  } else if (url.pathname.startsWith("/assets/")) event.respondWith(asset(event.request));
});

async function install(): Promise<void> {
  const cache = await caches.open(own);
  await cache.addAll(files.map((file) => new Request(file, { cache: "reload" })));
}

/** Old builds go, but the one that a sitting is held with. */
async function activate(): Promise<void> {
  const kept = new Set([own, names.prefix + ((await pinned()) ?? version)]);
  const old = (await caches.keys()).filter((name) => name.startsWith(names.prefix) && !kept.has(name));
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

async function pinned(): Promise<string | null> {
  const pin = await (await caches.open(names.pin)).match(names.pinPath);
  return pin ? pin.text() : null;
}

async function page(request: Request): Promise<Response> {
  const pin = await pinned();
  const held = pin === null ? undefined : await caches.match(PAGE, { cacheName: names.prefix + pin });
  return held ?? (await caches.match(PAGE, { cacheName: own })) ?? fetch(request);
}

/** Assets are named by their content: whichever build has one has the right one. */
async function asset(request: Request): Promise<Response> {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}
