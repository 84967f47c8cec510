/**
 * Process: the tablets of k6's scenario, played by Node. The journeys are the same files: what they import from k6 is in
 * k6/ here (tsconfig.json says so to tsx), and what k6 has as globals is made below.
 */
import { readFileSync } from "node:fs";
import { ledgerFile } from "#loadtest/light/ledger-file";
import { LEDGER_VARIABLE } from "#loadtest/light/share";
import { SETTINGS_VARIABLE, type Settings } from "#loadtest/scenarios/settings";

const GRACE_MS = 60_000;

const { [LEDGER_VARIABLE]: ledger, [SETTINGS_VARIABLE]: text } = process.env;
if (!ledger || !text) throw new Error("the rehearsal command starts this");
const { profile, timetable } = JSON.parse(text) as Settings;
console.log = ledgerFile(ledger);
Object.assign(globalThis, { __ENV: process.env, open: (file: string) => readFileSync(file, "utf8") });
process.on("SIGINT", () => process.exit(0)); // asked to end early: tablets leave as they are
process.on("disconnect", () => process.exit(0)); // the rehearsal is gone
process.channel?.unref(); // whoever has nothing left to play ends by itself
// Beyond the time at which the last tablet gives up by itself.
setTimeout(() => process.exit(0), timetable.settleUntilMs + GRACE_MS - Date.now()).unref();

const { playTablets, stageTablets } = await import("#loadtest/scenarios/play");
playTablets();
if (profile.stage) await stageTablets();
