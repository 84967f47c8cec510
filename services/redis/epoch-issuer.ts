/** Epochs on the answers' Redis: see domain/ports/answer-stream.ts. */
import type { Redis } from "ioredis";
import { KEYS, partitionOf } from "#contracts/stream/answer-stream";
import { refKey } from "#domain/answer/entry";
import { mayKeep, nextEpoch } from "#domain/answer/epoch";
import { type EpochIssuer, type EpochRequest, StoreTrouble } from "#domain/ports/answer-stream";
import { orTrouble } from "#redis/connection";
import { loadScript } from "#redis/script";

const ATTEMPTS_MAX = 10;

export function createEpochIssuer(redis: Redis): EpochIssuer {
  const script = loadScript("issue-epoch");

  async function issue(request: EpochRequest): Promise<{ epoch: number; kept: boolean }> {
    const partition = partitionOf(request.candidateId);
    const who = refKey(request);
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      const [generation, held] = await orTrouble(
        "epoch",
        Promise.all([redis.get(KEYS.generation(partition)), redis.hget(KEYS.fence(partition), who)]),
      );
      if (generation === null) throw new StoreTrouble("the answers' store was emptied and is not adopted yet", "later");
      const current = parseFence(held);
      if (request.keep !== null && mayKeep(request, current, Number(generation)))
        return { epoch: request.keep, kept: true };
      const epoch = nextEpoch(current?.epoch ?? 0, request.floor, Number(generation));
      const moved = await orTrouble(
        "epoch",
        redis.eval(
          script,
          2,
          KEYS.fence(partition),
          KEYS.log(partition),
          who,
          held ?? "",
          `${epoch} ${request.deviceId}`,
          JSON.stringify(await request.markerFor(epoch, current?.deviceId ?? null)),
          String(epoch),
        ),
      );
      if (moved === 1) return { epoch, kept: false };
    }
    throw new StoreTrouble(`epoch of candidate ${request.candidateId} is asked for by too many at once`, "now");
  }
  return { issue };
}

function parseFence(held: string | null): { epoch: number; deviceId: string } | null {
  if (held === null) return null;
  const space = held.indexOf(" ");
  return { epoch: Number(held.slice(0, space)), deviceId: held.slice(space + 1) };
}
