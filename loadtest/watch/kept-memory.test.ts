import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, expect, test } from "vitest";
import { keptBytes } from "#loadtest/watch/kept-memory";

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});
async function started(command: string, ...args: string[]): Promise<number> {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "ignore"] });
  children.push(child);
  await once(child, "spawn");
  if (command === process.execPath) await once(child.stdout, "data");
  return child.pid ?? 0;
}
const KEEPS =
  "const kept = []; for (let n = 0; n < 2e6; n++) kept.push(n + 0.5); kept.map(String); console.log(kept.length);";

test("what a process keeps is told without its garbage, twice, and it goes on", async () => {
  const plain = await started(process.execPath, "-e", "console.log(1); setInterval(() => 0, 1e3)");
  const full = await started(process.execPath, "-e", `${KEEPS} setInterval(() => kept, 1e3)`);
  const [none, some] = [await keptBytes(plain), await keptBytes(full)];
  expect((some ?? 0) - (none ?? 0)).toBeGreaterThan(12e6);
  expect((some ?? 0) - (none ?? 0), "a number takes eight bytes; two million texts would take more").toBeLessThan(40e6);
  expect(Math.abs(((await keptBytes(full)) ?? 0) - (some ?? 0))).toBeLessThan(1e6);
  expect(children.every(({ exitCode }) => exitCode === null)).toBe(true);
});

test("what is no process of Node is not asked", async () => {
  expect(await keptBytes(await started("sleep", "20"))).toBeNull();
  expect(children[0]?.exitCode).toBeNull();
});
