/**
 * What consoles need to know of an exam: its sittings, centres, rooms and people. Read from PostgreSQL every minute and
 * whenever somebody changed it; the last known copy is kept in the control Redis, so that control started while
 * PostgreSQL is away still serves consoles. Nothing of it waits for a store once it was read.
 */
import { z } from "zod";
import { CentreSummary, RosterRow, SittingSummary } from "#contracts/console/live";
import { placesFrom } from "#control/roster/places";
import type { Places } from "#domain/sitting/places";

/** Names of the sealed packages that the tablets of a sitting should have, hex; a sitting without any is left out. */
export const PaperPrints = z.strictObject({
  sittingId: z.number().int(),
  sha256: z.string(),
  backupSha256: z.string().nullable(),
});
export type PaperPrints = z.infer<typeof PaperPrints>;

/** Everything of one exam, as it was read at one time. */
export const ExamPages = z.strictObject({
  examId: z.number().int(),
  /** Newest first. */
  sittings: z.array(SittingSummary),
  papers: z.array(PaperPrints),
  centres: z.array(CentreSummary),
  candidates: z.array(RosterRow),
});
export type ExamPages = z.infer<typeof ExamPages>;
/** Where the exams stand. Rejects while it is away. */
export interface RosterSource {
  sittings(): Promise<SittingSummary[]>;
  papers(examId: number): Promise<PaperPrints[]>;
  centres(examId: number): Promise<CentreSummary[]>;
  candidates(examId: number): Promise<RosterRow[]>;
}
/** The last known copy. Rejects while it is away. */
export interface RosterCopy {
  read(): Promise<readonly ExamPages[]>;
  write(pages: ExamPages): Promise<void>;
}

/** A room with where it is. */
export interface RoomAt {
  readonly examId: number;
  readonly centre: CentreSummary;
  readonly room: CentreSummary["rooms"][number];
}
export interface ExamBook {
  /** Resolves once something is known, or both stores are known to be away. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Reads one exam again now. Rejects when PostgreSQL is away: what was known stays known. */
  refresh(examId: number): Promise<void>;
  places(sittingId: number): Places;
  centres(sittingId: number): readonly CentreSummary[];
  candidates(sittingId: number): ReadonlyMap<number, RosterRow>;
  /** Newest first; null: of every exam. */
  sittings(examId: number | null): readonly SittingSummary[];
  sitting(sittingId: number): SittingSummary | null;
  papers(sittingId: number): PaperPrints | null;
  /** Of any exam; null: none has it. */
  room(roomId: number): RoomAt | null;
  /** Id of the exam that has this centre, or null. */
  centreExam(centreId: number): number | null;
  /** Called after an exam was read and found different. */
  onChange(listener: (examId: number) => void): void;
}

interface Known {
  readonly text: string;
  readonly pages: ExamPages;
  readonly candidates: ReadonlyMap<number, RosterRow>;
  readonly places: Places;
}
const READ_EVERY_MS = 60_000;
const NOBODY = placesFrom([], new Map());

export function createExamBook(
  source: RosterSource,
  copy: RosterCopy,
  onTrouble: (error: unknown) => void,
  readEveryMs = READ_EVERY_MS,
): ExamBook {
  const known = new Map<number, Known>();
  const examOf = new Map<number, number>();
  const listeners: ((examId: number) => void)[] = [];
  let timer: NodeJS.Timeout | null = null;
  let turn = Promise.resolve();

  const ofSitting = (sittingId: number): Known | undefined => known.get(examOf.get(sittingId) ?? 0);

  function learn(pages: ExamPages): boolean {
    const text = JSON.stringify(pages);
    if (known.get(pages.examId)?.text === text) return false;
    const candidates = new Map(pages.candidates.map((row) => [row.id, row]));
    known.set(pages.examId, { text, pages, candidates, places: placesFrom(pages.centres, candidates) });
    for (const sitting of pages.sittings) examOf.set(sitting.id, pages.examId);
    for (const listener of listeners) listener(pages.examId);
    return true;
  }
  async function read(examId: number, all: readonly SittingSummary[]): Promise<void> {
    const sittings = all.filter((sitting) => sitting.examId === examId);
    const [papers, centres, candidates] = await Promise.all([
      source.papers(examId),
      source.centres(examId),
      source.candidates(examId),
    ]);
    const pages: ExamPages = { examId, sittings, papers, centres, candidates };
    if (learn(pages)) await copy.write(pages).catch(onTrouble);
  }
  /** One after the other, so that an older reading never comes behind a newer one. */
  function inTurn(reading: () => Promise<void>): Promise<void> {
    const mine = turn.then(reading);
    turn = mine.catch(() => undefined);
    return mine;
  }
  const readAll = () =>
    inTurn(async () => {
      const all = await source.sittings();
      for (const examId of new Set(all.map((sitting) => sitting.examId))) await read(examId, all);
    }).catch(onTrouble);

  return {
    start: async () => {
      const copies = await copy.read().catch((error: unknown) => {
        onTrouble(error);
        return [];
      });
      for (const pages of copies) learn(pages);
      const first = readAll();
      if (copies.length === 0) await first;
      timer = setInterval(() => void readAll(), readEveryMs);
    },
    stop: async () => {
      if (timer) clearInterval(timer);
      await turn;
    },
    refresh: (examId) => inTurn(async () => read(examId, await source.sittings())),
    places: (sittingId) => ofSitting(sittingId)?.places ?? NOBODY,
    centres: (sittingId) => ofSitting(sittingId)?.pages.centres ?? [],
    candidates: (sittingId) => ofSitting(sittingId)?.candidates ?? new Map(),
    sittings: (examId) =>
      [...known.values()]
        .filter(({ pages }) => examId === null || pages.examId === examId)
        .flatMap(({ pages }) => pages.sittings),
    sitting: (sittingId) => ofSitting(sittingId)?.pages.sittings.find((sitting) => sitting.id === sittingId) ?? null,
    papers: (sittingId) => ofSitting(sittingId)?.pages.papers.find((one) => one.sittingId === sittingId) ?? null,
    room: (roomId) => {
      for (const { pages } of known.values())
        for (const centre of pages.centres)
          for (const room of centre.rooms) if (room.id === roomId) return { examId: pages.examId, centre, room };
      return null;
    },
    centreExam: (centreId) =>
      [...known.values()].find(({ pages }) => pages.centres.some(({ id }) => id === centreId))?.pages.examId ?? null,
    onChange: (listener) => void listeners.push(listener),
  };
}
