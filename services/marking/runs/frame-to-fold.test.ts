import { expect, test } from "vitest";
import type { AnswerValue, EntryFrame } from "#domain/answer/entry";
import { frameToFold } from "#marking/runs/frame-to-fold";

const answer = (value: AnswerValue): EntryFrame => ({
  ...{ v: 1, epoch: 2, seq: 37, claimedAtMs: 1_793_624_400_123, kind: "answer", itemId: "q-1.b_2", value },
});
/** What folding would be given by parsing alone. */
const parsed = (text: string) => {
  const { epoch, seq, claimedAtMs, kind, itemId, value } = JSON.parse(text) as ReturnType<typeof answer> & {
    itemId: string;
    value: AnswerValue;
  };
  return { epoch, seq, claimedAtMs, kind, itemId, value };
};
const VALUES: AnswerValue[] = [
  { choice: ["a", "c"] },
  { text: 'a "quoted" \\ text, é' },
  { text: 'braces {} and },"value":{"choice":["x"]' },
  { points: [{ x: 1, y: 2 }] },
  { scale: -2 },
  { empty: true },
];

test.each(VALUES)("the value of %j is its text, and the rest what parsing gives", (value) => {
  const text = JSON.stringify(answer(value));
  const read = frameToFold(text);
  expect(read).toMatchObject({ epoch: 2, seq: 37, claimedAtMs: 1_793_624_400_123, kind: "answer", itemId: "q-1.b_2" });
  expect(read.kind === "answer" && JSON.parse(read.value)).toEqual(value);
});

test("other spellings of a frame are read as JSON reads them", () => {
  const [start, end] = ['{"v":1,"epoch":2,"seq":37,"claimedAtMs":5,"kind":"answer","itemId":"q1","value":', "}"];
  const spellings = [
    `${start} { "choice" : ["a"] } ${end}`,
    `${start}{"choice":["b"]},"value":{"choice":["a"]}${end}`,
    `${start}{"choice":["a"]},"seq":38${end}`,
    '{"value":{"choice":["a"]},"itemId":"q\\u0031","kind":"answer","claimedAtMs":5e0,"seq":37,"epoch":2,"v":1}',
  ];
  for (const text of spellings) {
    const read = frameToFold(text);
    const value: unknown = read.kind === "answer" && JSON.parse(read.value);
    expect({ ...read, value }).toMatchObject(parsed(text));
  }
});

test("what is no answer is given as it is", () => {
  const lock = { v: 1, epoch: 1, seq: 2, claimedAtMs: 3, kind: "lock", stepId: "s", itemIds: ["q1"] };
  expect(frameToFold(JSON.stringify(lock))).toEqual(lock);
});
