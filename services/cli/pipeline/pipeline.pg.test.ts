import pg from "pg";
import { expect, test } from "vitest";
import { runAmphi, settingsWith } from "#cli/testing/run-amphi";
import { freshDatabase } from "#infra/testing/shared-servers.ts";

test("a day that nobody sat goes from its log to audited seats, stage by stage, and leaves nothing behind", async () => {
  const { ownerUrl } = await freshDatabase();
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  const scratch = () => owner.query("SELECT FROM pg_database WHERE datname LIKE 'amphi_scratch_%'");
  try {
    const ran = await runAmphi(
      settingsWith({ database: ownerUrl }),
      "pipeline",
      "--candidates",
      "300",
      "--items",
      "24",
    );
    expect(ran.status).toBe(0);
    const stages = ran.out.split("\n").map((line) => /^(\D+?)\s+[\d.]+ s {2}(.+)$/.exec(line)?.slice(1) ?? [line]);
    expect(stages.map(([name]) => name)).toEqual(["fill and close", "mark", "rank", "verify", "allocate", "audit"]);
    expect(stages[3]?.[1]).toBe("300 candidates computed again by the independent verifier");
    expect(stages[4]?.[1]).toMatch(/^1[12]\d admitted, /);
    expect((await scratch()).rowCount).toBe(0);
    expect(await runAmphi(settingsWith({ database: ownerUrl }), "pipeline", "--candidates", "7")).toMatchObject({
      status: 2,
    });
  } finally {
    await owner.end();
  }
});
