/** The text of an entry, as JSON.stringify would write it, out of a head and a tail that is made once for many. */
import type { AnswerFrame, EntryFrame } from "#domain/answer/entry";

type Position = Pick<EntryFrame, "v" | "epoch" | "seq" | "claimedAtMs">;
/** An entry without its position, of any kind. */
export type EntryBody = EntryFrame extends infer One
  ? One extends EntryFrame
    ? Omit<One, keyof Position>
    : never
  : never;

export const entryText = (epoch: number, seq: number, claimedAtMs: number, tail: string): string =>
  `{"v":1,"epoch":${epoch},"seq":${seq},"claimedAtMs":${claimedAtMs},${tail}`;
export const tailOf = (body: EntryBody): string => JSON.stringify(body).slice(1);
export const answerTail = (itemId: string, value: AnswerFrame["value"]): string =>
  tailOf({ kind: "answer", itemId, value });
