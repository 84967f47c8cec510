/**
 * A closed sitting that nobody sat: exam, places, candidates, journal and log as the processes would have left them. Among
 * the candidates are some who never came, entries made after the end, and tablets that were replaced.
 */
import { drizzle } from "drizzle-orm/node-postgres";
import type pg from "pg";
import { checkPaper } from "#cli/import/check-paper";
import { Refusal } from "#cli/command";
import type { PaperFolder } from "#cli/import/paper-files";
import { simulatedAnswer } from "#cli/pipeline/simulated-answers";
import { type SeededNumbers, seededNumbers } from "#domain/exam/seeded-numbers";
import type { ItemKey, ItemToMark } from "#domain/marking/item";
import { itemsOfPaper } from "#domain/marking/items-of-paper";
import type { Act } from "#domain/sitting/act";
import { inTransaction } from "#postgres/connection";
import { createExam } from "#postgres/exam/exams";
import { insertPaper, replaceKeys } from "#postgres/exam/papers";
import {
  type SimulatedCandidate,
  type SimulatedDevice,
  type SimulatedEntry,
  storeSimulatedDevices,
  storeSimulatedEntries,
  storeSimulatedJournal,
  storeSimulatedPeople,
} from "#postgres/queries/simulated-day";
import { createSitting } from "#postgres/queries/sittings";

export interface SimulatedDayOptions {
  readonly examSlug: string;
  /** Of the exam; by default it names the slug. */
  readonly title?: string;
  readonly folder: Pick<PaperFolder, "paper" | "key" | "files">;
  readonly candidates: number;
  readonly seed: number;
  /** When it began, ms. */
  readonly startMs: number;
  readonly onProgress?: (stored: number) => void;
}
export interface SimulatedDay {
  readonly examId: number;
  readonly sittingId: number;
  readonly items: number;
  readonly entries: number;
}

const CENTRES = 34;
const ROOM_SEATS = 70;
const CANDIDATES_AT_ONCE = 100;
/** Every so many: never came; wrote after the end; got another tablet. */
const [ABSENT, LATE, REPLACED] = [97, 61, 53];
/** Every so many has a third more time. */
const MORE_TIME = 40;
const DELAY_MS = 150;
const OVERTAKEN_BY_MS = 5_000;

/** Stores the day as the database's owner; the paper must be whole. */
export async function storeSimulatedDay(owner: pg.Pool, options: SimulatedDayOptions): Promise<SimulatedDay> {
  const { candidates, examSlug, folder, onProgress, seed, startMs, title } = options;
  const checked = checkPaper(folder);
  if (!checked.ok || checked.keys === null) throw new Refusal("the simulated paper is not whole");
  const { keys, paper } = checked;
  const items = itemsOfPaper(paper.source, () => null);
  const endMs = startMs + paper.durationMs;
  const people = simulatedPeople(candidates, seed);
  const { examId, ids, sittingId } = await inTransaction(owner, async (client) => {
    const db = drizzle(client);
    const exam = await createExam(db, examSlug, title ?? `Simulated exam ${examSlug}`);
    if (exam === null) throw new Refusal(`there is an exam "${examSlug}" already`);
    const paperId = await insertPaper(db, { examId: exam.id, ...paper });
    await replaceKeys(db, paperId, keys);
    const made = await createSitting(db, {
      paperId,
      title: title ?? "Simulated day",
      plannedStartMs: startMs,
      rehearsal: false,
    });
    await storeSimulatedJournal(client, made, actsOf(startMs, endMs));
    return { examId: exam.id, sittingId: made, ids: await storeSimulatedPeople(client, exam.id, people) };
  });
  const random = seededNumbers(seed);
  let stored = 0;
  for (let at = 0; at < ids.length; at += CANDIDATES_AT_ONCE) {
    const entries: SimulatedEntry[] = [];
    const devices: SimulatedDevice[] = [];
    for (let n = at; n < Math.min(ids.length, at + CANDIDATES_AT_ONCE); n++) {
      if (isAbsent(n)) continue;
      const made = simulatedLog(ids[n] ?? 0, n, { items, keys, startMs, endMs }, random);
      entries.push(...made.entries);
      devices.push(...made.devices);
    }
    await inTransaction(owner, async (client) => {
      await storeSimulatedEntries(client, sittingId, entries);
      await storeSimulatedDevices(client, sittingId, devices);
    });
    stored += entries.length;
    onProgress?.(Math.min(ids.length, at + CANDIDATES_AT_ONCE));
  }
  return { examId, sittingId, items: items.length, entries: stored };
}

