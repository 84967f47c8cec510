// @ts-check
/** `npm run faults`. */
import { demandNode } from "./node-version.mjs";

demandNode();
const { runCommand } = await import("./refusal.mjs");
const { runSource } = await import("./run-source.mjs");
await runCommand(() => runSource("infra/faults/main.ts", process.argv.slice(2)));
