/**
 * What stood in a run where a ruling let entries count that were set aside: read again from the log, for the few
 * candidates concerned, so that a question may take that ruling back.
 */
import type pg from "pg";
import type { Marking } from "#domain/marking/run";
import type { AnswerInForce } from "#domain/marking/run-digest";
import { createLogReader } from "#marking/runs/candidate-log";
import { sittingFacts } from "#marking/sitting-facts";
import { logsOf } from "#postgres/queries/marking-inputs";

/** By anonymity number, by column: in force without any ruling. Call inside one snapshot. */
export async function ownAnswers(
  client: pg.PoolClient,
  sittingId: number,
  marking: Marking,
  anonymityNumbers: ReadonlySet<string>,
): Promise<ReadonlyMap<string, readonly (AnswerInForce | null)[]>> {
  const facts = anonymityNumbers.size === 0 ? null : await sittingFacts(client, sittingId);
  if (facts === null) return new Map();
  const seats = facts.seats.filter((seat) => anonymityNumbers.has(seat.anonymityNumber));
  const logs = await logsOf(
    client,
    sittingId,
    seats.map(({ candidateId }) => candidateId),
  );
  const read = createLogReader(marking, facts);
  const nothing = new Array<null>(marking.columns.length).fill(null);
  return new Map(seats.map((seat) => [seat.anonymityNumber, read(seat, logs.get(seat.candidateId)).found ?? nothing]));
}
