/** Which sitting of a platform may be rehearsed. */
import { Pool } from "pg";
import { DEMO_EXAM } from "#domain/exam/demo-exam";
import { databaseOf } from "#postgres/queries/reading";
import { findPapers, listSittings } from "#postgres/queries/sittings";
import { DEMO_PAPER_ID } from "#domain/exam/demo-exam";

export type SittingFound = { readonly sittingId: number } | { readonly refusal: string };

/**
 * The sitting that the demo's candidates are led to. Refused where one of their sittings is no rehearsal: whoever is
 * rehearsed there would take the place of a real candidate.
 */
export async function sittingToRehearse(databaseUrl: string): Promise<SittingFound> {
  const pool = new Pool({ connectionString: databaseUrl, max: 1 });
  try {
    const database = databaseOf(pool);
    const [paper] = await findPapers(database, DEMO_PAPER_ID, DEMO_EXAM.slug);
    if (!paper)
      return { refusal: `this platform has no exam "${DEMO_EXAM.slug}": its candidates are the ones who rehearse` };
    const all = await listSittings(database);
    const examId = all.find((one) => one.paperId === paper.id)?.examId;
    const own = all.filter((one) => one.examId === examId);
    return refusalOrLatest(own);
  } finally {
    await pool.end();
  }
}

interface Planned {
  readonly id: number;
  readonly title: string;
  readonly plannedStartMs: number;
  readonly rehearsal: number;
}
export function refusalOrLatest(sittings: readonly Planned[]): SittingFound {
  const real = sittings.find((one) => one.rehearsal === 0);
  if (real) return { refusal: `sitting ${real.id} "${real.title}" is a real one: only rehearsals are rehearsed` };
  const [latest] = [...sittings].sort((a, b) => b.plannedStartMs - a.plannedStartMs || b.id - a.id);
  return latest ? { sittingId: latest.id } : { refusal: "no sitting was opened yet" };
}
