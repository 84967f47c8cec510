import { expect, test } from "vitest";
import { temporaryFolder } from "#infra/testing/temporary-folder.ts";
import type { ChildEnd, RunningChild } from "./server-process.mjs";
import { ChildRegister } from "./stale-children.mjs";
import { type Program, Supervisor } from "./supervisor.mjs";

/** A child that ends when told, or when a signal reaches it. */
function fakeChild(name: string, signals: string[]) {
  let finish: (end: ChildEnd) => void = () => undefined;
  let end: ChildEnd | null = null;
  const ended = new Promise<ChildEnd>((resolve) => {
    finish = (how) => {
      end = how;
      resolve(how);
    };
  });
  const signal = (sent: NodeJS.Signals) => {
    signals.push(`${sent} ${name}`);
    finish({ code: 0, signal: null });
  };
  const child: RunningChild = { name, pid: process.pid, ended, end: () => end, signal };
  return { child, crash: () => finish({ code: 70, signal: null }), leave: () => finish({ code: 0, signal: null }) };
}

function world() {
  const said: string[] = [];
  const signals: string[] = [];
  const listeners = new Set<() => void>();
  const supervisor = new Supervisor({
    say: (line) => (said.push(line), listeners.forEach((look) => look())),
    register: new ChildRegister(temporaryFolder()),
    backoff: { firstMs: 1, mostMs: 4, calmMs: 60_000 },
  });
  const says = (text: string) =>
    new Promise<void>((resolve) => {
      const look = () => said.some((line) => line.includes(text)) && resolve();
      listeners.add(look);
      look();
    });
  return { said, signals, supervisor, says };
}

const program = (name: string, stage: number, start: Program["start"]): Program => ({
  name,
  stage,
  stopSignal: "SIGTERM",
  stopDeadlineMs: 5000,
  start,
});

test("a crash is said and mended, also when the next starts fail, with growing pauses", async () => {
  const { said, signals, supervisor, says } = world();
  const [first, last] = [fakeChild("drain-1", signals), fakeChild("drain-1", signals)];
  const outcomes = [first.child, new Error("port gone"), new Error("port gone"), last.child];
  await supervisor.run(
    program("drain-1", 1, async () => {
      const next = outcomes.shift();
      if (next instanceof Error || next === undefined) throw next ?? new Error("started too often");
      return next;
    }),
  );
  first.crash();
  await says("drain-1 runs again");
  expect(said).toEqual([
    "drain-1 ended (exit code 70): started again in 0.001 s",
    "drain-1 does not start, tried again in 0.002 s: port gone",
    "drain-1 does not start, tried again in 0.004 s: port gone",
    `drain-1 runs again (pid ${process.pid})`,
  ]);
  await supervisor.stop();
});

test("a part that stops in order without being asked by the launcher is started again", async () => {
  const { said, signals, supervisor, says } = world();
  const [first, next] = [fakeChild("drain-1", signals), fakeChild("drain-1", signals)];
  const children = [first.child, next.child];
  await supervisor.run(program("drain-1", 1, async () => children.shift() ?? Promise.reject(new Error("too often"))));
  first.leave();
  await says("drain-1 runs again");
  expect(said[0]).toBe("drain-1 ended (exit code 0): started again in 0.001 s");
  await supervisor.stop();
  expect(said.length).toBe(2);
});

test("stops stage by stage, the lowest first, and starts nothing again", async () => {
  const { said, signals, supervisor } = world();
  for (const [name, stage] of [
    ["postgres", 5],
    ["drain-1", 3],
    ["ingest-1", 1],
    ["control-1", 2],
  ] as const) {
    await supervisor.run(program(name, stage, async () => fakeChild(name, signals).child));
  }
  await supervisor.stop();
  expect(signals).toEqual(["SIGTERM ingest-1", "SIGTERM control-1", "SIGTERM drain-1", "SIGTERM postgres"]);
  expect(said).toEqual([]);
});

test("a first start that fails is the caller's", async () => {
  const { supervisor } = world();
  const failing = program("control-1", 2, () => Promise.reject(new Error("unsafe settings")));
  await expect(supervisor.run(failing)).rejects.toThrow("unsafe settings");
  await supervisor.stop();
});
