/** Puts many realistic answers into the streams, through the adapter that ingest uses. */
import type { EntryFrame } from "#contracts/frames/tablet";
import type { IncomingEntry } from "#domain/ports/answer-stream";
import { createAnswerIntake } from "#redis/answer-intake";
import { openConnection, openIntakeConnection, whenReady } from "#redis/connection";

export interface Filling {
  readonly sittingId: number;
  readonly firstCandidate: number;
  readonly candidates: number;
  /** Entries of each candidate: from this seq to that. */
  readonly fromSeq: number;
  readonly toSeq: number;
}

const BATCH = 2_000;
const ITEM_COUNT = 40;
const APPEND_TIMEOUT_MS = 30_000;

/** Candidate after candidate, seq after seq, as they arrive in an exam. Returns how many. Rejects when one is refused. */
export async function fillStreams(answersUrl: string, filling: Filling): Promise<number> {
  const redis = openIntakeConnection(answersUrl, APPEND_TIMEOUT_MS);
  const subscriber = openConnection(answersUrl);
  await Promise.all([whenReady(redis, 10_000), whenReady(subscriber, 10_000)]);
  const intake = createAnswerIntake(redis, subscriber, "fill");
  let count = 0;
  try {
    for (const batch of batches(filling)) {
      const outcomes = await intake.append(batch);
      if (outcomes.includes(null)) throw new Error("the answers' Redis refused entries while being filled");
      count += batch.length;
    }
  } finally {
    redis.disconnect();
    subscriber.disconnect();
  }
  return count;
}

function* batches({ sittingId, firstCandidate, candidates, fromSeq, toSeq }: Filling): Generator<IncomingEntry[]> {
  let batch: IncomingEntry[] = [];
  for (let seq = fromSeq; seq <= toSeq; seq++)
    for (let n = 0; n < candidates; n++) {
      batch.push({ sittingId, candidateId: firstCandidate + n, epoch: 1, seq, frame: answerText(seq, n) });
      if (batch.length < BATCH) continue;
      yield batch;
      batch = [];
    }
  if (batch.length > 0) yield batch;
}

function answerText(seq: number, n: number): string {
  const frame: EntryFrame = {
    v: 1,
    kind: "answer",
    epoch: 1,
    seq,
    claimedAtMs: Date.now(),
    itemId: `qi-endocrinologie-${String((seq + n) % ITEM_COUNT).padStart(3, "0")}`,
    value: { choice: ["a", "c", "e"].slice(0, 1 + (seq % 3)) },
  };
  return JSON.stringify(frame);
}
