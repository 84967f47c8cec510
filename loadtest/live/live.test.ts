import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ResultSent } from "#contracts/http/rehearsal-result";
import { type RunBegun, RunFigures } from "#contracts/http/rehearsal-run";
import { aResult } from "#contracts/testing/a-rehearsal";
import { type LedgerLine, ledgerText } from "#loadtest/ledger/line";
import { LiveMeter } from "#loadtest/live/live-meter";
import { PlatformTold } from "#loadtest/live/platform-told";
import { tailOf } from "#loadtest/live/tail";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "amphi-live-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const who = { candidateId: 7, epoch: 1 };
const made = (seq: number, atMs: number): LedgerLine => ({
  ...{ line: "made", ...who, atMs, lateMs: 0 },
  frame: JSON.stringify({ seq }),
});
const told = (line: "received" | "secured", seq: number, atMs: number): LedgerLine => ({ line, ...who, seq, atMs });

test("a tail gives whole lines as they come, also before the file is there", () => {
  const file = join(folder, "a.ledger");
  const tail = tailOf(file);
  expect(tail()).toEqual([]);
  writeFileSync(file, "one\ntw");
  expect(tail()).toEqual(["one"]);
  expect(tail()).toEqual([]);
  appendFileSync(file, "é\nthree\n");
  expect(tail()).toEqual(["twé", "three"]);
});

test("figures are of what was acknowledged since the last time; what waits is of now", () => {
  const meter = new LiveMeter();
  for (const line of [{ line: "open", ...who, atMs: 0 } as const, made(1, 100), made(2, 200), made(3, 300)])
    meter.enter(line);
  meter.enter(told("received", 2, 300));
  expect(meter.take(2)).toMatchObject({ connected: 1, answersPerSecond: 1, d2: null, waiting: { d1: 1, d2: 2 } });
  meter.enter(told("received", 2, 400));
  meter.enter(told("received", 3, 350));
  meter.enter(told("secured", 3, 1_300));
  const { d1, d2, ...rest } = meter.take(2);
  expect(rest).toEqual({ connected: 1, answersPerSecond: 0.5, waiting: { d1: 0, d2: 0 } });
  expect([d1?.p50, d2?.p99]).toEqual([50, 1_200]);
  meter.enter({ line: "broken", ...who, atMs: 2_000 });
  expect(meter.take(2)).toMatchObject({ connected: 0, d1: null, d2: null });
});

const RUN: RunBegun = {
  ...{ v: 1, profile: "day", candidates: 8_300, seed: 1, commit: null, sittingId: 5 },
  ...{ originMs: 0, startMs: 60_000, endMs: 660_000, settleUntilMs: 780_000 },
  limits: { d1P99Ms: 25, d2P99Ms: null },
};
const sample = (atMs: number) => ({
  ...{ atMs, healthy: true },
  processes: { "drain-1": { share: 0.214, memoryBytes: 1 } },
});

/** A platform that answers as told, in order; the last answer stands. */
function aPlatform(...answers: (readonly [number, unknown])[]) {
  const asked: { path: string; token: string | null; body: unknown }[] = [];
  const ask: typeof fetch = (url, init) => {
    const { body, headers } = init ?? {};
    const token = new Headers(headers).get("authorization");
    const path = new URL(url instanceof Request ? url.url : url).pathname;
    asked.push({ path, token, body: typeof body === "string" ? (JSON.parse(body) as unknown) : null });
    const [status, said] = answers[Math.min(asked.length, answers.length) - 1] ?? [500, {}];
    return Promise.resolve(new Response(JSON.stringify(said), { status }));
  };
  return { asked, told: new PlatformTold("http://127.0.0.1:1", "amphi_t", ask) };
}
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

test("a token that is refused says why", async () => {
  const refused = aPlatform([401, { error: { message: "the token is revoked" } }]);
  expect(await refused.told.refusal(5)).toBe("--target: http://127.0.0.1:1 says the token is revoked");
  const good = aPlatform([200, {}]);
  expect(await good.told.refusal(5)).toBe(null);
  expect(good.asked).toMatchObject([{ path: "/api/rehearsal/token", token: "Bearer amphi_t" }]);
});

test("it begins once, tells every other second, and begins again where control has forgotten it", async () => {
  const file = join(folder, "k6-1.ledger");
  writeFileSync(file, `${[made(1, 0), told("received", 1, 12)].map(ledgerText).join("\n")}\n`);
  const platform = aPlatform(
    [200, { runId: "r1" }],
    [200, {}],
    [404, { error: {} }],
    [200, { runId: "r2" }],
    [200, {}],
  );
  platform.told.begin(RUN, [file]);
  let ended: () => void = () => undefined;
  const fault = platform.told.during("kill ingest-1", new Promise<void>((resolve) => (ended = resolve)));
  for (const atMs of [1_000, 2_000, 3_000, 4_000, 5_000]) {
    platform.told.look(sample(atMs));
    for (let n = 0; n < 20; n++) await settled();
    if (atMs === 2_000) {
      ended();
      await fault;
    }
  }
  expect(platform.asked.map(({ path }) => path.replace("/api/rehearsal/", ""))).toEqual([
    ...["runs", "runs/r1/figures", "runs/r1/figures", "runs", "runs/r2/figures"],
  ]);
  const lines = [1, 2, 4].map((n) => RunFigures.parse(platform.asked[n]?.body));
  expect(lines.map(({ atMs }) => atMs)).toEqual([1_000, 3_000, 5_000]);
  expect(lines.map(({ faults }) => faults)).toEqual([["kill ingest-1"], [], []]);
  expect(lines[0]).toMatchObject({ d1: { p50: 12 }, cpu: [["drain-1", 0.21]] });
});

test("the result is told with its report; a refusal is said and not repeated", async () => {
  const nan = { ...aResult(), figures: { d1P99Ms: NaN }, series: [1, 2, 3] };
  const good = aPlatform([200, { rehearsalId: 12, outcome: "recorded" }]);
  expect(await good.told.result(nan, "<p>report</p>")).toBe("recorded on http://127.0.0.1:1 as rehearsal 12");
  const sent = ResultSent.parse(good.asked[0]?.body);
  expect(sent.result).toEqual({ ...aResult(), figures: { d1P99Ms: null } });
  const refused = aPlatform([400, { error: { message: "verdict: green, and not" } }]);
  expect(await refused.told.result(aResult(), "")).toContain(
    "which says verdict: green, and not; amphi rehearsal record",
  );
  expect(refused.asked).toHaveLength(1);
});
