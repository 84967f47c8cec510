import { expect, test } from "vitest";
import { temporaryFolder } from "#infra/testing/temporary-folder.ts";
import { checkEnvironmentAccess } from "./environment-access.ts";

test("refuses process.env elsewhere, in any spelling, and names the line", () => {
  const root = temporaryFolder({
    "services/drain/app.ts": `// process.env in a comment is nothing\nexport const url = process.env.URL;`,
    "services/redis/a.ts": `const s = "process.env"; export const e = process["env"];`,
  });
  expect(checkEnvironmentAccess(root).map((p) => p.place)).toEqual([
    "services/drain/app.ts:2",
    "services/redis/a.ts:1",
  ]);
});

test("allows it in main.ts and config.ts", () => {
  const root = temporaryFolder({
    "services/drain/main.ts": `console.log(process.env["A"]);`,
    "services/drain/config.ts": `export const read = () => process.env;`,
  });
  expect(checkEnvironmentAccess(root)).toEqual([]);
});
