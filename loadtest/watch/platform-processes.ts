/** The processes of a platform on this machine, as its launcher has written them down. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface PlatformProcess {
  readonly name: string;
  readonly pid: number;
}

/** `data`: the launcher's data folder. Empty while the launcher writes the file, or when it runs none. */
export function platformProcesses(data: string): readonly PlatformProcess[] {
  try {
    const records = JSON.parse(readFileSync(join(data, "run/children.json"), "utf8")) as PlatformProcess[];
    return records.map(({ name, pid }) => ({ name, pid }));
  } catch {
    return [];
  }
}

/** What the launcher keeps for the command line: addresses and secrets of the installation. */
export const platformEnvironment = (data: string): Readonly<Record<string, string>> =>
  JSON.parse(readFileSync(join(data, "run/environment.json"), "utf8")) as Record<string, string>;
