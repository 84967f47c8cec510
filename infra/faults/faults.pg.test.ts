import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FAULTS, runFaults } from "#infra/faults/run-faults.ts";
import { demoCards } from "#loadtest/demo-cards";
import { startPlatform } from "#loadtest/platform";
import { projectRoot } from "#runtime/project-root";

test("kill -9 of every process under load, and an emptied store, lose nothing", { timeout: 300_000 }, async (t) => {
  const data = mkdtempSync(join(tmpdir(), "amphi-faults-"));
  const platform = await startPlatform(projectRoot(), data, join(data, "launcher.log"), t.signal);
  try {
    const result = await runFaults({
      page: platform.target,
      data,
      cardCodes: demoCards(12),
      faults: FAULTS,
      rounds: 1,
      paceMs: 100,
      say: () => undefined,
    });
    expect(result.made).toBeGreaterThan(100);
    expect(result).toEqual({ made: result.made, missing: 0, unexpected: 0, stale: 0, quarantined: 0 });
  } finally {
    await platform.stop();
    rmSync(data, { recursive: true, force: true });
  }
});
