import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

/** Folders with code; dist/ and var/ are never searched. */
const everywhere = (suffix: string) => [`{services,web,loadtest,infra}/**/*${suffix}`];

/** One project per kind of test: the suffix of a file says what it needs. */
export default defineConfig({
  test: {
    projects: [
      {
        plugins: [svelte({ configFile: false })],
        resolve: { conditions: ["browser"] },
        test: {
          name: "unit",
          // Modules do nothing when they are loaded, so all files may share them: loading costs more than testing.
          isolate: false,
          // Far beyond what any of them takes: lint and types run beside them on two cores.
          testTimeout: 30_000,
          include: everywhere(".{test,prop.test}.ts"),
          exclude: everywhere(".{redis,pg,sim,e2e}.test.ts"),
        },
      },
      { test: { name: "sim", include: everywhere(".sim.test.ts"), testTimeout: 300_000 } },
      {
        test: {
          name: "servers",
          include: everywhere(".{redis,pg}.test.ts"),
          globalSetup: ["infra/testing/servers.ts"],
          // One file after another: they share two Redis, and servers on two cores must not starve.
          fileParallelism: false,
          isolate: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "browser",
          include: everywhere(".e2e.test.ts"),
          globalSetup: ["infra/testing/pages.ts"],
          isolate: false,
          // Three files at a time: the longest ones mostly wait, for the hours of an exam day or for a robot that thinks.
          maxWorkers: 3,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
