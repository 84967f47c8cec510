import { expect, test } from "vitest";
import { nodeProblem } from "./node-version.mjs";

test.each(["20.19.0", "20.20.2", "22.1.0", "24.0.0"])("Node %s will do", (version) => {
  expect(nodeProblem(version)).toBeNull();
});

test.each(["20.18.3", "18.20.4", "16.0.0"])("Node %s is too old", (version) => {
  expect(nodeProblem(version)).toBe(`Node ${version} is too old: 20.19 or newer is needed`);
});
