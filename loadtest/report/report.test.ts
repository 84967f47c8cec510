import { describe, expect, test } from "vitest";
import { ecni2015 } from "#loadtest/profiles/ecni-2015";
import { type Timetable, timetableOf } from "#loadtest/profiles/timetable";
import { capacityOf } from "#loadtest/report/capacity";
import { chartOf } from "#loadtest/report/chart";
import { comparison } from "#loadtest/report/comparison";
import { FIGURES, type FigureName, type Figures, inFault } from "#loadtest/report/figures";
import { htmlOf } from "#loadtest/report/html";
import { type Evidence, judge } from "#loadtest/report/judge";
import { type Played, type Result, resultOf } from "#loadtest/report/result";
import { textOf } from "#loadtest/report/text";
import { Timeline } from "#loadtest/timeline/timeline";
import { type FindingKind, FINDING_KINDS, noFindings, withFindings } from "#loadtest/verify/compare";
import type { Sample } from "#loadtest/watch/watch";

const profile = { ...ecni2015, candidates: 10, arrivalSeconds: 5, minutes: 0.5, entriesPerSecond: 10 };
const ORIGIN_MS = Date.parse("2026-01-05T09:00:00Z");
const timetable: Timetable = timetableOf(profile, ORIGIN_MS);
const startS = (timetable.startMs - ORIGIN_MS) / 1_000;

/** Ten tablets that make ten entries a second, each acknowledged after `d1Ms`; a fault cuts four of them, and one breaks with it. */
function aTimeline(d1Ms: number, lateMs = 1): Timeline {
  const timeline = new Timeline();
  for (let tablet = 0; tablet < 10; tablet++) {
    timeline.count("opened", 1_000 + tablet);
    if (tablet > 0) timeline.count("left", timetable.endMs - ORIGIN_MS + 1_000);
  }
  for (let second = startS; second < startS + 30; second++)
    for (let n = 0; n < 10; n++) {
      const atMs = second * 1_000 + n * 100;
      timeline.count("made", atMs);
      timeline.record("late", atMs, lateMs);
      timeline.record("d1", atMs, d1Ms);
      timeline.count("received", atMs + d1Ms);
      timeline.record("d2", atMs, d1Ms * 3);
      timeline.count("secured", atMs + d1Ms * 3);
      timeline.record("step", atMs, d1Ms * 2);
    }
  timeline.count("lost", (startS + 12) * 1_000, 4);
  timeline.count("broken", (startS + 12) * 1_000);
  timeline.count("opened", (startS + 16) * 1_000, 3);
  return timeline;
}
const samples: Sample[] = Array.from({ length: 60 }, (_, second) => ({
  atMs: second * 1_000,
  healthy: true,
  processes: {
    "ingest-1": { share: 0.25, memoryBytes: 100e6 },
    postgres: { share: 0.3, memoryBytes: 50e6 },
    "k6-1": { share: 0.5, memoryBytes: 300e6 },
  },
  waitingPercent: 20,
  diskWaitingPercent: 1,
}));

const played = (more: Partial<Played> = {}): Played => ({
  profile,
  seed: 7,
  commit: "0123456789ab",
  machine: {
    cores: 2,
    memoryBytes: 24 * 2 ** 30,
    processor: "a <processor>",
    versions: { node: "v20" },
    loadBefore: 0.1,
  },
  timetable,
  timeline: aTimeline(10),
  verified: { findings: { ...noFindings(), tablets: 10, stored: 300 }, refusals: [], cut: 0 },
  watched: { samples, weighings: [], clockJumpMs: 0 },
  own: ["k6-1"],
  acts: [],
  faults: [],
  troubles: [],
  consoleActs: new Map(),
  consoles: { bytes: 0, reconnects: 0, open: 0 },
  heldTroubles: [],
  ingestIdleBytes: 60e6,
  receiptsSeconds: NaN,
  costs: [
    { stored: 0, microseconds: 500 },
    { stored: 1_000_000, microseconds: 540 },
  ],
  interrupted: null,
  ...more,
});

