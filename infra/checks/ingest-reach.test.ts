import { expect, test } from "vitest";
import { temporaryFolder } from "#infra/testing/temporary-folder.ts";
import { checkIngestReach } from "./ingest-reach.ts";

test("refuses PostgreSQL behind another module, and shows the way", () => {
  const root = temporaryFolder({
    "services/ingest/app.ts": `import "#redis/intake";`,
    "services/redis/intake.ts": `import "./deep";`,
    "services/redis/deep.ts": `import "#redis/intake"; import "pg";`,
  });
  expect(checkIngestReach(root)).toEqual([
    { place: "services/ingest/app.ts", text: "ingest reaches services/redis/intake.ts → services/redis/deep.ts → pg" },
  ]);
});

test("refuses marking, also as a type", () => {
  const root = temporaryFolder({
    "services/ingest/main.ts": `import { a } from "#domain/answer/rule";`,
    "services/domain/answer/rule.ts": `import type { Mark } from "#domain/marking/mark";`,
  });
  expect(checkIngestReach(root).map((p) => p.text)).toEqual([
    "ingest reaches services/domain/answer/rule.ts → services/domain/marking/mark.ts",
  ]);
});
