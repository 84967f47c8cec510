// @ts-check
/** `npm run mutants`. */
import { demandNode } from "./node-version.mjs";

demandNode();
const { runCommand } = await import("./refusal.mjs");
const { runSource } = await import("./run-source.mjs");
await runCommand(() => runSource("loadtest/mutants/main.ts", process.argv.slice(2)));
