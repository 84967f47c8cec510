import { compareStreamIds } from "#domain/answer/entry";
import type { AnswerLedger } from "#domain/ports/answer-ledger";
import type { AnswerFeed } from "#domain/ports/answer-stream";

/** [I4] nothing is trimmed before it is committed: looks at the offset whenever a drain trims. */
export function watchTrims(
  feed: AnswerFeed,
  ledger: Pick<AnswerLedger, "offset">,
  report: (violation: string) => void,
): AnswerFeed {
  const startedIn = new Map<number, number>();
  return {
    ...feed,
    trim: async (partition, upTo) => {
      const { generation, lastId } = await ledger.offset(partition);
      // A new generation starts its offset anew; a trim of the one before is of records that were committed under it.
      const sameLife = (startedIn.get(partition) ?? generation) === generation;
      startedIn.set(partition, generation);
      if (sameLife && compareStreamIds(upTo, lastId) > 0)
        report(`[I4] partition ${partition} trimmed up to ${upTo}, committed up to ${lastId}`);
      return feed.trim(partition, upTo);
    },
  };
}
