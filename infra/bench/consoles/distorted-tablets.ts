/** The bench's end of the tablets with distorted clocks and wires. */
import { join } from "node:path";
import { NO_KEYS } from "#client-core/package/held-keys";
import type { SessionRecord } from "#client-core/records";
import type { BenchContext } from "#infra/bench/benchmark.ts";
import { distortions } from "#infra/bench/consoles/distortions.ts";
import type { ExamDay } from "#infra/bench/consoles/exam-day.ts";
import type { FromDistorted, ToDistorted } from "#infra/bench/consoles/protocol.ts";
import { startWorker } from "#infra/bench/worker.ts";

export interface DistortedTablets {
  readonly pid: number;
  /** Real instants at which each comes to that stage of its clock, ms since 1970, ascending. To be asked before. */
  switched(stage: "paused" | "running"): Promise<number[]>;
  /** How far off each tablet's estimate of server time is, ms; `beyond`: how many are off by more than they say. */
  estimates(): Promise<{ off: readonly number[]; saysMax: number; beyond: number }>;
}

/** Resolves when all are connected. */
export async function seatDistorted(
  context: BenchContext,
  day: ExamDay,
  candidates: ExamDay["candidates"],
): Promise<DistortedTablets> {
  const { pid, tell, hear } = startWorker<ToDistorted, FromDistorted>(
    context,
    join(import.meta.dirname, "distorted-main.ts"),
  );
  const wrong = distortions(candidates.length);
  const tablets = candidates.flatMap((candidate, n) => {
    const distortion = wrong[n];
    return distortion ? [{ record: recordOf(day, candidate), distortion }] : [];
  });
  const seated = hear("seated");
  tell({ say: "sit", page: day.controlUrl, build: day.healthy.build, tablets });
  await seated;
  return {
    pid,
    switched: async (stage) => {
      tell({ say: "watch", stage });
      return [...(await hear("switched", (told) => told.stage === stage)).atMs].sort((a, b) => a - b);
    },
    estimates: async () => {
      tell({ say: "estimates" });
      const { off, says } = await hear("estimates");
      const beyond = off.filter((ms, n) => Math.abs(ms) > (says[n] ?? Infinity) + 1).length; // whole milliseconds
      return { off, saysMax: Math.max(...says.map((ms) => ms ?? Infinity)), beyond };
    },
  };
}

/** What a sign-in would have left on the device. */
export function recordOf(day: ExamDay, candidate: ExamDay["candidates"][number]): SessionRecord {
  const { sitting, office, ingestPort, centres } = day;
  const { id, familyName, givenName, studentNumber, seat, centreId, roomId, extraTime } = candidate;
  const { ticket, genesis } = office.ticketOf(sitting.id, candidate);
  const centre = centres.find((one) => one.id === centreId);
  const room = centre?.rooms.find((one) => one.id === roomId);
  const { backup } = sitting;
  return {
    v: 1,
    cardDigest: "",
    signedIn: {
      ticket,
      epoch: 1,
      genesis,
      candidate: {
        ...{ id, familyName, givenName, studentNumber, seat, centreId, roomId, extraTime },
        centre: centre?.name ?? "",
        room: room?.name ?? "",
      },
      sitting: {
        id: sitting.id,
        title: sitting.title,
        durationMs: sitting.durationMs,
        rules: sitting.rules,
        rehearsal: true,
      },
      // Nobody opens a paper here: its print stands for the package's.
      paper: { sha256: sitting.viewSha256, bytes: 0 },
      backup: backup && { sha256: backup.viewSha256 ?? "", bytes: 0, durationMs: backup.durationMs ?? 0 },
      packages: { url: day.controlUrl, key: { x: "", y: "" } },
      ingestUrls: [`ws://127.0.0.1:${ingestPort}`],
      serverTimeMs: Date.now(),
    },
    earlier: [],
    acts: [],
    offsetMs: null,
    confirmed: true,
    replaced: false,
    hand: null,
    keys: { main: NO_KEYS, backup: NO_KEYS },
    wrongCodes: 0,
    codesFromMs: 0,
    restored: null,
  };
}
