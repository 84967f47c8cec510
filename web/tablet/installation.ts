/** The page as an installed application: opens without a network, and keeps its version while a sitting is under way. */
import { BUILD_CACHES } from "./build-caches.ts";

export interface Installation {
  /** Whether this page would open without a network. */
  readonly installed: boolean;
  onChange(listener: () => void): () => void;
  /** A sitting is under way on this device, or no longer is: only then may another build take over. */
  freeze(on: boolean): Promise<void>;
}

/** `version`: of this very page (build-caches.ts). */
export function browserInstallation(version: string): Installation {
  const listeners = new Set<() => void>();
  let installed = false;
  let frozen = true;
  let registration: ServiceWorkerRegistration | null = null;

  const takeOver = (): void => {
    if (!frozen) registration?.waiting?.postMessage("take-over");
  };
  const start = async (container: ServiceWorkerContainer): Promise<void> => {
    const before = container.controller;
    container.addEventListener("controllerchange", () => {
      // The first worker of this device takes nobody's place: the page that it finds is the one that brought it.
      if (before !== null && !frozen) location.reload();
    });
    registration = await container.register("/tablet/sw.js", { scope: "/tablet/", updateViaCache: "none" });
    registration.addEventListener("updatefound", () => {
      const found = registration?.installing;
      found?.addEventListener("statechange", () => {
        if (found.state === "installed") takeOver();
      });
    });
    takeOver();
    await container.ready;
    installed = true;
    for (const listener of [...listeners]) listener();
  };
  if ("serviceWorker" in navigator) start(navigator.serviceWorker).catch((error: unknown) => console.warn(error));

  return {
    get installed() {
      return installed;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async freeze(on) {
      frozen = on;
      const cache = await caches.open(BUILD_CACHES.pin);
      if (on) await cache.put(BUILD_CACHES.pinPath, new Response(version));
      else {
        await cache.delete(BUILD_CACHES.pinPath);
        takeOver();
      }
    },
  };
}
