/** Memory of the process that a page lives in, as the browser's own task manager counts it. */
import { readFileSync } from "node:fs";
import type { Room } from "#infra/bench/tablet/room.ts";

const MB = 1_000_000;

/** Private memory of the largest renderer, MB. */
export async function rendererMB({ browser }: Room): Promise<number> {
  const devtools = await browser.newBrowserCDPSession();
  const { processInfo } = await devtools.send("SystemInfo.getProcessInfo");
  await devtools.detach();
  const renderers = processInfo.filter(({ type }) => type === "renderer");
  return Math.max(...renderers.map(({ id }) => privateMB(id)));
}

/** What is of this process alone: anonymous pages in memory and in swap. */
function privateMB(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const kB = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1] ?? 0);
  return ((kB("RssAnon") + kB("VmSwap")) * 1_024) / MB;
}
