/** Shows a card code in its printed groups while it is being typed; what is stored or sent is read by domain/exam/card-code. */
import { CARD_CODE_CHARS } from "#domain/exam/card-code";

/** Capitals, grouped 4-4-5; characters that no code has stay visible, so that the person sees what was typed. */
export function groupWhileTyping(typed: string): string {
  const plain = typed
    .replace(/[\s\p{Pd}_.]/gu, "")
    .toUpperCase()
    .slice(0, CARD_CODE_CHARS + 3);
  return [plain.slice(0, 4), plain.slice(4, 8), plain.slice(8)].filter((group) => group !== "").join("-");
}
