/** A paper of 120 items of six types and ways to answer it, as texts of a file: seeded, so that every round is the same. */
import type { AnswerValue } from "#domain/answer/entry";
import type { SeededNumbers } from "#domain/exam/seeded-numbers";
import type { ItemKey, ItemToMark, ItemType } from "#domain/marking/item";
import { RULES_1 } from "#domain/marking/marking-rules";
import { createMarking, type Marking, type PaperToMark } from "#domain/marking/run";

export const ITEMS = 120;

/** One candidate's answers by column, as the texts of a file. */
export type Texts = readonly string[];

export const newMarking = (): Marking =>
  createMarking(
    { unit: "UE1", papers: [somePaper()], rules: RULES_1, rulings: [] },
    (text) => JSON.parse(text) as AnswerValue,
  );

export function candidateOf(run: Marking, texts: Texts, n: number) {
  const place = { anonymityNumber: String(10_000_000 + n), centre: `C${n % 34}`, room: `R${n % 120}` };
  const answers = run.columns.map((column, at) => column.answer(texts[at] ?? "") ?? column.noAnswer);
  return { place, paper: 0, absent: false, answers };
}

const OPTIONS = [..."abcde"];
const TYPES: readonly ItemType[] = [
  "QRM",
  "QRU",
  "QRM",
  "QRM",
  "QRP",
  "QRM",
  "QRU",
  "QRM",
  "QROC",
  "QRU",
  "QRM",
  "TCS",
];
const KEYS: Readonly<Partial<Record<ItemType, ItemKey>>> = {
  QRM: { type: "options", right: ["a", "c"], unacceptable: ["e"], indispensable: [] },
  QRU: { type: "options", right: ["b"], unacceptable: [], indispensable: [] },
  QRP: { type: "options", right: ["a", "b", "c"], unacceptable: [], indispensable: [] },
  QROC: { type: "texts", accepted: ["scanner thoracique", "TDM"] },
  TCS: { type: "panel", counts: [9, 5, 1, 0, 0] },
};
const COMMON_TEXTS = ["Scanner thoracique", "tdm", "IRM cérébrale", "radio"].map((text) => JSON.stringify({ text }));
const typeAt = (n: number): ItemType => TYPES[n % TYPES.length] ?? "QRM";

function somePaper(): PaperToMark {
  const items = Array.from({ length: ITEMS }, (_, n): ItemToMark => {
    const type = typeAt(n);
    const options = type === "QROC" || type === "TCS" ? [] : OPTIONS;
    const base = { id: `q${n + 1}`, sectionId: "s", containerId: null, weight: 1000, unit: null, image: null };
    return { ...base, type, options, expected: type === "QRP" ? 3 : 0 };
  });
  const keys: Record<string, ItemKey> = {};
  for (const { id, type } of items) keys[id] = KEYS[type] ?? { type: "texts", accepted: [] };
  return { id: "p", items, keys };
}

/** By column: a way to answer it. Of free texts one in five is nobody else's. */
export function textWriters(): readonly ((random: SeededNumbers) => string)[] {
  return Array.from({ length: ITEMS }, (_, n) => {
    const type = typeAt(n);
    if (type === "TCS") return (random: SeededNumbers) => `{"scale":${random.below(5) - 2}}`;
    if (type === "QROC")
      return (random: SeededNumbers) =>
        random.below(5) > 0 ? random.pick(COMMON_TEXTS) : `{"text":"autre ${random.below(1_000_000)}"}`;
    const texts = Array.from({ length: 32 }, (_mask, mask) => OPTIONS.filter((_id, bit) => (mask >> bit) % 2 === 1));
    const values = texts.map((choice) => JSON.stringify(choice.length === 0 ? { empty: true } : { choice }));
    return (random: SeededNumbers) => random.pick(values);
  });
}
