/** What must be true of a day when it is over: no answer lost, every end as the clock says, every minute accounted for. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { Act } from "#contracts/act";
import { demoCandidates } from "#domain/exam/demo-candidates";
import { foldJournal, pausesOf, startOf } from "#domain/sitting/clock";
import type { CrowdTablet } from "./crowd.ts";
import { type Day, until } from "./day.ts";

/** Every answer of these tablets is what the database has in force. */
export async function nothingLost({ exam }: Day, sittingId: number, tablets: readonly CrowdTablet[]): Promise<void> {
  expect(tablets.filter((tablet) => !tablet.isSecured)).toEqual([]);
  const rows = await exam.rows<{ candidate_id: number; item_id: string; value: unknown }>(
    "SELECT candidate_id, item_id, value FROM answer_current WHERE sitting_id = $1",
    [sittingId],
  );
  for (const { candidate, view } of tablets) {
    const stored = rows.filter((row) => row.candidate_id === candidate.id).map((row) => [row.item_id, row.value]);
    expect(view.answers.size).toBeGreaterThan(0);
    expect(Object.fromEntries(stored)).toEqual(Object.fromEntries(view.answers));
  }
}

/** Of everybody's time: what ran and what stood still are the whole of it, in the ledger as by the clock. */
export async function everyMinuteCounted(
  { exam, staff }: Day,
  sittingId: number,
  tablets: readonly CrowdTablet[],
): Promise<void> {
  const rows = await exam.rows<{ act: unknown }>("SELECT act FROM journal WHERE sitting_id = $1 ORDER BY position", [
    sittingId,
  ]);
  const state = foldJournal(rows.map(({ act }) => Act.parse(act)));
  for (const { candidate, endMs } of tablets) {
    const { id, centreId, roomId } = candidate;
    const place = { candidateId: id, centreId, roomId };
    const startMs = startOf(state, place) ?? 0;
    const lastMs = endMs ?? 0;
    const pausedMs = pausesOf(state, place)
      .map(({ fromMs, untilMs }) => Math.min(untilMs ?? lastMs, lastMs) - Math.max(fromMs, startMs))
      .reduce((sum, ms) => sum + Math.max(0, ms), 0);
    const answer = await staff.first.page.request.get(`/api/console/sittings/${sittingId}/lost-time/${centreId}`);
    const { losses } = (await answer.json()) as { losses: Loss[] };
    const loss = losses.find((one) => one.place.candidateId === id);
    const stood = Object.values(loss?.pausedMs ?? {}).reduce((sum, ms) => sum + ms, 0);
    expect(stood, `${candidate.centre}: paused`).toBe(pausedMs);
    expect((loss?.runningMs ?? 0) + stood, `${candidate.centre}: running and paused`).toBe(lastMs - startMs);
  }
}
interface Loss {
  readonly place: { readonly candidateId: number };
  readonly runningMs: number;
  readonly pausedMs: Readonly<Record<string, number>>;
}

/** `amphi replay` of the exported journal: equal to the database, and to what every tablet was told. */
export async function replayed(
  { exam, staff: { first } }: Day,
  sittingId: number,
  tablets: readonly CrowdTablet[],
): Promise<void> {
  const acts = await first.journal(sittingId);
  await until(async () =>
    expect(await exam.rows("SELECT FROM journal WHERE sitting_id = $1", [sittingId])).toHaveLength(acts.length),
  );
  const file = join(exam.folder, `journal-${sittingId}.json`);
  const answer = await first.page.request.get(`/api/console/sittings/${sittingId}/journal.json`);
  mkdirSync(exam.folder, { recursive: true });
  writeFileSync(file, await answer.body());
  const lines = (await exam.amphi("replay", file, "--sitting", String(sittingId))).trim().split("\n");
  expect(lines.at(-1)).toBe("compared\t8300 ends equal those of the database");
  const ends = new Map(
    lines
      .map((line) => line.split("\t"))
      .flatMap(([what, number, ...rest]) => (what === "end" ? [[number, rest.at(-1)]] : [])),
  );
  const numberOf = new Map(demoCandidates().map((one) => [one.studentNumber, one.anonymityNumber]));
  for (const { candidate, endMs } of tablets)
    expect(ends.get(numberOf.get(candidate.studentNumber)), candidate.centre).toBe(String(endMs));
}
