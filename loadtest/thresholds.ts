/**
 * When a rehearsal is good, and why there. Whatever the latencies: one acknowledged entry missing, one unexpected, altered
 * or quarantined, one wrong answer in force, end or receipt, one tablet that had to give up, and it is not.
 */
import type { FigureName } from "#loadtest/report/figures";

export interface Limit {
  readonly figure: FigureName;
  readonly most: number;
  readonly why: string;
}

/** A run whose generator was late more than this measured the generator: void, neither good nor bad. */
export const GENERATOR_LATE_MOST_MS = 250;
/** The machine's clock may be corrected by so much during a run; more, and no latency can be trusted. */
export const CLOCK_JUMP_MOST_MS = 500;

const d1 = (most: number, why: string): Limit => ({ figure: "d1P99Ms", most, why });
const d2 = (most: number): Limit => ({
  figure: "d2P99Ms",
  most,
  why: "the badge says secured while people still look at it",
});
const step = (most: number): Limit => ({
  figure: "stepP99Ms",
  most,
  why: "the next question is there before anybody wonders whether the tap was felt",
});
/** Nobody is left without a next question for longer, whatever happens to a process. */
const lockWait: Limit = { figure: "stepMaxMs", most: 10_000, why: "from ten seconds on lost time is noted" };
const calm = [
  d1(25, "one append every 6 ms is shared; more means that somebody waits in a queue"),
  d2(1_000),
  step(300),
];

/** Of every rehearsal: what did not happen is not judged. */
const always: Limit = {
  figure: "costGrowthPercent",
  most: 10,
  why: "in 2015 each answer made the system look at all others",
};

/** By profile: what holds outside fault windows whatever faults are asked for. */
const DESPITE_FAULTS: Readonly<Record<string, readonly Limit[]>> = {
  x10: [
    { figure: "heldLost", most: 0, why: "nobody is cut off because ten times as many are connected" },
    { figure: "heldAbsent", most: 0, why: "what is measured is measured with everybody connected" },
  ],
};

/** By profile. `withFaults`: the limits outside fault windows of a rehearsal in which faults were asked for. */
export const THRESHOLDS: Readonly<Record<string, readonly Limit[]>> = {
  smoke: [d1(3_000, "it runs beside other tests on any machine: nothing stands still"), step(3_000)],
  stage: [
    ...calm,
    { figure: "d1StageGrowthPercent", most: 25, why: "who writes today does not feel who downloads for tomorrow" },
  ],
  day: [...calm, { figure: "receiptsSeconds", most: 60, why: "nobody waits in a room for a receipt" }],
  "ecni-2015": calm,
  burst: [
    d1(250, "a whole second's worth of answers is appended within the next quarter"),
    { figure: "receiptsSeconds", most: 60, why: "nobody waits in a room for a receipt" },
  ],
  storm: [
    { figure: "backSeconds", most: 15, why: "a proctor sees the room come back before calling anybody" },
    { figure: "stepMaxMs", most: 15_000, why: "whoever was cut waits until back, and is acknowledged then" },
  ],
  outage: [
    { figure: "replayedSeconds", most: 60, why: "a room is told to wait for a minute, and not for how long" },
    { figure: "drainedSeconds", most: 60, why: "collection is not held up" },
  ],
  "no-database": [
    { figure: "d1WholeP99Ms", most: 25, why: "answers do not go through PostgreSQL: nobody notices that it is away" },
    lockWait,
  ],
  soak: [
    ...calm,
    { figure: "memoryGrowthPercent", most: 1, why: "a day of twelve hours fits into the memory" },
    { figure: "redisMegabytes", most: 300, why: "the drain keeps up: what is in PostgreSQL is no longer in Redis" },
  ],
  x10: [
    d1(250, "ten times the nation on one machine, generators included: answers still land while people look"),
    { figure: "ingestKbPerTablet", most: 8, why: "a million connected candidates fit into 8 GB" },
  ],
  frail: [d1(3_000, "it is about what is lost, on any machine")],
  withFaults: [d1(50, "a process that comes back has caught up after fifteen seconds"), lockWait],
};

export const limitsFor = (profile: string, hasFaults: boolean): readonly Limit[] => [
  ...((hasFaults ? THRESHOLDS["withFaults"] : THRESHOLDS[profile]) ?? []),
  ...(DESPITE_FAULTS[profile] ?? []),
  always,
];
