/**
 * Chat messages that were written and are not yet known to have arrived. Each keeps its id: sent again after a lost reply,
 * it is stored once. In the order of writing, one at a time.
 */
import { type ChatAsked, ChatMessage } from "#contracts/console/chat";
import { reconnectDelayMs } from "#client-core/backoff";
import type { Clock, Random } from "#client-core/ports";
import type { ConsoleApi, Refusal } from "../http/console-api.ts";

export interface Unsent {
  readonly sittingId: number;
  readonly asked: ChatAsked;
  /** Null while it is on its way. */
  readonly refusal: Refusal | null;
}
export interface ChatOutboxPorts {
  readonly api: ConsoleApi;
  readonly clock: Clock;
  readonly random: Random;
  readonly changed: (unsent: readonly Unsent[]) => void;
}
/** Refusals that will not change by asking again. */
const FINAL: readonly Refusal["code"][] = ["bad_request", "not_allowed", "not_found"];

export class ChatOutbox {
  private unsent: readonly Unsent[] = [];
  private attempt = 0;
  private busy = false;
  private cancelRetry: () => void = () => undefined;

  constructor(private readonly ports: ChatOutboxPorts) {}

  send(sittingId: number, asked: ChatAsked): void {
    this.become([...this.unsent, { sittingId, asked, refusal: null }]);
    this.pump();
  }
  /** The feed told of messages: those of our own have arrived. */
  seen(messages: readonly { readonly id: string }[]): void {
    const arrived = new Set(messages.map(({ id }) => id));
    if (this.unsent.some(({ asked }) => arrived.has(asked.id)))
      this.become(this.unsent.filter(({ asked }) => !arrived.has(asked.id)));
  }
  drop(id: string): void {
    this.become(this.unsent.filter(({ asked }) => asked.id !== id));
  }
  clear(): void {
    this.cancelRetry();
    this.become([]);
  }
  wake(): void {
    this.cancelRetry();
    this.pump();
  }

  private pump(): void {
    const next = this.unsent.find(({ refusal }) => refusal === null);
    if (this.busy || !next) return;
    this.busy = true;
    this.post(next).catch((error: unknown) => console.error(error));
  }

  private async post(next: Unsent): Promise<void> {
    const answer = await this.ports.api.post(`/api/console/sittings/${next.sittingId}/chat`, next.asked, ChatMessage);
    this.busy = false;
    if ("value" in answer) this.drop(next.asked.id);
    else if (FINAL.includes(answer.refusal.code)) this.refuse(next.asked.id, answer.refusal);
    else {
      const delay = reconnectDelayMs(this.attempt++, this.ports.random);
      this.cancelRetry = this.ports.clock.after(delay, () => this.pump());
      return;
    }
    this.attempt = 0;
    this.pump();
  }

  private refuse(id: string, refusal: Refusal): void {
    this.become(this.unsent.map((one) => (one.asked.id === id ? { ...one, refusal } : one)));
  }
  private become(unsent: readonly Unsent[]): void {
    this.unsent = unsent;
    this.ports.changed(unsent);
  }
}