describe("a result", () => {
  const act = (kind: "pause" | "resume", second: number) => {
    const effectiveAtMs = ORIGIN_MS + second * 1_000;
    return {
      act: { id: kind, kind, atMs: effectiveAtMs, effectiveAtMs },
      askedAtMs: effectiveAtMs - 40,
      tookMs: 30,
      refusedFirst: null,
    };
  };
  const result = resultOf(
    played({
      acts: [act("pause", startS + 5), act("resume", startS + 8)],
      consoleActs: new Map([["pause", { atMs: ORIGIN_MS + (startS + 5) * 1_000 + 200, consoles: 439 }]]),
      faults: [
        {
          fault: { part: "ingest-1", what: "kill", seconds: 0 },
          fromMs: ORIGIN_MS + (startS + 12) * 1_000,
          untilMs: ORIGIN_MS + (startS + 13) * 1_000,
        },
      ],
    }),
  );

  test("says how long it took to deliver what was written while nobody took it", () => {
    const timeline = aTimeline(10);
    // A second's entries that are secured four seconds behind the fault.
    timeline.count("made", (startS + 12) * 1_000, 50);
    timeline.count("secured", (startS + 17) * 1_000, 50);
    const band = { fromMs: ORIGIN_MS + (startS + 12) * 1_000, untilMs: ORIGIN_MS + (startS + 13) * 1_000 };
    const faults = [{ fault: { part: "ingest", what: "down", seconds: 1 } as const, ...band }];
    expect(resultOf(played({ timeline, faults })).figures.replayedSeconds).toBe(4);
    expect(resultOf(played({ faults })).figures.replayedSeconds).toBeNaN();
  });

  test("whoever waits for a key with a dead process is counted, whoever does with a cut line is not", () => {
    const timeline = aTimeline(10);
    timeline.record("step", (startS + 12) * 1_000, 20_000);
    const band = { fromMs: ORIGIN_MS + (startS + 12) * 1_000, untilMs: ORIGIN_MS + (startS + 13) * 1_000 };
    const longest = (fault: { part: "ingest" | "centre"; what: "down" | "cut"; seconds: number }) =>
      resultOf(played({ timeline, faults: [{ fault, ...band }] })).figures.stepMaxMs;
    expect(longest({ part: "ingest", what: "down", seconds: 1 })).toBe(20_000);
    expect(longest({ part: "centre", what: "cut", seconds: 1 })).toBeLessThan(1_000);
  });

  test("has the figures of the day", () => {
    expect(result.figures).toMatchObject({
      entriesPerSecond: 10,
      reconnects: 3,
      backSeconds: 4,
      drainedSeconds: 0,
      stepMaxMs: 20,
      generatorShare: 0.5,
      memoryGrowthPercent: NaN,
    });
    expect(result.figures.d1P99Ms).toBeCloseTo(10, 0);
    expect(result.figures.d2P99Ms).toBeCloseTo(30, 0);
    expect(result.acts[0]).toMatchObject({ kind: "pause", consolesMs: 240, consoles: 439 });
    expect(result.pauses).toEqual([{ name: "pause", fromMs: (startS + 5) * 1_000, untilMs: (startS + 8) * 1_000 }]);
    expect(
      result.limits.map(({ figure }) => figure),
      "those of a rehearsal with faults",
    ).toEqual(["d1P99Ms", "stepMaxMs", "costGrowthPercent"]);
    expect(result.verdict).toEqual({ state: "green", reasons: [] });
  });

  test("counts held tablets as connected, and is not green when one is lost or absent", () => {
    const holding = { ...ecni2015, ...profile, name: "x10", held: 90 };
    const withHeld = (opened: number, lostAtS: number | null) => {
      const timeline = aTimeline(10);
      timeline.count("heldOpened", -3_000, opened);
      if (lostAtS !== null) timeline.count("heldLost", lostAtS * 1_000, 2);
      if (lostAtS !== null) timeline.count("heldOpened", (lostAtS + 1) * 1_000, 2);
      const watched = {
        samples: samples.map((one) => ({
          ...one,
          processes: { ...one.processes, "holder-1": { share: 0.1, memoryBytes: 50e6 } },
        })),
        weighings: [],
        clockJumpMs: 0,
      };
      const [own, heldTroubles] = [["k6-1", "holder-1"], ["2 × read ECONNRESET"]];
      return resultOf(played({ profile: holding, timeline, watched, own, heldTroubles, ingestIdleBytes: 99.5e6 }));
    };
    const good = withHeld(90, null);
    expect(good.verdict).toEqual({ state: "green", reasons: [] });
    expect(good.figures).toMatchObject({ heldLost: 0, heldAbsent: 0, ingestKbPerTablet: 5.21, generatorShare: 0.6 });
    expect(good.series.connected[5]).toBe(100);
    expect(good.capacity.statement).toMatch(/^Holds 100 connected tablets, of which 10 candidates/);
    expect(textOf(good)).toContain("90 tablets by 1 processes, 10 % of a core, 50 MB; 2 × read ECONNRESET");
    expect(htmlOf(good, null)).toContain("90 tablets by 1 processes");
    const cut = withHeld(90, startS + 4);
    expect(cut.verdict.state).toBe("red");
    expect(cut.figures).toMatchObject({ heldLost: 2, heldAbsent: 2, reconnects: 5 });
    const short = withHeld(80, null);
    expect(short.verdict.state).toBe("red");
    expect(short.figures).toMatchObject({ heldLost: 0, heldAbsent: 10 });
    expect(resultOf(played()).held).toBeNull();
  });

  test("keeps its charts short, with everybody connected who was", () => {
    expect(result.series.connected.slice(0, 4)).toEqual([0, 10, 10, 10]);
    expect(result.series.connected[startS + 13]).toBe(6);
    expect(result.series.connected[startS + 17]).toBe(9);
    expect(result.series.waitingD2.at(-1)).toBe(0);
    const long = aTimeline(10);
    long.count("made", 3_600_000);
    const series = resultOf(played({ timeline: long })).series;
    expect(series.everySeconds).toBe(16);
    expect(series.madePerSecond.length).toBeLessThanOrEqual(240);
  });

  test("is told in the terminal and on a page that needs nothing else", () => {
    expect(textOf(result)).toContain("GREEN");
    const html = htmlOf(result, JSON.parse(JSON.stringify(result)) as Result);
    expect(html.indexOf("GREEN")).toBeLessThan(html.indexOf("<svg"));
    expect(html).toContain("a &lt;processor&gt;");
    expect(html).toContain('class="fault"');
    expect(html).toContain("439 consoles told after 240 ms");
    expect(html).not.toMatch(/<script|src=|href=|url\(|@import/);
    expect([...html.matchAll(/<svg/g)]).toHaveLength(12);
    expect(html, "nothing that is no number was drawn").not.toMatch(/NaN|undefined|null/);
  });
});

test("latencies do not count around a fault, until fifteen seconds after health", () => {
  const bands = [{ name: "kill", fromMs: 20_500, untilMs: 22_000 }];
  const seconds = Array.from({ length: 60 }, (_, second) => second).filter((second) => inFault(bands, second));
  expect([seconds[0], seconds.at(-1)]).toEqual([19, 36]);
});

describe("the verdict", () => {
  const figures = Object.fromEntries(Object.keys(FIGURES).map((name) => [name, 1])) as Record<FigureName, number>;
  const evidence = (more: Partial<Evidence> = {}): Evidence => ({
    findings: { ...noFindings(), tablets: 10, stored: 300 },
    refusals: [],
    candidates: 10,
    figures: figures,
    limits: [{ figure: "d1P99Ms", most: 25, why: "" }],
    clockJumpMs: 0,
    cut: 0,
    troubles: [],
    interrupted: null,
    ...more,
  });
  const states = (more: Partial<Evidence>) => judge(evidence(more)).state;

  test("is green when everything holds, also where there was nothing to measure", () => {
    expect(judge(evidence())).toEqual({ state: "green", reasons: [] });
    expect(states({ figures: { ...figures, d1P99Ms: NaN } })).toBe("green");
  });
  test.each((Object.keys(FINDING_KINDS) as FindingKind[]).filter((kind) => kind !== "unfinished"))(
    "is red for one finding, whatever else: %s",
    (kind) => {
      const findings = withFindings(evidence().findings, kind, ["7:1:3"]);
      const worst = { findings, interrupted: "it was interrupted", clockJumpMs: 9_999 };
      expect(judge(evidence(worst)).reasons[0]).toContain(`1 ${FINDING_KINDS[kind]} (7:1:3)`);
      expect(states(worst)).toBe("red");
    },
  );
  test("is red for a quarantined record, a broken limit, a tablet that gave up, an act that failed, an empty log", () => {
    const { findings } = evidence();
    expect(states({ findings: { ...findings, quarantined: 1 } })).toBe("red");
    expect(states({ figures: { ...figures, d1P99Ms: 26 } })).toBe("red");
    expect(states({ refusals: [{ tablet: 1, reason: "no" }], findings: { ...findings, tablets: 9 } })).toBe("red");
    expect(states({ troubles: ["pause: 503"] })).toBe("red");
    expect(states({ findings: { ...findings, stored: 0 } })).toBe("red");
  });
  test("is void when the generator or the clock was at fault, even where a limit is broken", () => {
    const { findings } = evidence();
    const slow = { ...figures, d1P99Ms: 26 };
    expect(states({ figures: { ...slow, lateP99Ms: 251 } })).toBe("void");
    const patient = { limits: [{ figure: "d1P99Ms", most: 3_000, why: "" }] } as const;
    expect(states({ figures: { ...slow, lateP99Ms: 251 }, ...patient }), "it may be as late as answers may").toBe(
      "green",
    );
    expect(states({ figures: slow, clockJumpMs: -600 })).toBe("void");
    expect(states({ cut: 1 })).toBe("void");
    expect(states({ findings: { ...findings, tablets: 9 } })).toBe("void");
    expect(states({ findings: withFindings(findings, "unfinished", ["7:1"]) })).toBe("void");
  });
  test("is partial when it was interrupted and nothing is missing", () => {
    const findings = withFindings(evidence().findings, "unfinished", ["7:1"]);
    expect(judge(evidence({ interrupted: "the disk is nearly full", findings }))).toEqual({
      state: "partial",
      reasons: ["the disk is nearly full"],
    });
  });
});

test("capacity names what gives out first, the generator's own part of the machine included", () => {
  const of = { candidates: 8_300, held: 0, entriesPerSecond: 1_400, cores: 2 };
  expect(capacityOf(samples, timetable, of, ["k6-1"])).toEqual({
    margin: 1.9,
    first: "the machine's 2 cores, generator included",
    statement:
      "Holds 8,300 candidates at 1,400 entries/s with margin 1.9; first limit reached: the machine's 2 cores, generator included, 53 % used.",
  });
  expect(capacityOf(samples, timetable, { ...of, cores: 8 }, ["k6-1"]).first).toBe("ingest-1");
  expect(capacityOf([], timetable, of, []).margin).toBeNaN();
});

test("a comparison says the change where both have a figure", () => {
  const figures = (d1P99Ms: number | null) => ({ figures: { d1P99Ms, reconnects: 0 } as unknown as Figures });
  const changed = comparison(figures(15), figures(10)).find(({ figure }) => figure === "d1P99Ms");
  expect(changed).toEqual({ figure: "d1P99Ms", then: 10, now: 15, change: 0.5 });
  expect(comparison(figures(15), figures(null))[2]).toMatchObject({ then: null, change: null });
});

test("a chart breaks its line where nothing was measured", () => {
  const chart = { title: "T", unit: "u", everySeconds: 1, faults: [], pauses: [] };
  const svg = chartOf({ ...chart, lines: [{ name: "a & b", points: [1, 2, null, 3] }], limit: 2, logarithmic: true });
  expect([...svg.matchAll(/<path/g)]).toHaveLength(2);
  expect(svg).toContain("a &amp; b");
  expect(svg).toContain('class="limit"');
  expect(chartOf({ ...chart, lines: [{ name: "none", points: [null] }] })).not.toContain("NaN");
});
