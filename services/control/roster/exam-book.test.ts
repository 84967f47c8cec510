import { expect, onTestFinished, test, vi } from "vitest";
import { aCandidate, aSittingSummary, SITTING } from "#control/live/testing/a-hall";
import { createExamBook, type ExamPages } from "#control/roster/exam-book";

const away = () => Promise.reject(new Error("away"));
const centre = (name: string) => ({
  id: 1,
  code: "REN",
  name,
  rooms: [{ id: 11, code: "A", name: "Amphi A", rows: null, columns: null, expected: 1 }],
});
const pages = (name = "Rennes"): ExamPages => ({
  examId: 1,
  sittings: [aSittingSummary()],
  papers: [{ sittingId: SITTING, sha256: "a", backupSha256: null }],
  centres: [centre(name)],
  candidates: [aCandidate(111, 11)],
});

function aBook(kept: ExamPages[] = []) {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const world = { now: pages() as ExamPages | null, trouble: 0 };
  const read = <T>(take: (all: ExamPages) => T): Promise<T> =>
    world.now === null ? away() : Promise.resolve(take(world.now));
  const book = createExamBook(
    {
      sittings: () => read((all) => all.sittings),
      papers: () => read((all) => all.papers),
      centres: () => read((all) => all.centres),
      candidates: () => read((all) => all.candidates),
    },
    {
      read: () => Promise.resolve(kept),
      write: (written) => {
        kept.splice(0, kept.length, written);
        return Promise.resolve();
      },
    },
    () => world.trouble++,
  );
  const changed: number[] = [];
  book.onChange((examId) => changed.push(examId));
  onTestFinished(() => book.stop());
  return { world, book, kept, changed };
}

test("knows places and people after the start, and keeps a copy", async () => {
  const { book, kept } = aBook();
  await book.start();
  expect(book.places(SITTING).placeOfCandidate(111)).toEqual({ centreId: 1, roomId: 11, candidateId: 111 });
  expect([book.sittings(1).length, book.sittings(2).length, book.sittings(null).length]).toEqual([1, 0, 1]);
  expect(book.papers(SITTING)?.sha256).toBe("a");
  expect([book.sitting(99), book.places(99).centreIds, book.candidates(99).size]).toEqual([null, [], 0]);
  expect(kept).toHaveLength(1);
});

test("started without PostgreSQL it knows the copy, and reads anew when PostgreSQL is back", async () => {
  const { world, book, changed } = aBook([pages("Rennes, before")]);
  world.now = null;
  await book.start();
  expect(book.centres(SITTING)[0]?.name).toBe("Rennes, before");
  await vi.advanceTimersByTimeAsync(60_000);
  expect([book.centres(SITTING)[0]?.name, world.trouble]).toEqual(["Rennes, before", 2]);
  world.now = pages("Rennes");
  await vi.advanceTimersByTimeAsync(60_000);
  expect([book.centres(SITTING)[0]?.name, changed]).toEqual(["Rennes", [1, 1]]);
});

test("a room renamed on the day is told once; what did not change is not", async () => {
  const { world, book, changed } = aBook();
  await book.start();
  await book.refresh(1);
  expect(changed).toEqual([1]);
  world.now = pages("Rennes 1");
  await book.refresh(1);
  expect([changed, book.centres(SITTING)[0]?.name]).toEqual([[1, 1], "Rennes 1"]);
  world.now = null;
  await expect(book.refresh(1)).rejects.toThrow("away");
  expect(book.centres(SITTING)[0]?.name).toBe("Rennes 1");
});
