/** What a machine that loses its power does to a Redis that fsyncs once a second: used by the mutant that does so. */
import { readdirSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** Between two fsyncs, ms. */
const UNSYNCED_MS = 1_000;

/** Kills, and takes away what the append-only file grew by in the last second: nobody has fsynced it. */
export async function powerCut(dataFolder: string, kill: () => void): Promise<void> {
  const file = newestOf(join(dataFolder, "appendonlydir"));
  const synced = statSync(file).size;
  await delay(UNSYNCED_MS);
  kill();
  truncateSync(file, synced);
}

function newestOf(folder: string): string {
  const increments = readdirSync(folder).filter((name) => name.endsWith(".incr.aof"));
  const number = (name: string) => Number(/\.(\d+)\.incr\.aof$/.exec(name)?.[1] ?? 0);
  const [newest] = increments.sort((a, b) => number(b) - number(a));
  if (newest === undefined) throw new Error(`${folder}: no append-only file`);
  return join(folder, newest);
}
