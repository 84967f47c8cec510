/** k6 resolves only relative paths and k6/*: the scenario and all it imports become one file. */
import { join } from "node:path";
import { build } from "vite";

/** Bundles scenarios/play.ts into `outFolder` and returns the file. */
export async function bundleScenario(loadtestFolder: string, outFolder: string): Promise<string> {
  await build({
    configFile: false,
    root: loadtestFolder,
    logLevel: "warn",
    publicDir: false,
    build: {
      lib: { entry: join(loadtestFolder, "scenarios/play.ts"), formats: ["es"], fileName: () => "play.js" },
      outDir: outFolder,
      emptyOutDir: false,
      minify: false,
      target: "es2022",
      rolldownOptions: { external: /^k6(\/|$)/ },
    },
  });
  return join(outFolder, "play.js");
}
