import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { projectRoot } from "#runtime/project-root";
import { temporaryFolder } from "#infra/testing/temporary-folder.ts";
import { buildStale, staleOutputs } from "./build.mjs";

/** A project with one process and the packages of this one. */
function smallProject(): { root: string; said: string[]; build: () => Promise<void> } {
  const root = temporaryFolder({
    "package.json": JSON.stringify({
      name: "amphi",
      type: "module",
      imports: { "#domain/*": "./services/domain/*.ts" },
    }),
    "package-lock.json": "{}",
    "services/domain/greeting.ts": `export const greeting: string = "good morning";`,
    "services/drain/main.ts": `import { greeting } from "#domain/greeting"; import pg from "pg"; console.log(greeting, pg);`,
    "services/drain/main.test.ts": "first",
  });
  symlinkSync(join(projectRoot(), "node_modules"), join(root, "node_modules"));
  const said: string[] = [];
  return { root, said, build: () => buildStale(root, { only: ["services"], say: (line) => said.push(line) }) };
}

test("builds once, again when a source changes, and not for a test", async () => {
  const { root, said, build } = smallProject();
  await build();
  await build();
  expect(said).toEqual(["building the processes"]);
  const bundle = join(root, "dist/services/drain.mjs");
  expect(readFileSync(bundle, "utf8")).toContain("good morning");
  expect(readFileSync(bundle, "utf8")).toMatch(/from "pg"/);
  expect(existsSync(`${bundle}.map`)).toBe(true);

  writeFileSync(join(root, "services/drain/main.test.ts"), "second");
  expect(staleOutputs(root)).toEqual([]);
  writeFileSync(join(root, "services/domain/greeting.ts"), `export const greeting = "good evening";`);
  expect(staleOutputs(root)).toEqual(["services"]);
  await build();
  expect(readFileSync(bundle, "utf8")).toContain("good evening");
});

test("a build that fails names its place and leaves the former one", async () => {
  const { root, build } = smallProject();
  await build();
  writeFileSync(join(root, "services/domain/greeting.ts"), `export const = ;`);
  await expect(build()).rejects.toThrow(/cannot build the processes:[\s\S]*greeting\.ts:1:13/);
  expect(readFileSync(join(root, "dist/services/drain.mjs"), "utf8")).toContain("good morning");
  expect(staleOutputs(root)).toEqual(["services"]);
});

test("a build that was interrupted is not taken for one", async () => {
  const { root, build } = smallProject();
  await build();
  rmSync(join(root, "dist/services/.built-from"));
  mkdirSync(join(root, "dist/services.99999"));
  expect(staleOutputs(root)).toEqual(["services"]);
  await build();
  expect(staleOutputs(root)).toEqual([]);
});
