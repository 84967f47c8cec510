/** A stored frame, as far as folding looks: an answer's value stays the text that it is, since columns know most of them. */
import type { EntryFrame, FrameToFold } from "#domain/answer/entry";

/**
 * An answer as tablets write it. Its value has no braces inside, so that the first one that closes is its end: of a frame
 * that is JSON, as all are that were ever stored, the text between is the value, whole and alone.
 */
const PLAIN_ANSWER =
  /^\{"v":1,"epoch":(\d+),"seq":(\d+),"claimedAtMs":(\d+),"kind":"answer","itemId":"([\w.-]+)","value":(\{[^{}]*\})\}$/;

/** `text`: JSON of an EntryFrame, in any spelling; what is not as above is parsed. */
export function frameToFold(text: string): FrameToFold<string> {
  const [, epoch, seq, claimedAtMs, itemId, value] = PLAIN_ANSWER.exec(text) ?? [];
  if (itemId !== undefined && value !== undefined)
    return { epoch: Number(epoch), seq: Number(seq), claimedAtMs: Number(claimedAtMs), kind: "answer", itemId, value };
  const frame = JSON.parse(text) as EntryFrame; // parsed before it was stored
  return frame.kind === "answer" ? { ...frame, value: JSON.stringify(frame.value) } : frame;
}
