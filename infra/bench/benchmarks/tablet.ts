/**
 * What a candidate feels: the real pages on the platform as `npm start` runs it, in Chromium braked to a quarter of this
 * machine's speed; the network is braked as well where a figure has one.
 */
import type { Benchmark, Figure } from "#infra/bench/benchmark.ts";
import { tabletSize } from "#infra/bench/benchmarks/tablet-size.ts";
import { machineNow } from "#infra/bench/measure/machine.ts";
import { rounded } from "#infra/bench/measure/median.ts";
import { answerFor } from "#infra/bench/tablet/answering.ts";
import { lockThrough } from "#infra/bench/tablet/locks.ts";
import { rendererMB } from "#infra/bench/tablet/memory.ts";
import { openOffline } from "#infra/bench/tablet/offline-open.ts";
import { quantile, spreadOf } from "#infra/bench/tablet/quantiles.ts";
import { replayOf } from "#infra/bench/tablet/replay.ts";
import { brakeOf, openRoom, type Room, type Seat } from "#infra/bench/tablet/room.ts";

/** How often each is measured. */
const OPENINGS = 20;
/** 8,300 candidates make up to 1,400 entries a second (docs/capacity.md): 1,800 each in three hours. */
const INTERACTIONS = 1_800;
const AT_A_PERSONS_PACE = 400;
/** Each has 13 locks that another step follows. */
const CANDIDATES_WHO_LOCK = 8;
const HELD_ENTRIES = 5_000;

export const tablet: Benchmark = {
  name: "tablet",
  run: async (context) => {
    const size = await tabletSize.run(context);
    const room = await openRoom(context);
    return [
      ...size.map((figure) => ({ ...figure, name: "tablet.firstScript" })),
      ...(await measured("offlineOpen", () => seated(room, openingFigure))),
      ...(await measured("lock", () => lockFigure(room))),
      ...(await measured("replay", () => seated(room, replayFigure))),
      ...(await measured("answering", () => seated(room, (seat) => answeringFigures(room, seat)))),
    ];
  },
};

async function openingFigure(seat: Seat): Promise<Figure[]> {
  const brake = await brakeOf(seat.tablet);
  const openings = await openOffline(seat, OPENINGS);
  const all = (what: keyof (typeof openings)[number]) => openings.map((one) => one[what]);
  return [
    atMost("offlineOpen", quantile(all("interactiveMs"), 0.95), 1_500, "ms from opening to a page at rest, p95", {
      readable: spreadOf(all("readableMs")),
      interactive: spreadOf(all("interactiveMs")),
      slowedBy: rounded(brake),
    }),
  ];
}

async function lockFigure(room: Room): Promise<Figure[]> {
  const locks: number[] = [];
  for (let n = 0; n < CANDIDATES_WHO_LOCK; n++) locks.push(...(await seated(room, lockThrough)));
  return [atMost("lock", quantile(locks, 0.99), 300, "ms from a lock to the next question, p99", spreadOf(locks))];
}

async function replayFigure(seat: Seat): Promise<Figure[]> {
  const replay = await replayOf(seat, HELD_ENTRIES);
  return [
    atMost("replay", replay.receivedMs, 5_000, `ms from opening until ${HELD_ENTRIES} entries are received`, {
      ...replay,
    }),
  ];
}

async function answeringFigures(room: Room, seat: Seat): Promise<Figure[]> {
  const { interactions, probe } = await answerFor(seat, INTERACTIONS, AT_A_PERSONS_PACE);
  const mB = await rendererMB(room);
  await seat.tablet.devtools.send("HeapProfiler.collectGarbage");
  const afterCollectionMB = await rendererMB(room);
  const worst = Math.max(0, ...probe.longTasks);
  const { drafts, entries, longTasks, taps, tapsByBrowser } = probe;
  return [
    atMost("tap", quantile(taps, 0.95), 50, "ms from a tap to the painted selection, p95", {
      ...spreadOf(taps),
      byBrowser: spreadOf(tapsByBrowser),
    }),
    atMost("durable", quantile(entries, 0.99), 600, "ms from the last keystroke of a text to its durable entry, p99", {
      ...spreadOf(entries),
      everyKeystrokeAsDraft: spreadOf(drafts),
    }),
    atMost("longTask", worst, 100, "ms, the longest task while answering", { ...spreadOf(longTasks), interactions }),
    atMost("memory", mB, 150, "MB of private memory of the page's process", { afterCollectionMB, interactions }),
  ];
}

async function seated<T>(room: Room, work: (seat: Seat) => Promise<T>): Promise<T> {
  const seat = await room.seat();
  try {
    return await work(seat);
  } finally {
    await seat.leave();
  }
}

const atMost = (
  name: string,
  value: number,
  most: number,
  unit: string,
  detail: Readonly<Record<string, unknown>>,
): Figure => ({
  name: `tablet.${name}`,
  value: rounded(value),
  unit,
  target: `≤ ${most}`,
  ok: value <= most,
  detail: { ...detail, machine: machineNow() },
});

/** What cannot be measured is a figure that is not ok: the others are measured all the same. */
async function measured(name: string, work: () => Promise<Figure[]>): Promise<Figure[]> {
  try {
    return await work();
  } catch (error) {
    const why = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    return [
      {
        name: `tablet.${name}`,
        value: NaN,
        unit: "",
        target: "it runs",
        ok: false,
        detail: { why, machine: machineNow() },
      },
    ];
  }
}
