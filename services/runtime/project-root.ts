import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The folder of the project's package.json. Lua scripts and migrations are read from there at run time, whether a
 * process runs from source or from its bundle.
 */
export function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const manifest = join(folder, "package.json");
    if (existsSync(manifest) && (JSON.parse(readFileSync(manifest, "utf8")) as { name?: string }).name === "amphi")
      return folder;
    const parent = dirname(folder);
    if (parent === folder) throw new Error("the project's package.json was not found above " + import.meta.url);
    folder = parent;
  }
}
