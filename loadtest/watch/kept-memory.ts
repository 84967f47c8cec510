/**
 * What a Node process keeps once its garbage is collected. Between two collections of a whole heap a quiet process grows for
 * an hour: only what is left behind one tells a leak from laziness.
 */
import { readlinkSync } from "node:fs";
import { basename } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { WebSocket } from "ws";

/** Where Node's inspector listens when a process is sent SIGUSR1. */
const INSPECTOR = "http://127.0.0.1:9229/json/list";
const TRIES = 40;
const TRY_EVERY_MS = 50;

/** Bytes in and beside the heap; null: it is no Node process, or cannot be asked. */
export async function keptBytes(pid: number): Promise<number | null> {
  if (!isNode(pid)) return null;
  try {
    process.kill(pid, "SIGUSR1");
    return await askInspector(await inspectorUrl(), pid);
  } catch {
    return null; // it ended meanwhile, or somebody else's inspector is there
  }
}

function isNode(pid: number): boolean {
  try {
    return basename(readlinkSync(`/proc/${pid}/exe`)).startsWith("node");
  } catch {
    return false; // it ended
  }
}

async function inspectorUrl(): Promise<string> {
  for (let n = 0; n < TRIES; n++) {
    await delay(TRY_EVERY_MS);
    const response = await fetch(INSPECTOR).catch(() => null);
    const [target] = response === null ? [] : ((await response.json()) as { webSocketDebuggerUrl: string }[]);
    if (target) return target.webSocketDebuggerUrl;
  }
  throw new Error("no inspector");
}

interface HeapUsage {
  readonly usedSize: number;
  readonly backingStorageSize?: number;
}

async function askInspector(url: string, pid: number): Promise<number | null> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  const waiting = new Map<number, (result: unknown) => void>();
  socket.on("message", (data: Buffer) => {
    const { id, result } = JSON.parse(data.toString()) as { id?: number; result?: unknown };
    if (id !== undefined) waiting.get(id)?.(result);
  });
  const ended = new Promise<never>((_, reject) => {
    socket.on("error", reject);
    socket.on("close", () => reject(new Error("the inspector is gone")));
  });
  let asked = 0;
  const call = (method: string, params = {}) => {
    const answer = new Promise<unknown>((resolve) => waiting.set(++asked, resolve));
    socket.send(JSON.stringify({ id: asked, method, params }));
    return Promise.race([answer, ended]);
  };
  await Promise.race([new Promise((resolve) => socket.once("open", resolve)), ended]);
  const who = (await call("Runtime.evaluate", { expression: "process.pid" })) as { result: { value: number } };
  const isAsked = who.result.value === pid;
  if (isAsked) await call("HeapProfiler.collectGarbage");
  const usage = (await call("Runtime.getHeapUsage")) as HeapUsage;
  // Its port is free for the next process.
  await call("Runtime.evaluate", { expression: "process.getBuiltinModule('inspector').close()" }).catch(() => null);
  return isAsked ? usage.usedSize + (usage.backingStorageSize ?? 0) : null;
}
