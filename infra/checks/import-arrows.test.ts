import { expect, test } from "vitest";
import { temporaryFolder } from "#infra/testing/temporary-folder.ts";
import { checkArrows } from "./import-arrows.ts";

const check = (files: Record<string, string>) =>
  checkArrows(temporaryFolder(files)).map((p) => `${p.place}: ${p.text}`);

test.each([
  [
    "a process importing a process",
    "services/drain/app.ts",
    `import { x } from "#ingest/app";`,
    "drain may not import ingest (#ingest/app)",
  ],
  [
    "ingest importing PostgreSQL",
    "services/ingest/app.ts",
    `import type { R } from "#postgres/roles";`,
    "ingest may not import postgres (#postgres/roles)",
  ],
  [
    "domain importing contracts",
    "services/domain/rule.ts",
    `export * from "#contracts/limits";`,
    "domain may not import contracts (#contracts/limits)",
  ],
  [
    "domain importing a package",
    "services/domain/rule.ts",
    `import { z } from "zod";`,
    "domain may not import the package zod",
  ],
  [
    "a web app reaching a server part",
    "web/tablet/main.ts",
    `const m = await import("#redis/rule");`,
    "tablet may not import redis (#redis/rule)",
  ],
  [
    "a relative way round",
    "web/tablet/main.ts",
    `import "../../services/redis/script";`,
    "tablet may not import redis (../../services/redis/script)",
  ],
  [
    "a component",
    "web/tablet/App.svelte",
    `<script lang="ts">import { x } from "#redis/script";</script>`,
    "tablet may not import redis (#redis/script)",
  ],
  [
    "product code using a test's server",
    "services/redis/x.ts",
    `import { s } from "#infra/testing/private-redis.ts";`,
    "redis may not import testing (#infra/testing/private-redis.ts)",
  ],
])("refuses %s", (_name, path, code, expected) => {
  expect(check({ [path]: code })).toEqual([`${path}:1: ${expected}`]);
});

test("refuses a file that belongs to no part, and names the line", () => {
  expect(check({ "services/stray.ts": "export const a = 1;" })).toEqual([
    "services/stray.ts: belongs to no part of the project",
  ]);
  expect(check({ "services/drain/app.ts": `import "node:fs";\n\nimport "#jobs/app";` })).toEqual([
    "services/drain/app.ts:3: drain may not import jobs (#jobs/app)",
  ]);
});

test("allows the arrows, a part's own files, and the test servers in tests", () => {
  const files = {
    "services/drain/app.ts": `import "#redis/a"; import "#postgres/a"; import "./other"; import "pg";`,
    "services/redis/a.redis.test.ts": `import "#infra/testing/private-redis.ts"; import "#domain/testing/suite"; import "prettier";`,
    "services/domain/testing/suite.ts": `import { test } from "vitest";`,
    "loadtest/verify/main.ts": `import "#postgres/a"; import "#loadtest/ledger";`,
    "services/simulator/world.ts": `import "#ingest/app"; import "#client-core/outbox";`,
  };
  expect(check(files)).toEqual([]);
});
