// @ts-check
/** `npm run doctor`. */
import { nodeProblem } from "./node-version.mjs";

if (nodeProblem(process.versions.node) !== null) {
  process.stdout.write(`missing  Node       ${nodeProblem(process.versions.node)}\n`);
  process.exit(1);
}
const { runCommand } = await import("./refusal.mjs");
const { doctor } = await import("./doctor-command.mjs");
await runCommand(() => doctor(process.argv.slice(2)));
