/** Ingest assembled from its ports: stateless answer intake. Nothing here knows PostgreSQL or marking. */
import type { Limits } from "#contracts/limits";
import { refKey } from "#domain/answer/entry";
import type { AnswerIntake } from "#domain/ports/answer-stream";
import type { Clock } from "#domain/ports/clock";
import type { JournalFeed } from "#domain/ports/journal";
import { createAdmission, retryAfterMs } from "#ingest/admission";
import { createAppender } from "#ingest/appender";
import { Connection, type ConnectionDeps, type ConnectionRegistry } from "#ingest/connection";
import { createOpenings } from "#ingest/openings";
import { createPresence, type PresenceDeps } from "#ingest/presence";
import type { OnConnection } from "#ingest/transport/transport";
import { keepWorkspaces, type WorkspaceDeps } from "#ingest/workspaces";
import { CLOSE, closeReason } from "#contracts/close-codes";
import type { PartFigures } from "#contracts/stream/part-report";
import { createLatencyWindow } from "#runtime/latency-window";

export interface IngestDeps extends PresenceDeps, WorkspaceDeps {
  readonly intake: AnswerIntake;
  readonly journal: JournalFeed;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly verifyTicket: ConnectionDeps["verifyTicket"];
  readonly limits: Limits;
}
export interface Ingest {
  readonly onConnection: OnConnection;
  /** Sockets that have said hello, how fast their entries are acknowledged, and how many are. */
  figures(): Required<Pick<PartFigures, "connected" | "d1P99Ms" | "answersPerSecond">>;
  /** Sends everybody away to other nodes, after what they sent is settled. */
  retire(): Promise<void>;
}

/** Time in which a retiring node's tablets come back elsewhere. */
const RETIRE_SPREAD_MS = 3_000;

export function createIngest(deps: IngestDeps): Ingest {
  const { intake, journal, clock, limits, random } = deps;
  const live = new Map<string, Connection>();
  const registry: ConnectionRegistry = {
    live: (connection, key) => {
      live.get(key)?.close("replaced");
      live.set(key, connection);
    },
    gone: (connection, key) => {
      if (live.get(key) === connection) live.delete(key);
    },
  };
  const latencies = createLatencyWindow();
  const appender = createAppender(intake, clock, limits, latencies.record);
  const presence = createPresence(deps);
  const admission = createAdmission(limits, random);
  const inSitting = (sittingId: number) => [...live.values()].filter((one) => one.claims?.sittingId === sittingId);
  const openings = createOpenings(journal, clock, (sittingId) => {
    for (const connection of inSitting(sittingId)) connection.tellOpening();
  });
  const workspaces = keepWorkspaces(deps);
  const connectionDeps: ConnectionDeps = { ...deps, appender, admission, registry, presence, openings, workspaces };
  let retiring = false;

  intake.onSecured((advances) => {
    for (const advance of advances) live.get(`${refKey(advance)}:${advance.epoch}`)?.tellSecured(advance.seq);
  });
  intake.onFenced((fenced) => {
    // Told at every sign-in, so never a walk over the sockets: a candidate has had as many devices as epochs.
    const key = refKey(fenced);
    for (let epoch = fenced.epoch - 1; epoch > 0; epoch--) live.get(`${key}:${epoch}`)?.close("fenced");
  });
  journal.onAct((sittingId, act) => {
    for (const connection of inSitting(sittingId)) connection.tellAct(act);
    if (act.kind === "start" || act.kind === "backup") openings.announced(sittingId, act.effectiveAtMs);
  });

  return {
    onConnection: (socket) => {
      if (!retiring) return new Connection(socket, connectionDeps);
      socket.close(CLOSE.restarting.code, closeReason("restarting", retryAfterMs(random)));
      return { message: () => undefined, closed: () => undefined };
    },
    figures: () => {
      const nowMs = clock.nowMs();
      return { connected: live.size, d1P99Ms: latencies.p99Ms(nowMs), answersPerSecond: latencies.perSecond(nowMs) };
    },
    retire: async () => {
      retiring = true;
      openings.stop();
      await appender.stop();
      for (const connection of [...live.values()])
        connection.close("restarting", Math.floor(random() * RETIRE_SPREAD_MS));
      await presence.stop();
    },
  };
}
