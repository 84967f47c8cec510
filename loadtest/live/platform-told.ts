/**
 * Tells the platform that is rehearsed, with an operator's token, how the rehearsal goes and what came of it. Nothing
 * waits for it and nothing depends on it: a platform that is away for a while hears less.
 */
import { gzipSync } from "node:zlib";
import { RehearsalResult, ResultAnswer } from "#contracts/http/rehearsal-result";
import { RunAnswer, type RunBegun, type RunFigures } from "#contracts/http/rehearsal-run";
import { parseLedgerLine } from "#loadtest/ledger/line";
import { LiveMeter } from "#loadtest/live/live-meter";
import { tailOf } from "#loadtest/live/tail";
import type { Sample } from "#loadtest/watch/watch";

const EVERY_MS = 2_000;
const ANSWER_WITHIN_MS = 5_000;
const RESULT_WITHIN_MS = 30_000;
const RESULT_ATTEMPTS = 5;
const RESULT_AGAIN_MS = 3_000;
const PROCESSES_MAX = 24;
const FAULTS_MAX = 8;
const NAME_MAX = 40;
const delay = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

type Looked = Pick<Sample, "atMs" | "healthy" | "processes">;
/** What the platform said: the body, or the status and its words. */
type Said = { readonly body: unknown } | { readonly status: number; readonly message: string };

export class PlatformTold {
  #run: RunBegun | null = null;
  #runId: string | null = null;
  #tails: readonly (() => string[])[] = [];
  readonly #meter = new LiveMeter();
  readonly #faults = new Set<string>();
  #toldAtMs: number | null = null;
  #telling = false;

  constructor(
    private readonly target: string,
    private readonly token: string,
    private readonly ask: typeof fetch = fetch,
  ) {}

  /** Why the platform does not let this sitting be rehearsed with this token; null: it does. */
  async refusal(sittingId: number): Promise<string | null> {
    const said = await this.#send("GET", `/api/rehearsal/token?sitting=${sittingId}`, null, ANSWER_WITHIN_MS);
    return "body" in said ? null : `--target: ${this.target} says ${said.message}`;
  }

  /** `ledgers`: files that the generator is going to write. */
  begin(run: RunBegun, ledgers: readonly string[]): void {
    this.#run = run;
    this.#tails = ledgers.map(tailOf);
  }

  /** Called every second or so; tells every other time. Never rejects. */
  look(sample: Looked): void {
    if (this.#run === null) return;
    for (const tail of this.#tails) for (const line of tail()) this.#meter.enter(parseLedgerLine(line));
    const sinceMs = this.#toldAtMs === null ? Infinity : sample.atMs - this.#toldAtMs;
    if (this.#telling || sinceMs < EVERY_MS - 100) return;
    const figures = this.#figures(sample, Math.min(sinceMs, 60_000) / 1_000);
    this.#toldAtMs = sample.atMs;
    this.#telling = true;
    void this.#tell(this.#run, figures).finally(() => (this.#telling = false));
  }

  /** A fault is played until `work` is done. */
  during<T>(fault: string, work: Promise<T>): Promise<T> {
    const name = fault.slice(0, NAME_MAX);
    this.#faults.add(name);
    return work.finally(() => this.#faults.delete(name));
  }

  /** Sends the result, again and again for a while. Resolves to a sentence about what became of it. */
  async result(result: unknown, report: string): Promise<string> {
    // What JSON makes of it is what is kept: a figure that is not a number is null there.
    const kept = RehearsalResult.parse(JSON.parse(JSON.stringify(result)));
    const body = { v: 1, runId: this.#runId, result: kept, report: gzipSync(report).toString("base64") };
    let message = "";
    for (let attempt = 0; attempt < RESULT_ATTEMPTS; attempt++) {
      if (attempt > 0) await delay(RESULT_AGAIN_MS);
      const said = await this.#send("POST", "/api/rehearsal/results", body, RESULT_WITHIN_MS);
      const answer = "body" in said ? ResultAnswer.safeParse(said.body) : null;
      if (answer?.success) return `recorded on ${this.target} as rehearsal ${answer.data.rehearsalId}`;
      message = "body" in said ? "something unexpected" : said.message;
      if ("status" in said && said.status >= 400 && said.status < 500 && said.status !== 429) break;
    }
    return `not recorded on ${this.target}, which says ${message}; amphi rehearsal record does it later`;
  }

  #figures({ atMs, healthy, processes }: Looked, seconds: number): RunFigures {
    const cpu = Object.entries(processes)
      .map(([name, { share }]): [string, number] => [name.slice(0, NAME_MAX), Math.round((share ?? 0) * 100) / 100])
      .sort(([, a], [, b]) => b - a)
      .slice(0, PROCESSES_MAX);
    const faults = [...this.#faults].slice(0, FAULTS_MAX);
    return { v: 1, atMs: Math.round(atMs), healthy, cpu, faults, ...this.#meter.take(seconds) };
  }

  /** A platform that does not know the rehearsal, since its control was started again, is told from its beginning. */
  async #tell(run: RunBegun, figures: RunFigures): Promise<void> {
    if (this.#runId === null) {
      const said = await this.#send("POST", "/api/rehearsal/runs", run, ANSWER_WITHIN_MS);
      const begun = "body" in said ? RunAnswer.safeParse(said.body) : null;
      if (!begun?.success) return;
      this.#runId = begun.data.runId;
    }
    const path = `/api/rehearsal/runs/${this.#runId}/figures`;
    const said = await this.#send("POST", path, figures, ANSWER_WITHIN_MS);
    if ("status" in said && said.status === 404) this.#runId = null;
  }

  async #send(method: "GET" | "POST", path: string, body: object | null, withinMs: number): Promise<Said> {
    try {
      const response = await this.ask(`${this.target}${path}`, {
        method,
        headers: { authorization: `Bearer ${this.token}`, "content-type": "application/json" },
        ...(body === null ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(withinMs),
      });
      const said: unknown = await response.json();
      if (response.ok) return { body: said };
      const { error } = said as { error?: { message?: string } };
      return { status: response.status, message: error?.message ?? `status ${response.status}` };
    } catch (error) {
      return { status: 0, message: error instanceof Error ? `nothing (${error.message})` : "nothing" };
    }
  }
}
