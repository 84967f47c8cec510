/** Build step: tells the tablet's service worker what its page consists of. */
import type { Plugin } from "vite";
import { BUILD_CACHES, versionOf } from "./build-caches.ts";

const PAGE = "tablet/index.html";
const WORKER = "tablet/sw.js";
const PLACEHOLDER = /["'`]@precache@["'`]/;

export function precache(): Plugin {
  return {
    name: "tablet-precache",
    enforce: "post",
    generateBundle(_, bundle) {
      const worker = bundle[WORKER];
      const page = bundle[PAGE];
      if (worker?.type !== "chunk" || page?.type !== "asset") return;
      const textOf = (name: string): string => {
        const file = bundle[name];
        if (!file) return "";
        if (file.type === "asset") return typeof file.source === "string" ? file.source : "";
        // Its styles are written into the code that asks for it after this step: without them it would not open.
        return [file.code, ...(file.viteMetadata?.importedCss ?? [])].join("\n");
      };
      // What a file names by its hashed name it needs: scripts, styles, fonts, also those that come later.
      const needed = new Set([PAGE]);
      for (const name of needed)
        for (const other of Object.keys(bundle))
          if (other.startsWith("assets/") && textOf(name).includes(other.slice("assets/".length))) needed.add(other);
      const version = versionOf(textOf(PAGE));
      const said = JSON.stringify({ caches: BUILD_CACHES, version, files: [...needed].map((name) => `/${name}`) });
      worker.code = worker.code.replace(PLACEHOLDER, () => JSON.stringify(said));
    },
  };
}
