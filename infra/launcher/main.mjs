// @ts-check
/** `npm start`. */
import { demandNode } from "./node-version.mjs";

demandNode();
const { runCommand } = await import("./refusal.mjs");
const { start } = await import("./start.mjs");
await runCommand(() => start(process.argv.slice(2)));
