import { DrizzleQueryError } from "drizzle-orm";
import { expect, test } from "vitest";
import { withoutValues } from "#runtime/log";
import { stdSerializers } from "pino";

test("a failed query is told without the values it was asked with", () => {
  const refused = Object.assign(new Error("duplicate key value"), { code: "23505", detail: "Key (name)=(Durand)" });
  const failed = new DrizzleQueryError("insert into candidate values ($1)", ["Durand"], refused);
  const line = JSON.stringify(stdSerializers.err(withoutValues(failed)));
  expect(line).toContain("insert into candidate values");
  expect(line).toContain("duplicate key value");
  expect(line).not.toContain("Durand");
});
