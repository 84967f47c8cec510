/** What may be done for one candidate, or several, in the order of a drawer. The server judges again. Pure. */
import type { Scope } from "#domain/sitting/scope";
import { type SittingState, refusalOf } from "#domain/sitting/clock";
import type { ActAim } from "../acts/act-form.ts";
import type { CandidateView } from "../live/candidate-view.ts";
import type { Texts } from "../texts/texts.ts";

export interface Offer {
  readonly aim: ActAim;
  readonly title: string;
}

export function candidateActs(texts: Texts, state: SittingState, candidate: CandidateView): readonly Offer[] {
  const scope: Scope = { kind: "candidate", id: candidate.id };
  const { act: words } = texts;
  const { attendance } = candidate.notes;
  const sample = { creditMs: 60_000, numerator: 1, denominator: 1, text: "-", audience: "candidates" } as const;
  const offer = (title: string, aim: Omit<ActAim, "scopes">): Offer[] => {
    const claim = { ...sample, ...aim.details, kind: aim.kind, scope };
    return refusalOf(state, claim) === null ? [{ title, aim: { ...aim, scopes: [scope] } }] : [];
  };
  const fraction = `${candidate.extraTime.numerator}/${candidate.extraTime.denominator}`;
  const isAsked = candidate.row !== null && candidate.row.otherTabletAtMs !== null;
  return [
    ...(isAsked ? offer(words.approve, { kind: "replace_device" }) : []),
    ...offer(words.credit, { kind: "credit" }),
    ...offer(words.pauseOne, { kind: "pause" }),
    ...offer(words.resumeOne, { kind: "resume", details: { lifts: scope } }),
    ...(attendance === "present"
      ? []
      : offer(words.present, { kind: "attendance", details: { attendance: "present" } })),
    ...(attendance === "absent" || candidate.row?.connected
      ? []
      : offer(words.absent, { kind: "attendance", details: { attendance: "absent" } })),
    ...(attendance === "left" ? [] : offer(words.left, { kind: "attendance", details: { attendance: "left" } })),
    ...offer(words.message, { kind: "instruction", details: { audience: "candidates" } }),
    ...offer(words.incident, { kind: "incident" }),
    ...offer(words.note, { kind: "incident", details: { category: "other" } }),
    ...(isAsked ? [] : offer(words.spare, { kind: "replace_device" })),
    ...offer(words.extraTime, { kind: "extra_time", first: { fraction } }),
    ...(candidate.state === "over" || candidate.state === "offline" || candidate.row?.submitted === "on_tablet"
      ? offer(words.waive, { kind: "waive_receipt" })
      : []),
  ];
}

/** Everybody absent who has not arrived where the clock runs; null: nobody, or it has not started. */
export function absenceOf(candidates: readonly CandidateView[]): ActAim | null {
  const missing = candidates.filter(({ state, clock }) => state === "not_arrived" && clock.stage !== "waiting");
  const scopes = missing.map(({ id }): Scope => ({ kind: "candidate", id }));
  return scopes.length === 0 ? null : { kind: "attendance", scopes, details: { attendance: "absent" } };
}

/** What is offered for several at once. */
export function selectionActs(texts: Texts, ids: readonly number[]): readonly Offer[] {
  const scopes = ids.map((id): Scope => ({ kind: "candidate", id }));
  const { act: words } = texts;
  return [
    { title: words.credit, aim: { kind: "credit", scopes } },
    { title: words.present, aim: { kind: "attendance", scopes, details: { attendance: "present" } } },
    { title: words.absent, aim: { kind: "attendance", scopes, details: { attendance: "absent" } } },
    { title: words.incident, aim: { kind: "incident", scopes } },
    { title: words.spare, aim: { kind: "replace_device", scopes } },
  ];
}
