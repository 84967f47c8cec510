import { svelte } from "@sveltejs/vite-plugin-svelte";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { precache } from "./tablet/precache.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Pages that control serves: / the landing page, /tablet/ the tablet, /console/ the consoles, /receipt/ receipts. */
const EXAM = {
  start: here("index.html"),
  tablet: here("tablet/index.html"),
  console: here("console/index.html"),
  receipt: here("receipt/index.html"),
  sw: here("tablet/sw.ts"),
};
const PORTAL = { portal: here("portal/index.html") };

/**
 * The web apps, one page each, into dist/web. The portal (mode `portal`) is a build of its own: a chunk that it shared with
 * the tablet would bring to every tablet what only the portal needs of a library.
 */
export default defineConfig(({ mode }) => ({
  root: here("."),
  base: "/",
  publicDir: false,
  plugins: [svelte({ configFile: false }), mode === "portal" ? [] : precache()],
  build: {
    outDir: here("../dist/web"),
    emptyOutDir: mode !== "portal",
    target: ["chrome109", "safari16.4"],
    // The content security policy allows no data: fonts or scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: mode === "portal" ? PORTAL : EXAM,
      // The security policy forbids code made from text. zod would try it, with a report of a violation on every start, in
      // whichever chunk builds a schema first: each says that it must not.
      output: {
        banner: "(globalThis.__zod_globalConfig ??= {}).jitless = true;",
        // A service worker is asked for under a name that stays.
        entryFileNames: ({ name }) => (name === "sw" ? "tablet/sw.js" : "assets/[name]-[hash].js"),
      },
    },
  },
}));
