import { expect, test } from "vitest";
import { temporaryFolder } from "#infra/testing/temporary-folder.ts";
import { checkMachineTraces } from "./machine-traces.ts";

test.each([
  ["package-lock.json", `"resolved": "https://registry.example/zod-4.tgz",`, "holds the address of a registry"],
  [".npmrc", "registry=https://mirror.example/", "holds the address of a registry"],
  ["docs/setup.md", "GOPROXY=https://goproxy.example.org/all", "holds the address of a registry"],
  ["services/a.ts", `const data = "/home/ada/amphi";`, "holds a folder of one machine"],
])("refuses in %s: %s", (path, line, text) => {
  expect(checkMachineTraces(temporaryFolder({ [path]: `first\n${line}\n` }))).toEqual([{ place: `${path}:2`, text }]);
});

test("allows the addresses of documentation and relative folders", () => {
  const root = temporaryFolder({
    "README.md": "See https://www.npmjs.com/package/zod and ../shared, `web/work/x`.",
    "package-lock.json": `"integrity": "sha512-x", "url": "https://github.com/sponsors/a"`,
  });
  expect(checkMachineTraces(root)).toEqual([]);
});
