import { Refusal } from "#cli/command";
import type { CliContext } from "#cli/context";
import type { Act } from "#domain/sitting/act";
import { inEnglish } from "#domain/sitting/reason-in-english";
import { needsRehearsal, type ReadyClaim, refusalUnrehearsed } from "#domain/sitting/rehearsed";
import { foldJournal } from "#domain/sitting/state";
import { databaseOf } from "#postgres/queries/reading";
import { candidateCount, passedRehearsals } from "#postgres/queries/rehearsal-records";
import { findSitting } from "#postgres/queries/sittings";

/**
 * Throws Refusal where an act says that an exam is ready which has passed no rehearsal of its size. Asks PostgreSQL only
 * then: with `--override`, and for a start behind "ready", it is not needed.
 */
export async function mustBeRehearsed(
  claim: ReadyClaim,
  sittingId: number,
  acts: readonly Act[],
  context: CliContext,
): Promise<void> {
  const { phase } = foldJournal(acts);
  if (!needsRehearsal(claim, phase, false)) return;
  const database = databaseOf(context.database());
  const sitting = await findSitting(database, sittingId);
  if (sitting === null) throw new Refusal(`there is no sitting ${sittingId}; amphi sitting list shows them`);
  const exam = { rehearsal: sitting.rehearsal !== 0, candidates: await candidateCount(database, sitting.examId) };
  const passed = await passedRehearsals(database);
  const refusal = refusalUnrehearsed(claim, phase, exam, passed, context.now(), context.rehearsedWithinDays);
  if (refusal !== null) throw new Refusal(`sitting ${sittingId}: ${inEnglish(refusal)} (--override REASON)`);
}
