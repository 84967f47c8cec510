import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "#infra/testing/temporary-folder.ts";
import { packagesAreStale } from "./packages.mjs";

const WANTED = {
  "": { name: "amphi" },
  "node_modules/zod": { version: "4.6.7", integrity: "sha512-a" },
  "node_modules/@x/other-machine": { version: "1.0.0", integrity: "sha512-b", optional: true },
};

function project(installed: object | null): string {
  const files: Record<string, string> = { "package-lock.json": JSON.stringify({ packages: WANTED }) };
  if (installed) files["node_modules/.package-lock.json"] = JSON.stringify({ packages: installed });
  return temporaryFolder(files);
}

test("packages as in the lockfile are left alone; those of another machine need not be there", () => {
  expect(packagesAreStale(project({ "node_modules/zod": WANTED["node_modules/zod"] }))).toBe(false);
});

test.each([
  ["nothing is installed", null],
  ["a package is absent", {}],
  ["a version is another one", { "node_modules/zod": { version: "4.6.6", integrity: "sha512-a" } }],
  ["the content is another one", { "node_modules/zod": { version: "4.6.7", integrity: "sha512-c" } }],
])("stale when %s", (_when, installed) => {
  expect(packagesAreStale(project(installed))).toBe(true);
});

test("stale when an installation was cut short", () => {
  const root = project({ "node_modules/zod": WANTED["node_modules/zod"] });
  const record = join(root, "node_modules/.package-lock.json");
  writeFileSync(record, '{"packages": {');
  expect(packagesAreStale(root)).toBe(true);
  rmSync(record);
  expect(packagesAreStale(root)).toBe(true);
});
