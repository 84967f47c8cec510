/** Test data: items, keys, runs and candidates with overrides. */
import type { AnswerValue } from "#domain/answer/entry";
import type { ItemKey, ItemToMark, OptionsKey } from "#domain/marking/item";
import { RULES_1 } from "#domain/marking/marking-rules";
import { type CandidateAnswers, createMarking, type Marking, type RunInputs } from "#domain/marking/run";

export const FIVE = ["a", "b", "c", "d", "e"];

export const anItem = (over: Partial<ItemToMark> = {}): ItemToMark => ({
  id: "q1",
  sectionId: "s1",
  containerId: null,
  type: "QRM",
  weight: 1000,
  options: FIVE,
  expected: 0,
  unit: null,
  image: null,
  ...over,
});
export const right = (ids: string, over: Partial<OptionsKey> = {}): OptionsKey => ({
  type: "options",
  right: [...ids],
  unacceptable: [],
  indispensable: [],
  ...over,
});
export const ticked = (ids: string): AnswerValue => (ids === "" ? { empty: true } : { choice: [...ids] });

/** QRM q1 (abc), QRU q2 (a), QROC q3 (15): three items on 1. */
export const somePaper = (over: { id?: string; prefix?: string; weights?: readonly number[] } = {}) => {
  const { id = "p1", prefix = "q", weights = [1000, 1000, 1000] } = over;
  const [q1, q2, q3] = [`${prefix}1`, `${prefix}2`, `${prefix}3`];
  const items = [
    anItem({ id: q1, weight: weights[0] ?? 1000 }),
    anItem({ id: q2, type: "QRU", sectionId: "s2", weight: weights[1] ?? 1000 }),
    anItem({ id: q3, type: "QROC", sectionId: "s2", options: [], weight: weights[2] ?? 1000 }),
  ];
  const keys: Record<string, ItemKey> = {
    [q1]: right("abc"),
    [q2]: right("a"),
    [q3]: { type: "texts", accepted: ["15"] },
  };
  return { id, items, keys };
};
export const aRun = (over: Partial<RunInputs> = {}): RunInputs => ({
  unit: "UE1",
  papers: [somePaper()],
  rules: RULES_1,
  rulings: [],
  ...over,
});
export const markingOf = (over: Partial<RunInputs> = {}): Marking =>
  createMarking(aRun(over), (text) => JSON.parse(text) as AnswerValue);

/** A candidate with these answers by item id. */
export const answersOf = (
  marking: Marking,
  answers: Readonly<Record<string, AnswerValue>>,
  over: Partial<Omit<CandidateAnswers, "answers">> = {},
): CandidateAnswers => ({
  place: { anonymityNumber: "10000001", centre: "REN", room: "A1" },
  paper: 0,
  absent: false,
  ...over,
  answers: marking.columns.map(({ item, answer }) => {
    const value = answers[item.id];
    return value === undefined ? null : answer(JSON.stringify(value));
  }),
});
