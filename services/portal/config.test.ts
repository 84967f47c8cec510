import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PortalConfig } from "#portal/config";
import { projectRoot } from "#runtime/project-root";

const NEEDED = {
  ...{ NODE_ID: "portal-1", PORTAL_PORT: "8443", PORTAL_URL: "https://portail.example/", WEB_ROOT: "dist" },
  ...{ DATABASE_URL: "postgres://a@b/c", REDIS_CONTROL_URL: "redis://b", STAFF_SECRET: "ab".repeat(32) },
};

test("R43: a portal is installed by a few variables, each of which the manual names; what is wrong is said all at once", () => {
  expect(PortalConfig.parse(NEEDED)).toMatchObject({ PORTAL_URL: "https://portail.example", CAS_SERVERS: [] });
  const wrong = PortalConfig.safeParse({ CAS_SERVERS: "x" });
  const named = new Set(wrong.error?.issues.map(({ path }) => path[0]));
  expect([...named].sort()).toEqual(["CAS_SERVERS", ...Object.keys(NEEDED)].sort());
  const manual = readFileSync(join(projectRoot(), "docs/operations.md"), "utf8");
  expect(Object.keys(PortalConfig.shape).filter((name) => !manual.includes(`\`${name}\``))).toEqual([]);
});
