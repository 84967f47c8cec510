/** Runs every check of the project's own rules on the whole tree; ends with 1 and all problems when one is broken. */
import { resolve } from "node:path";
import { checkArrows } from "./import-arrows.ts";
import { checkEnvironmentAccess } from "./environment-access.ts";
import { checkIngestReach } from "./ingest-reach.ts";
import { checkMachineTraces } from "./machine-traces.ts";
import { checkRequirements } from "./requirements.ts";

const root = resolve(import.meta.dirname, "..", "..");
const checks = [checkArrows, checkIngestReach, checkEnvironmentAccess, checkMachineTraces, checkRequirements];
const problems = checks.flatMap((check) => check(root));
for (const { place, text } of problems) process.stderr.write(`${place}: ${text}\n`);
process.stdout.write(`project rules: ${checks.length} checks, ${problems.length} problems\n`);
if (problems.length > 0) process.exitCode = 1;
