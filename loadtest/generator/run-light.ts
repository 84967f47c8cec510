/** The processes of the light generator, which plays k6's scenario in Node (light/): for what k6 itself would be the limit of. */
import { spawn } from "node:child_process";
import { openSync } from "node:fs";
import { join } from "node:path";
import { type Generator, generatorOf } from "#loadtest/generator/generator";
import { LEDGER_VARIABLE, SHARE_VARIABLE } from "#loadtest/light/share";
import { SETTINGS_VARIABLE, type Settings } from "#loadtest/scenarios/settings";

/**
 * Collecting the whole heap stops everybody for a tenth of a second, so it waits until there are gigabytes of it; young
 * garbage is collected often enough anyway. Megabytes.
 */
const NODE_OPTIONS = ["--max-semi-space-size=64", "--initial-old-space-size=5000", "--max-old-space-size=6144"];

/** `processes`: how many share the tablets. `out`: where logs go; `ledgerFolder`: where ledgers go. */
export function runLight(
  root: string,
  settings: Settings,
  processes: number,
  out: string,
  ledgerFolder: string,
): Generator {
  const { profile } = settings;
  const tablets = Math.max(profile.candidates, profile.stage?.tablets ?? 0);
  const shared = { ...settings, profile: { ...profile, tabletsPerVu: Math.ceil(tablets / processes) } };
  const started = Array.from({ length: processes }, (_, n) => {
    const name = `light-${n + 1}`;
    const [ledger, log] = [join(ledgerFolder, `${name}.ledger`), join(out, `${name}.log`)];
    const told = openSync(log, "a", 0o600);
    const main = join(root, "loadtest/light/main.ts");
    const environment = [
      `TSX_TSCONFIG_PATH=${join(root, "loadtest/light/tsconfig.json")}`,
      `${SETTINGS_VARIABLE}=${JSON.stringify(shared)}`,
      `${SHARE_VARIABLE}=${n}`,
      `${LEDGER_VARIABLE}=${ledger}`,
    ];
    const child = spawn("env", [...environment, process.execPath, ...NODE_OPTIONS, "--import", "tsx", main], {
      cwd: root,
      stdio: ["ignore", told, told, "ipc"],
      // A group of its own: Ctrl-C reaches the rehearsal, which then ends it in order.
      detached: true,
    });
    return { name, child, ledger, log };
  });
  return generatorOf(started, async () => undefined);
}
