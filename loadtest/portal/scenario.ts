/**
 * The two peaks of students, for k6: `results` (everybody looks within the minute of a publication, and some before) and
 * `wishes` (the last hour of a window). Requests leave at a fixed rate, whatever the answers do. What it counts is compared
 * with the database by infra/peaks. Both run on one machine: the clocks of server and visitors are the same one.
 */
import { check } from "k6";
import { SharedArray } from "k6/data";
import exec from "k6/execution";
import http from "k6/http";
import { Counter } from "k6/metrics";

interface Visitor {
  readonly token: string;
  /** What is in this student's own result, and in nobody else's. */
  readonly rank: number;
}
const env = __ENV as Readonly<Record<string, string>>;
/** Read once, not by each of a thousand virtual users. */
const visitors = new SharedArray<Visitor>("visitors", () => JSON.parse(open(env["VISITORS"] ?? "")) as Visitor[]);
const [profile, rate, seconds] = [env["PROFILE"] ?? "results", Number(env["RATE"]), Number(env["SECONDS"])];
const url = `${env["ADDRESS"]}/api/student/competitions/1`;
const publishAtMs = Number(env["PUBLISH_AT_MS"]);
const saved = new Counter("wishes_saved");
const shown = new Counter("results_shown");
const early = new Counter("results_early");
const late = new Counter("results_late");
const wrong = new Counter("answers_wrong");
/** The portal has served people for hours by then: at a growing rate at first, and what a request took is not counted yet. */
const WARM_SECONDS = 15;
const PROGRAMMES = ["P1", "P2", "P3", "P4", "P5", "P6"];

export const options = {
  scenarios: {
    peak: {
      ...{ executor: "ramping-arrival-rate", exec: profile, startRate: Math.ceil(rate / 10), timeUnit: "1s" },
      stages: [
        { duration: `${WARM_SECONDS}s`, target: rate },
        { duration: `${seconds}s`, target: rate },
      ],
      ...{ preAllocatedVUs: Math.min(1_000, rate), maxVUs: 4_000 },
    },
  },
  thresholds: {
    // Of what is published or saved; who looked too soon is answered sooner.
    [`http_req_duration{name:${profile}}`]: ["p(99)<=300"],
    answers_wrong: ["count==0"],
    results_early: ["count==0"],
    results_late: ["count==0"],
    dropped_iterations: ["count==0"],
    http_req_failed: ["rate==0"],
  },
  summaryTrendStats: ["avg", "p(50)", "p(95)", "p(99)", "max", "count"],
  discardResponseBodies: false,
};

const headersOf = ({ token }: Visitor) => ({
  cookie: `amphi_student=${token}`,
  origin: env["ADDRESS"] ?? "",
  "content-type": "application/json",
});
const visitorAt = (n: number): Visitor => {
  const visitor = visitors[n % visitors.length];
  if (!visitor) throw new Error("no visitors");
  return visitor;
};
const holds = ({ body, status }: { readonly body: unknown; readonly status: number }, text: string): boolean =>
  status === 200 && typeof body === "string" && body.includes(text);
const isWarming = (): boolean => Date.now() - exec.scenario.startTime < WARM_SECONDS * 1_000;
function judge(right: boolean): void {
  if (!check(right, { "own and whole": (one) => one })) wrong.add(1);
}

/**
 * A page view: the student's own result. The page itself is kept by browsers. Whoever has it before its time, by the clock
 * when the answer came, has it too early; whoever asked after its time and has none, too late.
 */
export function results(): void {
  const visitor = visitorAt(exec.scenario.iterationInTest);
  const isTime = Date.now() >= publishAtMs;
  const tags = { name: isTime && !isWarming() ? "results" : "before" };
  const response = http.get(`${url}/results`, { headers: headersOf(visitor), tags });
  const own = holds(response, `"rank":${visitor.rank},"ranked"`);
  if (own) shown.add(1);
  if (own && Date.now() < publishAtMs) early.add(1);
  if (!own && isTime) late.add(1);
  judge(own || holds(response, '"result":null'));
}

/** A save by a student whose list nobody else touches meanwhile: the n-th visit of each finds version n. */
export function wishes(): void {
  const n = exec.scenario.iterationInTest;
  const version = Math.floor(n / visitors.length);
  const first = version % PROGRAMMES.length;
  const programmes = [...PROGRAMMES.slice(first), ...PROGRAMMES.slice(0, first)];
  const response = http.post(`${url}/wishes`, JSON.stringify({ programmes, version }), {
    headers: headersOf(visitorAt(n)),
    tags: { name: isWarming() ? "before" : "wishes" },
  });
  const right = holds(response, '"outcome":"saved"');
  if (right) saved.add(1);
  judge(right);
}

/** Written to the file that the command names. */
export function handleSummary(data: { readonly metrics: object }): Record<string, string> {
  return { [env["SUMMARY"] ?? "summary.json"]: JSON.stringify(data.metrics) };
}
