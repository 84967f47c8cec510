import { svelte } from "@sveltejs/vite-plugin-svelte";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { precache } from "./tablet/precache.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The web apps, one page each: / the landing page, /tablet/ the tablet, /console/ the consoles, /receipt/ receipts, /portal/ the portal. Served from dist/web by control, the portal by its own process. */
export default defineConfig({
  root: here("."),
  base: "/",
  publicDir: false,
  plugins: [svelte({ configFile: false }), precache()],
  build: {
    outDir: here("../dist/web"),
    emptyOutDir: true,
    target: ["chrome109", "safari16.4"],
    // The content security policy allows no data: fonts or scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        start: here("index.html"),
        tablet: here("tablet/index.html"),
        console: here("console/index.html"),
        receipt: here("receipt/index.html"),
        portal: here("portal/index.html"),
        sw: here("tablet/sw.ts"),
      },
      // The security policy forbids code made from text. zod would try it, with a report of a violation on every start, in
      // whichever chunk builds a schema first: each says that it must not.
      output: {
        banner: "(globalThis.__zod_globalConfig ??= {}).jitless = true;",
        // A service worker is asked for under a name that stays.
        entryFileNames: ({ name }) => (name === "sw" ? "tablet/sw.js" : "assets/[name]-[hash].js"),
      },
    },
  },
});
