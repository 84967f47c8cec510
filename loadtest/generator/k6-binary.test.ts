import { expect, test } from "vitest";
import { parseVersion } from "#loadtest/generator/k6-binary";

test("reads the versions that k6 and go print", () => {
  expect(parseVersion("k6 v2.2.0 (go1.26.8, linux/amd64)")).toEqual([2, 2]);
  expect(parseVersion("k6-0123456789ab v2.2.0 (go1.26.8, linux/amd64)")).toEqual([2, 2]);
  expect(parseVersion("go version go1.25.1 linux/amd64")).toEqual([1, 25]);
  expect(parseVersion("k6 (devel)")).toBeNull();
});
