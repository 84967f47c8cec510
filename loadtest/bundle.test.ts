import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { bundleScenario } from "#loadtest/bundle";
import { PROFILES } from "#loadtest/profiles/by-name";
import { projectRoot } from "#runtime/project-root";

const folder = mkdtempSync(join(tmpdir(), "amphi-bundle-"));
afterAll(() => rmSync(folder, { recursive: true }));

test.each(Object.keys(PROFILES))(
  "scenario %s is one file that imports only k6, without the schema library",
  async (name) => {
    const text = readFileSync(await bundleScenario(join(projectRoot(), "loadtest"), name, folder), "utf8");
    const imported = [...text.matchAll(/from\s*"([^"]+)"/g)].map((match) => match[1]);
    expect(imported.length).toBeGreaterThan(2);
    expect(imported.filter((source) => !source?.startsWith("k6"))).toEqual([]);
    expect(text.length).toBeLessThan(60_000);
  },
);
