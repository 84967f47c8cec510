import type { Texts } from "../texts/texts.ts";
import type { Refusal } from "../http/console-api.ts";
import type { ActOutcome } from "./act-task.ts";

/** A refusal in the person's language; the server's own words follow where they say more. */
export function refusalSentence(texts: Texts, { code, message }: Refusal): string {
  const own = code in texts.refusal ? texts.refusal[code as keyof Texts["refusal"]] : texts.refusal.other;
  const says = code === "act_refused" || code === "act_overtaken" || code === "not_allowed" || code === "bad_request";
  return says && message !== "" ? `${own} (${message})` : own;
}

/** What became of what was asked for, in one or two sentences. */
export function outcomeSentence(texts: Texts, outcomes: readonly ActOutcome[]): string {
  const refused = outcomes.find((outcome) => outcome.kind === "refused");
  const done = outcomes.filter((outcome) => outcome.kind === "done");
  const sentences: string[] = [];
  const [first] = outcomes;
  if (outcomes.length > 1) sentences.push(texts.act.doneAll(done.length, outcomes.length));
  else if (first?.kind === "done") {
    const { atMs, effectiveAtMs } = first.act;
    sentences.push(effectiveAtMs > atMs ? texts.act.doneLater(atMs, effectiveAtMs) : texts.act.done(atMs));
  } else if (first?.kind === "proposed") sentences.push(texts.act.proposed(first.proposal.expiresAtMs));
  if (refused?.kind === "refused") sentences.push(refusalSentence(texts, refused.refusal));
  return sentences.join(" ");
}
