/** A candidate's epochs and the frames of their chains. */
import { and, asc, eq, lte } from "drizzle-orm";
import { Genesis } from "#contracts/http/sign-in";
import type { CandidateRef } from "#domain/answer/entry";
import { type Database, reading } from "#postgres/queries/reading";
import { answerLog, candidateEpoch } from "#postgres/schema/answers";

/** Epochs of a candidate in a sitting as far as they are drained, oldest first. */
export async function epochsOf(database: Database, of: CandidateRef) {
  const rows = await reading("epochs", () =>
    database
      .select({
        epoch: candidateEpoch.epoch,
        deviceId: candidateEpoch.deviceId,
        publicKey: candidateEpoch.publicKey,
        genesis: candidateEpoch.genesis,
        genesisHash: candidateEpoch.genesisHash,
        d2: candidateEpoch.d2,
        head: candidateEpoch.head,
        submitted: candidateEpoch.submitted,
      })
      .from(candidateEpoch)
      .where(and(eq(candidateEpoch.sittingId, of.sittingId), eq(candidateEpoch.candidateId, of.candidateId)))
      .orderBy(asc(candidateEpoch.epoch)),
  );
  return rows.map((row) => ({ ...row, genesis: row.genesis === null ? null : Genesis.parse(row.genesis) }));
}
export type StoredEpoch = Awaited<ReturnType<typeof epochsOf>>[number];

/** Entries of an epoch in order of seq, up to `upTo`: the frames exactly as sent. */
export const framesOf = (database: Database, of: CandidateRef, epoch: number, upTo: number) =>
  reading("frames", () =>
    database
      .select({ seq: answerLog.seq, kind: answerLog.kind, frame: answerLog.frame })
      .from(answerLog)
      .where(
        and(
          eq(answerLog.sittingId, of.sittingId),
          eq(answerLog.candidateId, of.candidateId),
          eq(answerLog.epoch, epoch),
          lte(answerLog.seq, upTo),
        ),
      )
      .orderBy(asc(answerLog.seq)),
  );
