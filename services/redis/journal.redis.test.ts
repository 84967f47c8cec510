import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, inject, onTestFinished, test } from "vitest";
import { JOURNAL_KEYS } from "#contracts/stream/journal-stream";
import type { ActRequest } from "#domain/sitting/act";
import type { Act } from "#domain/sitting/act";
import { inEnglish } from "#domain/sitting/reason-in-english";
import { NATION } from "#domain/sitting/scope";
import { foldJournal } from "#domain/sitting/state";
import { anAct } from "#domain/testing/builders";
import { openConnection } from "#redis/connection";
import { createJournal } from "#redis/journal";
import { createJournalFeed } from "#redis/journal-feed";

const SITTING = 7;
const request = (kind: ActRequest["kind"], over: Partial<ActRequest> = {}): ActRequest => ({
  id: randomUUID(),
  kind,
  author: "organiser",
  cause: "test",
  scope: NATION,
  effectiveAtMs: null,
  ...over,
});
function connect() {
  const redis = openConnection(inject("redisControlUrl"));
  onTestFinished(() => redis.disconnect());
  return redis;
}
beforeEach(async () => {
  const redis = openConnection(inject("redisControlUrl"));
  await redis.flushall();
  redis.disconnect();
});

describe("the journal on Redis", () => {
  test("appended = happened: acts come back in order, stamped with the server's time", async () => {
    const redis = connect();
    const journal = createJournal(redis);
    const soon = Date.now() + 60_000;
    await journal.append(SITTING, request("check_in"));
    const said = await journal.append(SITTING, request("start", { effectiveAtMs: soon, override: "two centres late" }));
    expect(said).toMatchObject({
      outcome: "appended",
      act: { kind: "start", effectiveAtMs: soon, override: "two centres late" },
    });
    const acts = await journal.read(SITTING);
    expect(acts.map((a) => a.kind)).toEqual(["check_in", "start"]);
    expect(acts.every((a) => Math.abs(a.atMs - Date.now()) < 60_000 && a.effectiveAtMs >= a.atMs)).toBe(true);
    expect(foldJournal(acts).phase).toBe("running");
  });

  test("an act repeated returns its first outcome, whatever is asked the second time", async () => {
    const journal = createJournal(connect());
    const id = randomUUID();
    const first = await journal.append(SITTING, request("check_in", { id, cause: "first" }));
    const again = await journal.append(SITTING, request("cancel", { id, cause: "second" }));
    expect(again).toEqual({ outcome: "repeated", act: (first as { act: Act }).act });
    expect((await journal.read(SITTING)).length).toBe(1);
  });

  test("an illegal act is refused with its reason and leaves nothing", async () => {
    const journal = createJournal(connect());
    const said = await journal.append(SITTING, request("resume"));
    expect(said).toEqual({ outcome: "refused", reason: { code: "not_paused" } });
    expect(await journal.read(SITTING)).toEqual([]);
  });

  test("an act that readers could not read is refused, all problems at once", async () => {
    const journal = createJournal(connect());
    const said = await journal.append(SITTING, request("check_in", { cause: "x".repeat(20_000), author: "" }));
    expect(said.outcome === "refused" && inEnglish(said.reason)).toMatch(/author: .*cause: /);
    // PostgreSQL could not keep it, and nothing of the journal behind it.
    expect((await journal.append(SITTING, request("check_in", { cause: "a\0b" }))).outcome).toBe("refused");
    expect(await journal.read(SITTING)).toEqual([]);
  });

  test("whoever calls may object to exactly the journal that the act would follow", async () => {
    const [ours, theirs] = [createJournal(connect()), createJournal(connect())];
    await ours.append(SITTING, request("check_in"));
    await theirs.append(SITTING, request("start", { override: "test" }));
    const seen: number[] = [];
    const objection = (acts: readonly Act[]) => {
      seen.push(acts.length);
      return acts.at(-1)?.kind === "start" ? ({ code: "started" } as const) : null;
    };
    const said = await ours.append(SITTING, request("credit", { creditMs: 1_000 }), objection);
    expect(said).toEqual({ outcome: "refused", reason: { code: "started" } });
    expect((await ours.append(SITTING, request("pause"), () => null)).outcome).toBe("appended");
    expect(seen).toEqual([2]);
  });

  test("a store that was emptied under a process is a new journal, not a failure", async () => {
    const [redis, journal] = [connect(), createJournal(connect())];
    for (const kind of ["check_in", "start"] as const)
      await journal.append(SITTING, request(kind, { override: "test" }));
    await redis.flushall();
    expect((await journal.append(SITTING, request("check_in"))).outcome).toBe("appended");
    expect((await journal.append(SITTING, request("start", { override: "test" }))).outcome).toBe("appended");
    expect((await journal.read(SITTING)).map((act) => act.kind)).toEqual(["check_in", "start"]);
  });

  test("organisers acting at once: one wins, the others are told what stands in the way", async () => {
    const setUp = createJournal(connect());
    for (const kind of ["check_in", "start"] as const) await setUp.append(SITTING, request(kind));
    const journals = Array.from({ length: 8 }, () => createJournal(connect()));
    const said = await Promise.all(journals.map((journal) => journal.append(SITTING, request("pause"))));
    expect(said.filter((s) => s.outcome === "appended").length).toBe(1);
    expect(said.filter((s) => s.outcome === "refused").map((s) => s.reason)).toEqual(
      Array(7).fill({ code: "paused_already" }),
    );
    expect((await setUp.read(SITTING)).map((a) => a.kind)).toEqual(["check_in", "start", "pause"]);
  });

  test("the same act sent eight times at once, as after lost replies, happens once", async () => {
    const setUp = createJournal(connect());
    for (const kind of ["check_in", "start"] as const) await setUp.append(SITTING, request(kind));
    const pause = request("pause");
    const said = await Promise.all(Array.from({ length: 8 }, () => createJournal(connect()).append(SITTING, pause)));
    expect(said.map((s) => s.outcome).sort()).toEqual(["appended", ...Array<string>(7).fill("repeated")]);
    expect((await setUp.read(SITTING)).length).toBe(3);
  });
});

