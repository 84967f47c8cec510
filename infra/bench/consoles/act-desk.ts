/** Acts of the nation as two organisers do them: one asks, the second confirms where two are needed. */
import { randomUUID } from "node:crypto";
import { ActAnswer, type ActAsked } from "#contracts/console/acts";
import { NATION } from "#domain/sitting/scope";
import type { ExamDay } from "#infra/bench/consoles/exam-day.ts";
import type { ConsolePlan } from "#infra/bench/consoles/protocol.ts";

export interface ActDesk {
  newId(): string;
  /** Resolves to when the request was sent that appended it, ms since 1970, and when it takes effect. */
  act(id: string, kind: "pause" | "resume", effectiveAtMs: number | null): Promise<{ askedAtMs: number; act: Act }>;
}
type Act = Extract<ActAnswer, { act: unknown }>["act"];

export function openActDesk(day: ExamDay, first: ConsolePlan, second: ConsolePlan): ActDesk {
  const at = `${day.controlUrl}/api/console/sittings/${day.sitting.id}`;
  async function post(by: ConsolePlan, path: string, body: object) {
    const askedAtMs = performance.timeOrigin + performance.now();
    const headers = { cookie: by.cookie, origin: day.controlUrl, "content-type": "application/json" };
    const reply = await fetch(`${at}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${text}`);
    return { askedAtMs, answer: ActAnswer.parse(JSON.parse(text)) };
  }
  return {
    newId: () => randomUUID(),
    async act(id, kind, effectiveAtMs) {
      const asked: ActAsked = { id, kind, cause: "bench", scope: NATION, effectiveAtMs, seenActId: null };
      let said = await post(first, "/acts", kind === "resume" ? { ...asked, lifts: NATION } : asked);
      if (said.answer.outcome === "proposed") said = await post(second, `/proposals/${id}/confirm`, {});
      if (!("act" in said.answer)) throw new Error(`${kind}: ${said.answer.outcome}`);
      return { askedAtMs: said.askedAtMs, act: said.answer.act };
    },
  };
}
