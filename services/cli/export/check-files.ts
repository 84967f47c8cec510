import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { ExportManifest } from "#contracts/evidence";

export const MANIFEST = "manifest.json";

/** Every difference between a folder and the manifest of its export: absent, altered and foreign files. */
export async function checkFiles(folder: string, manifest: ExportManifest): Promise<string[]> {
  const found = await readdir(folder);
  const named = new Set(manifest.files.map((file) => file.name));
  const problems = found.filter((name) => name !== MANIFEST && !named.has(name)).map((name) => `${name} is not of it`);
  for (const file of manifest.files) {
    if (!found.includes(file.name)) problems.push(`${file.name} is missing`);
    else if ((await sha256Of(join(folder, file.name))) !== file.sha256) problems.push(`${file.name} was altered`);
  }
  return problems;
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}
