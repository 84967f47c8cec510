import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { bundleScenario } from "#loadtest/generator/bundle";
import { projectRoot } from "#runtime/project-root";

const folder = mkdtempSync(join(tmpdir(), "amphi-bundle-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("the scenario is one file that imports only k6, without the schema library", async () => {
  const text = readFileSync(await bundleScenario(join(projectRoot(), "loadtest"), folder), "utf8");
  const imported = [...text.matchAll(/from\s*"([^"]+)"/g)].map((match) => match[1]);
  expect(imported.length).toBeGreaterThan(2);
  expect(imported.filter((source) => !source?.startsWith("k6"))).toEqual([]);
  expect(text.length).toBeLessThan(90_000);
});
