/** What a candidate typed, as it may be stored: the stores refuse NUL and halves of surrogate pairs. */
import { LIMITS } from "#contracts/limits";
import type { AnswerValue } from "#domain/answer/entry";

const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f]/g;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** The answer of a text field: composed form, no control characters, at most LIMITS.answerTextCharsMax characters. */
export function textAnswer(typed: string): AnswerValue {
  const clean = typed.normalize("NFC").replace(CONTROL, " ").replace(LONE_SURROGATE, "");
  const text = clean.slice(0, LIMITS.answerTextCharsMax).replace(LONE_SURROGATE, "");
  return text.trim() === "" ? { empty: true } : { text };
}
