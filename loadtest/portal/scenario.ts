/**
 * The two peaks of students, for k6: `results` (everybody looks within the minute of a publication) and `wishes` (the last
 * hour of a window). Requests leave at a fixed rate, whatever the answers do. What it counts is compared with the database
 * by infra/peaks.
 */
import { check } from "k6";
import exec from "k6/execution";
import http from "k6/http";
import { Counter } from "k6/metrics";

interface Visitor {
  readonly token: string;
  /** What is in this student's own result, and in nobody else's. */
  readonly rank: number;
}
const env = __ENV as Readonly<Record<string, string>>;
const visitors = JSON.parse(open(env["VISITORS"] ?? "")) as readonly Visitor[];
const [profile, rate, seconds] = [env["PROFILE"] ?? "results", Number(env["RATE"]), Number(env["SECONDS"])];
const url = `${env["ADDRESS"]}/api/student/competitions/1`;
const saved = new Counter("wishes_saved");
const wrong = new Counter("answers_wrong");
const PROGRAMMES = ["P1", "P2", "P3", "P4", "P5", "P6"];

export const options = {
  scenarios: {
    peak: {
      ...{ executor: "constant-arrival-rate", exec: profile, rate, timeUnit: "1s", duration: `${seconds}s` },
      ...{ preAllocatedVUs: Math.min(1_000, rate), maxVUs: 4_000 },
    },
  },
  thresholds: {
    http_req_duration: ["p(99)<=300"],
    answers_wrong: ["count==0"],
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
function judge(right: boolean): void {
  if (!check(right, { "own and whole": (one) => one })) wrong.add(1);
}

/** A page view: the student's own result. The page itself is kept by browsers. */
export function results(): void {
  const visitor = visitorAt(exec.scenario.iterationInTest);
  const response = http.get(`${url}/results`, { headers: headersOf(visitor), tags: { name: "results" } });
  judge(holds(response, `"rank":${visitor.rank},"ranked"`));
}

/** A save by a student whose list nobody else touches meanwhile: the n-th visit of each finds version n. */
export function wishes(): void {
  const n = exec.scenario.iterationInTest;
  const version = Math.floor(n / visitors.length);
  const first = version % PROGRAMMES.length;
  const programmes = [...PROGRAMMES.slice(first), ...PROGRAMMES.slice(0, first)];
  const response = http.post(`${url}/wishes`, JSON.stringify({ programmes, version }), {
    headers: headersOf(visitorAt(n)),
    tags: { name: "wishes" },
  });
  const right = holds(response, '"outcome":"saved"');
  if (right) saved.add(1);
  judge(right);
}

/** Written to the file that the command names. */
export function handleSummary(data: { readonly metrics: object }): Record<string, string> {
  return { [env["SUMMARY"] ?? "summary.json"]: JSON.stringify(data.metrics) };
}
