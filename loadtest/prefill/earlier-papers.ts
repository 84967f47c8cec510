/** Answers of earlier papers, put where they would have come from: the streams of the answers' Redis, and the drain. */
import { setTimeout as delay } from "node:timers/promises";
import { readSeats } from "#loadtest/verify/read-seats";
import { openStored } from "#loadtest/verify/read-stored";
import { tidy } from "#postgres/testing/tidy";
import { fillStreams } from "#redis/testing/fill-streams";

const LOOK_EVERY_MS = 500;
/** The drain stores tens of thousands in a second; one that has stored nothing for so long stands still. */
const STILL_MS = 60_000;

export interface EarlierPapers {
  readonly databaseUrl: string;
  readonly answersUrl: string;
  /** A sitting of its own: what was rehearsed or is to be rehearsed is not touched. */
  readonly sittingId: number;
}

/** Resolves when `count` answers are in the log. Rejects when they do not get there. */
export async function loadEarlierPapers(of: EarlierPapers, count: number, say: (line: string) => void): Promise<void> {
  const ids = (await readSeats(of.databaseUrl, of.sittingId)).map(({ candidateId }) => candidateId);
  const firstCandidate = Math.min(...ids);
  if (Math.max(...ids) - firstCandidate >= ids.length) throw new Error("the candidates' ids have holes");
  const candidates = Math.min(ids.length, count);
  const filling = {
    sittingId: of.sittingId,
    firstCandidate,
    candidates,
    fromSeq: 1,
    toSeq: Math.ceil(count / candidates),
  };
  const filled = fillStreams(of.answersUrl, filling);
  await Promise.all([filled, untilStored(of, filling.toSeq * candidates, say)]);
  await tidy(of.databaseUrl);
}

async function untilStored(of: EarlierPapers, count: number, say: (line: string) => void): Promise<void> {
  const log = await openStored(of.databaseUrl, of.sittingId);
  try {
    let [before, changedAtMs, saidAtMs] = [0, Date.now(), Date.now()];
    for (;;) {
      const stored = await log.entries();
      if (stored >= count) return;
      if (stored !== before) [before, changedAtMs] = [stored, Date.now()];
      if (Date.now() - changedAtMs > STILL_MS)
        throw new Error(`the drain stands still at ${stored} of ${count} answers`);
      if (Date.now() - saidAtMs > 10_000) {
        say(`  ${stored.toLocaleString("en")} of ${count.toLocaleString("en")} earlier answers are stored`);
        saidAtMs = Date.now();
      }
      await delay(LOOK_EVERY_MS);
    }
  } finally {
    await log.close();
  }
}
