// @ts-check
/** `npm run rehearsal`. */
import { demandNode } from "./node-version.mjs";

demandNode();
const { runCommand } = await import("./refusal.mjs");
const { runSource } = await import("./run-source.mjs");
await runCommand(() => runSource("loadtest/rehearsal.ts", process.argv.slice(2)));
