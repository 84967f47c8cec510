import { inWords } from "#domain/sitting/reason";
import type { Texts } from "../texts/texts.ts";
import { authorWords } from "../journal/act-words.ts";
import type { Refusal } from "../http/console-api.ts";
import type { ActOutcome } from "./act-task.ts";

/** A refusal in the person's language: the reason where there is one, else what its code says. */
export function refusalSentence(texts: Texts, { code, reason }: Refusal): string {
  if (reason) {
    const of = reason.code === "overtaken" ? { ...reason, author: authorWords(texts, reason.author) } : reason;
    return asSentence(inWords(texts.reason, of));
  }
  return code in texts.refusal ? texts.refusal[code as keyof Texts["refusal"]] : texts.refusal.other;
}

const asSentence = (words: string): string =>
  `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.!?]$/.test(words) ? "" : "."}`;

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
