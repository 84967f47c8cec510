import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { identityOf, isAlive } from "./process-identity.mjs";

test("a process is alive until it ends, and is not its pid's next owner", async () => {
  // A name with spaces and parentheses must not shift the fields of /proc.
  const child = spawn("bash", ["-c", 'exec -a "a ) b (c" sleep 60']);
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child, "spawn");
  const identity = identityOf(child.pid ?? 0);
  if (identity === null) throw new Error("the child has no identity");
  expect(isAlive(identity)).toBe(true);
  expect(isAlive({ ...identity, startTicks: "1" })).toBe(false);
  expect(isAlive({ ...identity, bootId: "another boot" })).toBe(false);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(isAlive(identity)).toBe(false);
});
