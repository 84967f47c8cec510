/**
 * Publications: prepares what offices ask for, and queues the mails of those whose time has come. As with calculations the
 * row is the order, and what is made of it is one transaction: a worker that is killed leaves it as it was.
 */
import type pg from "pg";
import { announce } from "#jobs/publications/announce";
import { prepareAsked } from "#jobs/publications/prepare-asked";
import { inTransaction } from "#postgres/connection";
import { databaseOf } from "#postgres/queries/reading";
import {
  competitionsWithReleases,
  refusePublication,
  signedPublications,
  takeAskedPublication,
} from "#postgres/queries/student/publications";
import { StoreTrouble } from "#domain/ports/answer-stream";

export interface PublisherParts {
  readonly pool: pg.Pool;
  readonly portalUrl: string;
  readonly onPrepared: (id: number, state: "ready" | "refused", elapsedMs: number) => void;
  readonly onAnnounced: (id: number, mails: number) => void;
  readonly onFailed: (id: number, error: unknown) => void;
  /** Wall clock, ms. */
  readonly now: () => number;
}

export function createPublisher(parts: PublisherParts): { pass(): Promise<void> } {
  const { now, onAnnounced, onFailed, onPrepared, pool } = parts;

  async function prepareOne(): Promise<boolean> {
    let taken: number | null = null;
    try {
      return await inTransaction(pool, async (client) => {
        // Rows and the revision that they are of: one moment.
        await client.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        const tx = databaseOf(client);
        const asked = await takeAskedPublication(tx);
        if (!asked) return false;
        taken = asked.id;
        const from = performance.now();
        onPrepared(asked.id, await prepareAsked(tx, asked), performance.now() - from);
        return true;
      });
    } catch (error) {
      if (taken === null || error instanceof StoreTrouble) throw error;
      onFailed(taken, error);
      const problem = { rule: "defect", place: "", message: error instanceof Error ? error.message : String(error) };
      await inTransaction(pool, (client) => refusePublication(databaseOf(client), taken ?? 0, [problem]));
      return true;
    }
  }

  return {
    async pass() {
      while (await prepareOne());
      const database = databaseOf(pool);
      for (const competitionId of await competitionsWithReleases(database))
        for (const one of await signedPublications(database, competitionId)) {
          if (one.withdrawn || one.mailedAtMs !== null || now() < one.publishAtMs) continue;
          const mails = await inTransaction(pool, (client) =>
            announce(databaseOf(client), one, parts.portalUrl, now()),
          );
          if (mails !== null) onAnnounced(one.publicationId, mails);
        }
    },
  };
}