/** Whether the candidate in that place of the list never came. */
export const isAbsent = (n: number): boolean => n % ABSENT === ABSENT - 1;

/** Who a day of that size and seed is stored with, in the order of their student numbers. */
export function simulatedPeople(count: number, seed: number): SimulatedCandidate[] {
  const random = seededNumbers(seed + 1);
  return Array.from({ length: count }, (_, n) => {
    const room = Math.floor(n / ROOM_SEATS);
    const born = `${1998 + random.below(7)}-${two(1 + random.below(12))}-${two(1 + random.below(28))}`;
    return {
      ...{ studentNumber: `S${1_000_000 + n}`, anonymityNumber: String(10_000_000 + n * 7 + random.below(7)) },
      ...{ centre: `C${two(1 + (room % CENTRES))}`, room: `R${room + 1}`, seat: String(1 + (n % ROOM_SEATS)) },
      ...{ hasExtraTime: n % MORE_TIME === 0, identity: { born } },
    };
  });
}
const two = (value: number): string => String(value).padStart(2, "0");

interface Sat {
  readonly items: readonly ItemToMark[];
  readonly keys: Readonly<Record<string, ItemKey>>;
  readonly startMs: number;
  readonly endMs: number;
}
/** One candidate's entries, a pace apart, on one tablet or two. */
function simulatedLog(candidateId: number, n: number, { endMs, items, keys, startMs }: Sat, random: SeededNumbers) {
  const skill = 150 + random.below(400) + random.below(400);
  const paceMs = Math.floor((endMs - startMs - 60_000) / (items.length + 1));
  const entries: SimulatedEntry[] = [];
  const devices: SimulatedDevice[] = [{ candidateId, epoch: 1, markerMs: startMs - 600_000, head: 0 }];
  const replacedAt = n % REPLACED === 0 ? Math.floor(items.length / 2) : -1;
  let [epoch, seq] = [1, 0];
  const write = (item: ItemToMark, madeAtMs: number, delayMs: number) => {
    const key = keys[item.id];
    const value = key === undefined ? null : simulatedAnswer(item, key, skill, random);
    if (value === null) return;
    seq += 1;
    const frame = JSON.stringify({ v: 1, epoch, seq, claimedAtMs: madeAtMs, kind: "answer", itemId: item.id, value });
    entries.push({ candidateId, epoch, seq, itemId: item.id, frame, madeAtMs, receivedAtMs: madeAtMs + delayMs });
  };
  items.forEach((item, at) => {
    const madeAtMs = startMs + (at + 1) * paceMs;
    if (at === replacedAt) {
      // What the first tablet still sends comes after the second one's marker: set aside.
      write(item, madeAtMs - 500, OVERTAKEN_BY_MS);
      devices.push({ candidateId, epoch: 2, markerMs: madeAtMs - 1_000, head: 0 });
      [epoch, seq] = [2, 0];
    }
    write(item, madeAtMs, DELAY_MS);
  });
  const last = items.at(-1);
  // Extra time would make it an entry in time.
  if (n % LATE === 0 && n % MORE_TIME !== 0 && last) write(last, endMs + 30_000, DELAY_MS);
  return { entries, devices };
}

function actsOf(startMs: number, endMs: number): Act[] {
  const common = { v: 1, author: "Simulated organiser", second: null, cause: "", scope: { kind: "nation" } } as const;
  const at = (id: string, ms: number) => ({ ...common, id, atMs: ms, effectiveAtMs: ms });
  return [
    { ...at("check-in", startMs - 1_800_000), kind: "check_in" },
    { ...at("ready", startMs - 600_000), kind: "ready", checks: [], override: "a simulated day" },
    { ...at("start", startMs), kind: "start", override: null, keys: null },
    { ...at("end", endMs + 3_600_000), kind: "end" },
    { ...at("collect", endMs + 3_660_000), kind: "collect" },
    { ...at("close", endMs + 3_720_000), kind: "close" },
  ];
}
