/** How long a page takes from an input to the paint that shows its effect, by kind of interaction. */
import { setTimeout as delay } from "node:timers/promises";
import type { Page } from "playwright-core";

declare global {
  interface Window {
    amphiBench: { kind: string; latencies: { kind: string; ms: number }[] };
  }
}

/** To be run in the page before anything else. From the input's own time stamp to behind the frame that follows it. */
export const watchInputs = (): void => {
  const bench: Window["amphiBench"] = { kind: "", latencies: [] };
  window.amphiBench = bench;
  const painted = new MessageChannel();
  const waiting: (() => void)[] = [];
  painted.port1.onmessage = () => waiting.splice(0).forEach((run) => run());
  for (const type of ["click", "keydown"])
    addEventListener(
      type,
      (event) => {
        const { kind } = bench;
        if (kind === "" || !event.isTrusted) return;
        requestAnimationFrame(() => {
          waiting.push(() => bench.latencies.push({ kind, ms: performance.now() - event.timeStamp }));
          painted.port2.postMessage(0);
        });
      },
      { capture: true },
    );
};

/** One interaction under the name of its kind. */
export type Step = readonly [kind: string, run: () => Promise<void>];

/** Runs interactions one after the other, `times` over, each counted under its name. */
export async function interact(page: Page, times: number, steps: readonly Step[]): Promise<void> {
  for (let n = 0; n < times; n++)
    for (const [kind, run] of steps) {
      await page.evaluate((name) => void (window.amphiBench.kind = name), kind);
      await run();
      // The next input is a person's: never before this one is on the screen.
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
    }
  await page.evaluate(() => void (window.amphiBench.kind = ""));
}

const IDLE_MS = 5_000;

/** Share of a core that the page's main thread uses while nobody touches it and updates come in: its own time alone. */
export async function idleShareOf(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
  const spentS = async () => {
    const { metrics } = await devtools.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration")?.value ?? NaN;
  };
  const [before, startedAtMs] = [await spentS(), performance.now()];
  await delay(IDLE_MS);
  const share = ((await spentS()) - before) / ((performance.now() - startedAtMs) / 1_000);
  await devtools.detach();
  return share;
}

export interface KindLatency {
  readonly count: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}
export async function latenciesOf(page: Page): Promise<Record<string, KindLatency>> {
  const all = await page.evaluate(() => window.amphiBench.latencies);
  const kinds = [...new Set(all.map(({ kind }) => kind))];
  return Object.fromEntries(
    kinds.map((kind) => {
      const ms = all.filter((one) => one.kind === kind).map((one) => one.ms);
      return [kind, summary(ms)];
    }),
  );
}

function summary(values: readonly number[]): KindLatency {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? NaN);
  return { count: sorted.length, p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1) };
}
