// @ts-check
/** `npm run -s amphi -- …`: the command line, with the environment that the launcher keeps for it. */
import { demandNode } from "./node-version.mjs";

demandNode();
const { runCommand } = await import("./refusal.mjs");
const { amphi } = await import("./amphi-command.mjs");
await runCommand(() => amphi(process.argv.slice(2)));
