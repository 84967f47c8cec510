/** k6 resolves only relative paths and k6/*: a scenario and all it imports become one file. */
import { join } from "node:path";
import { build } from "vite";

/** Bundles scenarios/<name>.ts into `outFolder` and returns the file. */
export async function bundleScenario(loadtestFolder: string, name: string, outFolder: string): Promise<string> {
  await build({
    configFile: false,
    root: loadtestFolder,
    logLevel: "warn",
    publicDir: false,
    build: {
      lib: { entry: join(loadtestFolder, "scenarios", `${name}.ts`), formats: ["es"], fileName: () => `${name}.js` },
      outDir: outFolder,
      emptyOutDir: false,
      minify: false,
      target: "es2022",
      rolldownOptions: { external: /^k6(\/|$)/ },
    },
  });
  return join(outFolder, `${name}.js`);
}
