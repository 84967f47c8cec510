/**
 * Marks of a sitting (8,300 candidates) and of a million, 120 items of five types each: answers as texts in, marks out. The
 * million stream through as `amphi mark` has them: hash of the entries, marks, and the lines of marks.csv.
 */
import type { Benchmark, Figure } from "#infra/bench/benchmark.ts";
import { median, rounded } from "#infra/bench/measure/median.ts";
import { marksLine } from "#domain/marking/mark-lines";
import { textSha256 } from "#cli/marking/papers";
import type { AnswerValue } from "#domain/answer/entry";
import { type SeededNumbers, seededNumbers } from "#domain/exam/seeded-numbers";
import type { ItemKey, ItemToMark, ItemType } from "#domain/marking/item";
import { RULES_1 } from "#domain/marking/marking-rules";
import { createMarking, type Marking, type PaperToMark } from "#domain/marking/run";
import { createEntriesDigest, entriesText } from "#domain/marking/run-digest";
import { createStatistics } from "#domain/marking/statistics";

const SITTING = 8_300;
const MILLION = 1_000_000;
const ITEMS = 120;
const SEED = 20_151_207;
const ROUNDS = 5;
const TARGET_MS = 500;
const TARGET_S = 180;
/** Bounded: what a million needs beyond the program itself, however long their answers. */
const TARGET_MB = 1_000;
const LOOK_EVERY = 20_000;

export const marking: Benchmark = { name: "marking", run: () => Promise.resolve([sitting(), million()]) };

/** One candidate's answers by column, as the texts of a file. */
type Texts = readonly string[];

function sitting(): Figure {
  const writers = textWriters();
  const random = seededNumbers(SEED);
  const candidates = Array.from({ length: SITTING }, () => writers.map((write) => write(random)));
  const pure = Array.from({ length: ROUNDS }, () => timed(() => markAll(newMarking(), candidates)));
  const counted = timed(() => {
    const run = newMarking();
    const statistics = createStatistics(run);
    candidates.forEach((texts, n) => {
      const candidate = candidateOf(run, texts, n);
      statistics.add(candidate, run.mark(candidate));
    });
    statistics.report();
  });
  const ms = median(pure.map((one) => one.ms));
  return {
    name: "marking.8300",
    value: rounded(ms),
    unit: "ms for all marks, in memory",
    target: `≤ ${TARGET_MS}`,
    ok: ms <= TARGET_MS,
    detail: {
      candidates: SITTING,
      items: ITEMS,
      rounds: ROUNDS,
      cpuMs: rounded(median(pure.map((one) => one.cpuMs))),
      withStatistics: { ms: rounded(counted.ms), cpuMs: rounded(counted.cpuMs) },
    },
  };
}

function million(): Figure {
  const writers = textWriters();
  const random = seededNumbers(SEED);
  const run = newMarking();
  const entries = createEntriesDigest(textSha256);
  const before = process.memoryUsage().rss;
  let [most, bytes, markSum] = [before, 0, 0];
  const { ms, cpuMs } = timed(() => {
    for (let n = 0; n < MILLION; n++) {
      const texts = writers.map((write) => write(random));
      const candidate = candidateOf(run, texts, n);
      const inForce = candidate.answers.map((answer, seq) => ({ answer, epoch: 1, seq }));
      entries.add(candidate.place.anonymityNumber, entriesText(candidate, inForce));
      const marks = run.mark(candidate);
      markSum += marks.mark ?? 0;
      bytes += marksLine("UE1", marks).length;
      if (n % LOOK_EVERY === 0) most = Math.max(most, process.memoryUsage().rss);
    }
    entries.digest();
  });
  const [seconds, memoryMB] = [ms / 1_000, (Math.max(most, process.memoryUsage().rss) - before) / 1e6];
  const detail = {
    candidates: MILLION,
    items: ITEMS,
    perSecond: Math.round(MILLION / seconds),
    cpuSeconds: rounded(cpuMs / 1_000),
    memoryMB: rounded(memoryMB),
    memoryTarget: `≤ ${TARGET_MB} MB`,
    marksFileMB: rounded(bytes / 1e6),
    meanMark: Math.round(markSum / MILLION),
  };
  const ok = seconds <= TARGET_S && memoryMB <= TARGET_MB;
  return { name: "marking.1000000", value: rounded(seconds), unit: "s", target: `≤ ${TARGET_S}`, ok, detail };
}

function markAll(run: Marking, candidates: readonly Texts[]): void {
  candidates.forEach((texts, n) => run.mark(candidateOf(run, texts, n)));
}

function candidateOf(run: Marking, texts: Texts, n: number) {
  const place = { anonymityNumber: String(10_000_000 + n), centre: `C${n % 34}`, room: `R${n % 120}` };
  const answers = run.columns.map((column, at) => column.answer(texts[at] ?? "") ?? column.noAnswer);
  return { place, paper: 0, absent: false, answers };
}

const newMarking = (): Marking =>
  createMarking(
    { unit: "UE1", papers: [somePaper()], rules: RULES_1, rulings: [] },
    (text) => JSON.parse(text) as AnswerValue,
  );

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
function textWriters(): readonly ((random: SeededNumbers) => string)[] {
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

/** Wall clock, and the CPU time of this process: what it would take without company. Ms. */
function timed(work: () => void): { readonly ms: number; readonly cpuMs: number } {
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  work();
  const { user, system } = process.cpuUsage(cpu);
  return { ms: performance.now() - start, cpuMs: (user + system) / 1_000 };
}
