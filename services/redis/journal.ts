/** Journals of sittings on the control Redis. Appended = happened; see domain/ports/journal.ts. */
import type { Redis } from "ioredis";
import type { z } from "zod";
import { Act } from "#contracts/act";
import { JOURNAL_KEYS } from "#contracts/stream/journal-stream";
import type { ActOutcome, Journal, Objection } from "#domain/ports/journal";
import { StoreTrouble } from "#domain/ports/answer-stream";
import { actOf, type ActRequest } from "#domain/sitting/act";
import { applyAct, PLANNED, refusalOf, type SittingState } from "#domain/sitting/state";
import { orTrouble } from "#redis/connection";
import { loadScript } from "#redis/script";

const ATTEMPTS_MAX = 20;

/** A journal as far as this process has read it. */
interface Known {
  readonly acts: readonly Act[];
  readonly state: SittingState;
  readonly lastId: string;
}
const UNREAD: Known = { acts: [], state: PLANNED, lastId: "" };

export function createJournal(redis: Redis): Journal {
  const appendAct = loadScript("append-act");
  const known = new Map<number, Known>();
  const inTurn = createTurns();

  /** What is known, and what was appended since: a busy day appends thousands of acts, and none is read twice. */
  async function catchUp(sittingId: number, from: Known): Promise<Known> {
    const stream = JOURNAL_KEYS.stream(sittingId);
    const records = await orTrouble("journal", redis.xrange(stream, from.lastId || "-", "+"));
    if (from.lastId !== "") {
      // The store was emptied: what is known is of a journal that is no more.
      if (records[0]?.[0] !== from.lastId) return catchUp(sittingId, UNREAD);
      records.shift();
    }
    const news = records.map(([, fields]) => parseAct(fields));
    const lastId = records.at(-1)?.[0] ?? from.lastId;
    return { acts: [...from.acts, ...news], state: news.reduce(applyAct, from.state), lastId };
  }

  async function append(sittingId: number, request: ActRequest, objection?: Objection): Promise<ActOutcome> {
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      const journal = await catchUp(sittingId, known.get(sittingId) ?? UNREAD);
      known.set(sittingId, journal);
      const { acts, state, lastId } = journal;
      const first = acts.find((a) => a.id === request.id);
      if (first) return { outcome: "repeated", act: first };
      const atMs = await serverTimeMs(redis);
      const reason = objection?.(acts) ?? refusalOf(state, { ...request, atMs });
      if (reason) return { outcome: "refused", reason };
      // What every reader will have to read: an act that does not follow the contract must never get in.
      const checked = Act.safeParse(actOf(request, atMs, state.instructionCount));
      if (!checked.success)
        return { outcome: "refused", reason: { code: "act_malformed", problems: problemsOf(checked.error) } };
      const act = checked.data;
      const keys = [JOURNAL_KEYS.stream(sittingId), JOURNAL_KEYS.acts(sittingId), JOURNAL_KEYS.sittings] as const;
      const said = await orTrouble(
        "journal",
        redis.eval(appendAct, 3, ...keys, lastId, act.id, JSON.stringify(act), String(sittingId)),
      );
      if (said === "moved") continue;
      if (said === "appended") {
        await orTrouble("journal", redis.publish(JOURNAL_KEYS.channel, String(sittingId)));
        return { outcome: "appended", act };
      }
    }
    throw new StoreTrouble(`journal of sitting ${sittingId} is written by too many at once`, "now");
  }

  return {
    // Those of one process wait for each other rather than for one of them to win.
    append: (sittingId, request, objection) => inTurn(sittingId, () => append(sittingId, request, objection)),
    read: async (sittingId) => (await catchUp(sittingId, UNREAD)).acts,
  };
}

/** Runs what concerns one sitting one after the other; what concerns another does not wait. */
function createTurns() {
  const last = new Map<number, Promise<unknown>>();
  return <T>(sittingId: number, run: () => Promise<T>): Promise<T> => {
    const turn = (last.get(sittingId) ?? Promise.resolve()).then(run, run);
    last.set(sittingId, turn);
    return turn;
  };
}

const problemsOf = (error: z.ZodError): string =>
  error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");

/** One act of a stream record `a1 <JSON>`. An act that cannot be read is a defect: nothing may be decided past it. */
export function parseAct(fields: readonly string[]): Act {
  if (fields[0] !== "a1" || fields[1] === undefined) throw new Error(`unknown journal record ${fields[0]}`);
  return Act.parse(JSON.parse(fields[1]));
}

/** The server's own clock, ms: one clock for all nodes. */
export async function serverTimeMs(redis: Redis): Promise<number> {
  const [seconds, micros] = await orTrouble("time", redis.time());
  return Number(seconds) * 1_000 + Math.floor(Number(micros) / 1_000);
}
