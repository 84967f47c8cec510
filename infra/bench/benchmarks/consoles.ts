/**
 * The exam day with everybody at their screens: 8,300 candidates who compose, 439 consoles. How fast acts arrive, how far
 * apart tablets switch, what the consoles cost the candidates and control, and whether pages answer meanwhile.
 */
import { setTimeout as delay } from "node:timers/promises";
import { DEMO_CANDIDATE_COUNT } from "#domain/exam/demo-candidates";
import type { BenchContext, Benchmark, Figure } from "#infra/bench/benchmark.ts";
import { type ActDesk, openActDesk } from "#infra/bench/consoles/act-desk.ts";
import { measureActs, measureSkew, measureVirtualSkew } from "#infra/bench/consoles/acts-and-skew.ts";
import { measureCost } from "#infra/bench/consoles/cost.ts";
import { recordOf, seatDistorted } from "#infra/bench/consoles/distorted-tablets.ts";
import { type ExamDay, startExamDay } from "#infra/bench/consoles/exam-day.ts";
import { openBrowser, useNation, useRoom, type ScreenFigures } from "#infra/bench/consoles/screens.ts";
import { signInStaff, type Staff } from "#infra/bench/consoles/staff.ts";
import { startConsoles } from "#infra/bench/consoles/start-consoles.ts";
import { startGenerator } from "#infra/bench/generator/start-generator.ts";
import { cpuMs, familyCpuMs } from "#infra/bench/measure/cpu-time.ts";
import { rounded } from "#infra/bench/measure/median.ts";
import { machineNow } from "#infra/bench/measure/machine.ts";

/** Of the 8,300: tablets on which the real core of the tablet runs, with a wrong clock and a slow wire. */
const DISTORTED = 300;
const VIRTUAL = 40;
const HANDSHAKES_MAX = 200;
const LOAD = { kind: "composing", perSecond: 250, statusesPerSecond: 25 } as const;
const INTERACTION_TARGET_MS = 100;
const ACT_EVERY_MS = 8_000;
/** The acts of a sitting that opens are applied by everybody before anything is measured. */
const SETTLE_MS = 5_000;

export const consoles: Benchmark = {
  name: "consoles",
  run: async (context) => {
    const day = await startExamDay(context);
    const virtualSkew = await measureVirtualSkew(day.candidates.slice(0, VIRTUAL).map((one) => recordOf(day, one)));
    const staff = await signInStaff(day);
    const [first, second] = staff;
    if (!first || !second) throw new Error("nobody organises");
    const generator = startGenerator(context);
    await generator.connect({
      host: "127.0.0.1",
      port: day.ingestPort,
      origin: day.controlUrl,
      sockets: day.candidates.length - DISTORTED,
      tickets: everyOther(day, false).map((one) => day.office.ticketOf(day.sitting.id, one).ticket),
      handshakesMax: HANDSHAKES_MAX,
      status: day.healthy,
    });
    const distorted = await seatDistorted(context, day, everyOther(day, true));
    generator.load(LOAD);
    await delay(SETTLE_MS);

    const crowd = startConsoles(context, day);
    const cost = await measureCost(day, generator, crowd, staff);
    const desk = openActDesk(day, first, second);
    const acts = await measureActs({ desk, generator, consoles: crowd }, partsOf(day, generator, distorted));
    const skew = await measureSkew({ desk, distorted });
    const screens = await useScreens(context, day, staff, desk);
    return [...acts, ...skew, virtualSkew, ...cost, ...screens];
  },
};

/** CPU spent so far by those who take part in an act, ms. */
const partsOf = ({ pids, storage }: ExamDay, generator: { pid: number }, distorted: { pid: number }) => ({
  control: () => cpuMs(pids.control),
  ingests: () => pids.ingests.reduce((sum, pid) => sum + cpuMs(pid), 0),
  drain: () => cpuMs(pids.drain),
  postgres: () => familyCpuMs(storage.postgres.pid),
  answersRedis: () => cpuMs(storage.answers.pid),
  controlRedis: () => cpuMs(storage.control.pid),
  benchTablets: () => cpuMs(generator.pid) + cpuMs(distorted.pid),
});

/** Some of every room: those with distorted clocks, or the others. */
function everyOther({ candidates }: ExamDay, distorted: boolean): ExamDay["candidates"] {
  const every = Math.floor(candidates.length / DISTORTED);
  const isDistorted = (n: number) => n % every === 0 && n / every < DISTORTED;
  return candidates.filter((_, n) => isDistorted(n) === distorted);
}

async function useScreens(
  context: BenchContext,
  day: ExamDay,
  staff: readonly Staff[],
  desk: ActDesk,
): Promise<Figure[]> {
  const browser = await openBrowser(context);
  const one = (role: Staff["account"]["role"]) => {
    const found = staff.filter(({ account }) => account.role === role).at(-1);
    if (!found) throw new Error(`no ${role}`);
    return found;
  };
  const largest = [...staff]
    .filter(({ account }) => account.role === "lead_proctor")
    .sort((a, b) => b.roomIds.length - a.roomIds.length)[0];
  if (!largest) throw new Error("nobody leads a centre");
  return whileActing(desk, async () => [
    ...(await pageFigures("proctor", () => useRoom(browser, day, one("proctor")))),
    ...(await pageFigures("organiser", () => useNation(browser, day, one("organiser")))),
    ...(await pageFigures("lead", () => useRoom(browser, day, largest))),
  ]);
}

/** The nation is paused and resumed all the while. */
async function whileActing<T>(desk: ActDesk, work: () => Promise<T>): Promise<T> {
  const over = new AbortController();
  const acting = (async () => {
    for (let n = 0; !over.signal.aborted; n++) {
      await desk.act(desk.newId(), n % 2 === 0 ? "pause" : "resume", null);
      await delay(ACT_EVERY_MS, null, { signal: over.signal }).catch(() => undefined);
    }
  })();
  try {
    return await work();
  } finally {
    over.abort();
    await acting;
  }
}

/** A page that does not answer any more is a figure that is not ok: the others are measured all the same. */
async function pageFigures(who: string, use: () => Promise<ScreenFigures>): Promise<Figure[]> {
  const name = `consoles.interaction.${who}`;
  const unit = "ms from an input to the paint behind it, p95 of the slowest kind of interaction";
  const target = `≤ ${INTERACTION_TARGET_MS}`;
  try {
    const { latencies, elementsMax, idleShare } = await use();
    const worst = Math.max(...Object.values(latencies).map(({ p95Ms }) => p95Ms));
    const detail = { ...latencies, idleShareOfACore: rounded(idleShare), machine: machineNow() };
    return [
      { name, value: worst, unit, target, ok: worst <= INTERACTION_TARGET_MS, detail },
      {
        name: `consoles.elements.${who}`,
        value: elementsMax,
        unit: "elements of the page, its largest view",
        target: `< ${DEMO_CANDIDATE_COUNT}`,
        ok: elementsMax < DEMO_CANDIDATE_COUNT,
        detail: {},
      },
    ];
  } catch (error) {
    const why = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    return [{ name, value: NaN, unit, target, ok: false, detail: { why, machine: machineNow() } }];
  }
}
