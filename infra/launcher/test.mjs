// @ts-check
/** `npm test`. */
import { demandNode } from "./node-version.mjs";

demandNode();
const { runCommand } = await import("./refusal.mjs");
const { testEverything } = await import("./test-command.mjs");
await runCommand(testEverything);
