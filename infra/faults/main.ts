/**
 * `npm run faults [-- --rounds N --tablets N --only NAME]`: a private platform, tablets at work, kill -9 of every
 * process; exit 1 when an answer is missing, unexpected, stale or quarantined.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { FAULTS, runFaults } from "#infra/faults/run-faults.ts";
import { demoCards } from "#loadtest/demo-cards";
import { startPlatform } from "#loadtest/platform";
import { projectRoot } from "#runtime/project-root";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    tablets: { type: "string", default: "60" },
    only: { type: "string", multiple: true },
  },
});
const unknown = (values.only ?? []).filter((name) => !(FAULTS as readonly string[]).includes(name));
if (unknown.length > 0) {
  process.stderr.write(`unknown fault ${unknown.join(", ")}; known: ${FAULTS.join(", ")}\n`);
  process.exit(2);
}

const data = mkdtempSync(join(tmpdir(), "amphi-faults-"));
const interrupted = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => interrupted.abort());
const platform = await startPlatform(projectRoot(), data, join(data, "launcher.log"), interrupted.signal);
try {
  const result = await runFaults({
    page: platform.target,
    data,
    cardCodes: demoCards(Number(values.tablets)),
    faults: FAULTS.filter((fault) => !values.only || values.only.includes(fault)),
    rounds: Number(values.rounds),
    paceMs: 100,
    say: (line) => void process.stdout.write(`${line}\n`),
  });
  process.stdout.write(`${JSON.stringify(result)}\n`);
  const lost = result.missing + result.unexpected + result.stale + result.quarantined;
  process.exitCode = lost === 0 && result.made > 0 ? 0 : 1;
} finally {
  await platform.stop();
  rmSync(data, { recursive: true, force: true });
}
