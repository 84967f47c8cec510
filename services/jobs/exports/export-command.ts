/** The export by the command line, in a process of its own: a large one never holds up the watch. */
import { execFile } from "node:child_process";
import { access } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { ExportParts } from "#jobs/exports/exporter";

export interface ExportSettings {
  /** File of the `amphi` command, for node. */
  readonly cliFile: string;
  readonly folder: string;
  readonly databaseUrl: string;
  readonly receiptKeyFile: string;
}
const TAKES_AT_MOST_MS = 30 * 60_000;
const run = promisify(execFile);

export function exportByCommand(settings: ExportSettings): Pick<ExportParts, "exists" | "make"> {
  const folderOf = (sittingId: number) => join(settings.folder, `sitting-${sittingId}`);
  return {
    exists: (sittingId) =>
      access(folderOf(sittingId)).then(
        () => true,
        () => false,
      ),
    make: async (sittingId) => {
      const args = ["export", "answers", "--sitting", String(sittingId), "--out", folderOf(sittingId)];
      await run(process.execPath, [...process.execArgv, settings.cliFile, ...args], {
        timeout: TAKES_AT_MOST_MS,
        env: { DATABASE_URL: settings.databaseUrl, RECEIPT_PRIVATE_KEY_FILE: settings.receiptKeyFile },
      });
    },
  };
}
