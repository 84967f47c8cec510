// @ts-check
/** `npm run check`. */
import { demandNode } from "./node-version.mjs";

demandNode();
const { runCommand } = await import("./refusal.mjs");
const { check } = await import("./test-command.mjs");
await runCommand(check);
