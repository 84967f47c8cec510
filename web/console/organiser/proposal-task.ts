/**
 * Confirming or withdrawing acts that wait for a second person, one after the other. A reply that is lost is never taken
 * for a failure: the journal is asked until it answers.
 */
import { z } from "zod";
import { ActAnswer, type Proposal } from "#contracts/console/acts";
import { reconnectDelayMs } from "#client-core/backoff";
import type { Clock, Random } from "#client-core/ports";
import type { ConsoleApi, Refusal } from "../http/console-api.ts";

export type Verdict = "confirm" | "withdraw";
export type ProposalStage =
  { readonly kind: "idle" | "sending" | "checking" | "done" } | { readonly kind: "refused"; readonly refusal: Refusal };
export interface ProposalPorts {
  readonly api: ConsoleApi;
  readonly clock: Clock;
  readonly random: Random;
  readonly changed: (stage: ProposalStage) => void;
}
const UNCERTAIN: readonly Refusal["code"][] = ["unreachable", "unexpected", "internal", "store_unavailable"];
const GONE: Refusal = { code: "not_found" };

export class ProposalTask {
  stage: ProposalStage = { kind: "idle" };
  private stopped = false;

  constructor(private readonly ports: ProposalPorts) {}

  async decide(verdict: Verdict, proposals: readonly Proposal[]): Promise<void> {
    this.become({ kind: "sending" });
    for (const { sittingId, asked, atMs } of proposals) {
      const refusal = await this.one(verdict, `/api/console/sittings/${sittingId}`, asked.id, atMs);
      if (this.stopped) return;
      if (refusal) return this.become({ kind: "refused", refusal });
    }
    this.become({ kind: "done" });
  }
  stop(): void {
    this.stopped = true;
  }

  private async one(verdict: Verdict, sittingUrl: string, actId: string, atMs: number): Promise<Refusal | null> {
    const { api } = this.ports;
    const schema = verdict === "confirm" ? ActAnswer : z.unknown();
    const body = verdict === "confirm" ? { atMs } : {};
    for (let attempt = 0; !this.stopped; attempt++) {
      const answer = await api.post<unknown>(`${sittingUrl}/proposals/${actId}/${verdict}`, body, schema);
      if ("value" in answer) return null;
      if (!UNCERTAIN.includes(answer.refusal.code)) return answer.refusal;
      this.become({ kind: "checking" });
      const became = await this.becameOf(sittingUrl, actId, attempt);
      if (became === "appended") return verdict === "confirm" ? null : GONE;
      if (became === "unknown") return verdict === "withdraw" ? null : GONE;
    }
    return null;
  }

  /** What the journal says of the act, however long it takes to answer. */
  private async becameOf(
    sittingUrl: string,
    actId: string,
    attempt: number,
  ): Promise<"appended" | "proposed" | "unknown"> {
    for (let n = attempt; ; n++) {
      await new Promise<void>(
        (resolve) => void this.ports.clock.after(reconnectDelayMs(n, this.ports.random), resolve),
      );
      if (this.stopped) return "proposed";
      const answer = await this.ports.api.get(`${sittingUrl}/acts/${actId}`, ActAnswer);
      if (!("value" in answer)) {
        if (UNCERTAIN.includes(answer.refusal.code)) continue;
        return "unknown";
      }
      const { outcome } = answer.value;
      return outcome === "proposed" || outcome === "unknown" ? outcome : "appended";
    }
  }

  private become(stage: ProposalStage): void {
    this.stage = stage;
    this.ports.changed(stage);
  }
}
