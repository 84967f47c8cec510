/** The rehearsal's end of its holder: the processes that keep the sockets of tablets that do nothing. */
import { type ChildProcess, fork } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { HolderPlan, HolderTold, ToHolder } from "#loadtest/holder/protocol";
import { holderShares, openingMs } from "#loadtest/holder/shares";

export interface RunningHolder {
  readonly processes: readonly { readonly name: string; readonly pid: number }[];
  /** Every word of every process, as it came. */
  readonly told: readonly HolderTold[];
  /** Sockets that are welcomed now. */
  open(): number;
  /** Why sockets ended and what became of processes: sentences, the most frequent first. */
  troubles(): readonly string[];
  /** Resolves when all are open, when it has taken three times as long as it should, or when `interruption` comes. */
  untilOpen(interruption: AbortSignal): Promise<void>;
  stop(): void;
}
export interface HolderSetting {
  readonly root: string;
  /** The data folder of the rehearsal's own platform: its keys sign the tickets. */
  readonly data: string;
  readonly target: string;
  readonly ingestUrls: readonly string[];
  readonly sittingId: number;
  readonly ticketsUntilMs: number;
}

const PATIENCE = 3;
const PATIENCE_LEAST_MS = 20_000;
const LOOK_EVERY_MS = 200;

/** `held`: at least 1; `descriptorsMax`: what one process may have open. */
export function startHolder(held: number, descriptorsMax: number, setting: HolderSetting): RunningHolder {
  const { root, data, target, ingestUrls, sittingId, ticketsUntilMs } = setting;
  const { ticketKeys } = JSON.parse(readFileSync(join(data, "secrets.json"), "utf8")) as { ticketKeys: string };
  const openWithinMs = openingMs(held);
  const told: HolderTold[] = [];
  const last = new Map<ChildProcess, HolderTold>();
  const ended: string[] = [];
  let stopped = false;
  const children = holderShares(held, descriptorsMax).map((share, n) => {
    const name = `holder-${n + 1}`;
    const child = fork(join(import.meta.dirname, "holder-main.ts"), {
      execArgv: ["--import", "tsx"],
      cwd: root,
      detached: true,
    });
    const hear = (word: HolderTold) => {
      told.push(word);
      last.set(child, word);
    };
    child.on("message", hear);
    child.on("exit", (status, signal) => {
      if (stopped) return;
      ended.push(`${name} ended (${signal ?? status}), and with it its tablets`);
      const before = last.get(child);
      if (before) hear({ ...before, atMs: Date.now(), open: 0, opened: 0, lost: before.open });
    });
    const common = { urls: ingestUrls, origin: target, sittingId, ticketKeys, ticketsUntilMs, openWithinMs };
    const plan: HolderPlan = { ...share, ...common };
    child.send({ say: "hold", plan } satisfies ToHolder);
    return { child, name };
  });
  const open = () => [...last.values()].reduce((sum, word) => sum + word.open, 0);
  const whys = () => {
    const counts = new Map<string, number>();
    for (const word of last.values())
      for (const [why, times] of Object.entries(word.whys)) counts.set(why, (counts.get(why) ?? 0) + times);
    return [...counts].sort(([, a], [, b]) => b - a).map(([why, times]) => `${times} × ${why}`);
  };
  return {
    processes: children.map(({ child, name }) => ({ name, pid: child.pid ?? 0 })),
    told,
    open,
    troubles: () => [...ended, ...whys()],
    untilOpen: async (interruption) => {
      const untilMs = performance.now() + Math.max(PATIENCE_LEAST_MS, PATIENCE * openWithinMs);
      while (open() < held && performance.now() < untilMs && !interruption.aborted) await delay(LOOK_EVERY_MS);
    },
    stop: () => {
      stopped = true;
      for (const { child } of children) child.kill("SIGKILL");
    },
  };
}