describe("the journal's feed", () => {
  async function startFeed() {
    const feed = createJournalFeed(connect(), connect(), (error) => {
      throw error;
    });
    const heard: string[] = [];
    let wake: () => void = () => undefined;
    feed.onAct((sittingId, act) => {
      heard.push(`${sittingId} ${act.kind}`);
      wake();
    });
    onTestFinished(() => feed.stop());
    await feed.start();
    const until = async (count: number) => {
      while (heard.length < count) await new Promise<void>((resolve) => (wake = resolve));
    };
    return { feed, heard, until };
  }

  test("knows what was there, hears what comes, each act once and in order, on every node", async () => {
    const journal = createJournal(connect());
    await journal.append(SITTING, request("check_in"));
    const nodes = [await startFeed(), await startFeed()];
    await journal.append(SITTING, request("start"));
    await journal.append(8, request("check_in"));
    await journal.append(SITTING, request("pause", { scope: { kind: "room", id: 3 } }));
    for (const { feed, heard, until } of nodes) {
      await until(4);
      expect(heard.filter((h) => h.startsWith("7"))).toEqual(["7 check_in", "7 start", "7 pause"]);
      expect(feed.acts(SITTING)).toEqual(await journal.read(SITTING));
      expect(feed.acts(8).length).toBe(1);
    }
  });

  test("a wake-up that was lost is made up for", async () => {
    const journal = createJournal(connect());
    const { heard, until } = await startFeed();
    const redis = connect();
    // Appended without a message, as when the connection broke between the two.
    const act = anAct("check_in", 1, { id: "a" });
    await redis.xadd(JOURNAL_KEYS.stream(SITTING), "*", "a1", JSON.stringify(act));
    await redis.sadd(JOURNAL_KEYS.sittings, SITTING);
    await until(1);
    expect(heard).toEqual(["7 check_in"]);
    expect((await journal.read(SITTING)).length).toBe(1);
  });
});
