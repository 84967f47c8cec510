import { expect, test } from "vitest";
import { studentRoutes } from "#portal/student/routes";
import type { StudentParts } from "#portal/student/ports";
import { createAccessBook } from "#portal/student/access-book";
import { createPublicationBook } from "#portal/student/publication-book";
import { aPortal } from "#portal/testing/a-portal";
import type { Access } from "#postgres/queries/student/access-log";

/** The national exam's own number. */
const STUDENTS = 11_000;
const PUBLISH_AT_MS = 1_773_936_000_000;

test("R45: on the day of results a view costs the database nothing, and who saw what is written many at once", async () => {
  const world = { nowMs: PUBLISH_AT_MS - 1, reads: 0 };
  const results = new Map(Array.from({ length: STUDENTS }, (_, n) => [n + 1, JSON.stringify({ own: n + 1 })]));
  const read = <T>(value: T) => (world.reads++, Promise.resolve(value));
  const signed = {
    ...{ publicationId: 1, competitionId: 1, hasSeats: false, publishAtMs: PUBLISH_AT_MS },
    ...{ answersUntilMs: null, withdrawn: false, mailedAtMs: null },
  };
  const book = createPublicationBook({
    competitions: () => read([1]),
    signed: () => read([signed]),
    results: () => read(results),
    everyone: () => read(null),
  });
  const written: (readonly Access[])[] = [];
  const access = createAccessBook(async (accesses) => void written.push(accesses));
  // What is not given here is not asked for: a view that needed it would fail.
  const parts = { book, noteAccess: access.note, now: () => world.nowMs } as Partial<StudentParts> as StudentParts;
  let own = 0;
  const student = () => ({
    account: { id: own, login: "", name: "", personIds: [own] },
    ...{ language: "fr" as const, signedInAtMs: 0, cas: null, expiresAtMs: PUBLISH_AT_MS * 2 },
  });
  const { app } = aPortal(studentRoutes(parts), {
    callers: { staffOf: async () => null, studentOf: async () => student() },
    now: () => world.nowMs,
  });
  const view = async (personId: number) => {
    own = personId;
    const response = await app.request("http://localhost/api/student/competitions/1/results");
    return (await response.json()) as { result: { own: number } | null };
  };

  await book.refresh(world.nowMs);
  // Loaded before its time, and shown to nobody.
  expect((await view(1)).result).toBe(null);
  const before = world.reads;
  world.nowMs = PUBLISH_AT_MS;
  for (let n = 1; n <= STUDENTS; n += 11) expect((await view(n)).result).toEqual({ own: n });
  expect(world.reads).toBe(before);
  await access.write();
  expect(written.map((one) => one.length)).toEqual([STUDENTS / 11]);
});
