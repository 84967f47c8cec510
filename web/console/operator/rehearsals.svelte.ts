/** What the operator's page of rehearsals shows, asked for again and again while it is open. */
import { z } from "zod";
import {
  type LiveRun,
  LiveRuns,
  RehearsalList,
  type RehearsalTokenShown,
  TokenList,
  TokenMade,
} from "#contracts/console/rehearsals";
import type { ConsoleApi, Refusal } from "../http/console-api.ts";

const AT = "/api/console/rehearsals";
const TOKENS_AT = "/api/console/rehearsal-tokens";
const LIVE_EVERY_MS = 2_000;
/** Recorded rehearsals and tokens change seldom; when a rehearsal that ran is over they are asked for at once. */
const LIST_EVERY_MS = 30_000;

export const reportUrl = (id: number): string => `${AT}/${id}/report`;

export class Rehearsals {
  /** Null: not known yet. What was known stays known while nobody answers. */
  list = $state.raw<RehearsalList | null>(null);
  runs = $state.raw<readonly LiveRun[]>([]);
  tokens = $state.raw<readonly RehearsalTokenShown[]>([]);
  /** The last question had no answer. */
  unreachable = $state.raw(false);

  constructor(private readonly api: ConsoleApi) {}

  /** Asks until the returned function is called. */
  watch(): () => void {
    const ask = (work: Promise<void>) => void work.catch((error: unknown) => console.error(error));
    const [live, list] = [() => ask(this.askLive()), () => ask(this.askLists())];
    live();
    list();
    const timers = [setInterval(live, LIVE_EVERY_MS), setInterval(list, LIST_EVERY_MS)];
    return () => timers.forEach(clearInterval);
  }

  /** The token in clear, this once. */
  async makeToken(name: string, days: number): Promise<{ readonly token: string } | { readonly refusal: Refusal }> {
    const answer = await this.api.post(TOKENS_AT, { name, days }, TokenMade);
    if ("refusal" in answer) return answer;
    await this.askTokens();
    return { token: answer.value.token };
  }
  async revokeToken(id: number): Promise<Refusal | null> {
    const answer = await this.api.post(`${TOKENS_AT}/${id}/revoke`, {}, z.unknown());
    await this.askTokens();
    return "refusal" in answer ? answer.refusal : null;
  }

  private async askLive(): Promise<void> {
    const answer = await this.api.get(`${AT}/live`, LiveRuns);
    this.unreachable = "refusal" in answer;
    if ("refusal" in answer) return;
    const over = this.runs.some(({ runId }) => answer.value.runs.every((one) => one.runId !== runId));
    this.runs = answer.value.runs;
    if (over) await this.askLists();
  }
  private async askLists(): Promise<void> {
    const answer = await this.api.get(AT, RehearsalList);
    if ("value" in answer) this.list = answer.value;
    await this.askTokens();
  }
  private async askTokens(): Promise<void> {
    const answer = await this.api.get(TOKENS_AT, TokenList);
    if ("value" in answer) this.tokens = answer.value.tokens;
  }
}
