/** What every store of answer streams must do: run on the memory adapter and on Redis. */
import { describe, expect, test } from "vitest";
import { compareStreamIds, STREAM_START, type StreamId } from "#domain/answer/entry";
import type { AnswerFeed, AnswerIntake, EpochIssuer, IncomingEntry, SecuredAdvance } from "#domain/ports/answer-stream";
import { aMarker, anAnswer } from "#domain/testing/builders";

export interface StreamAdapters {
  readonly intake: AnswerIntake;
  readonly issuer: EpochIssuer;
  readonly feed: AnswerFeed;
  readonly nodeId: string;
  /** Partition of the candidate that the suite uses. */
  readonly partitionOf: (candidateId: number) => number;
  /** The store loses everything, as after a lost disk. */
  empty(): Promise<void>;
  stop(): Promise<void>;
}

const candidateId = 42;
const who = { sittingId: 7, candidateId };
const incoming = (seq: number, over: Partial<IncomingEntry> = {}): IncomingEntry => ({
  ...who,
  epoch: 1,
  seq,
  frame: JSON.stringify(anAnswer({ seq, value: { text: `réponse ${seq} «é»` } })),
  ...over,
});

export function describeAnswerStream(name: string, make: () => Promise<StreamAdapters>): void {
  const run = (title: string, body: (s: StreamAdapters & { partition: number }) => Promise<void>) =>
    test(title, async () => {
      const adapters = await make();
      try {
        await body({ ...adapters, partition: adapters.partitionOf(candidateId) });
      } finally {
        await adapters.stop();
      }
    });
  const readAll = async (feed: AnswerFeed, partition: number, after: StreamId = STREAM_START) =>
    (await feed.read(new Map([[partition, after]]), 100, 10)).get(partition) ?? [];
  const markerFor = (epoch: number) => aMarker({ ...who, epoch });
  const ask = (over: object = {}) => ({ ...who, deviceId: "d1", floor: 0, keep: null, markerFor, ...over });

  describe(`answer stream: ${name}`, () => {
    run(
      "appended entries come out in order, byte for byte, with the received time",
      async ({ intake, feed, partition }) => {
        const times = await intake.append([incoming(1), incoming(2)]);
        await intake.append([incoming(3)]);
        const records = await readAll(feed, partition);
        expect(records.map((r) => Object.values(r.fields).at(-1))).toEqual([1, 2, 3].map((seq) => incoming(seq).frame));
        expect(times.every((t) => t !== null && Math.abs(t - Number(records[1]?.id.split("-")[0])) < 50)).toBe(true);
        expect(records.every((r, i) => i === 0 || compareStreamIds(r.id, records[i - 1]?.id ?? r.id) > 0)).toBe(true);
      },
    );

    run("reading goes on after an id, and waits no longer than asked", async ({ intake, feed, partition }) => {
      await intake.append([incoming(1), incoming(2)]);
      const [first] = await readAll(feed, partition);
      expect((await readAll(feed, partition, first?.id)).length).toBe(1);
      const last = (await readAll(feed, partition)).at(-1);
      expect(await readAll(feed, partition, last?.id)).toEqual([]);
    });

    run("[I4] trimming forgets exactly what is committed", async ({ intake, feed, partition }) => {
      await intake.append([incoming(1), incoming(2), incoming(3)]);
      const records = await readAll(feed, partition);
      await feed.trim(partition, records[1]?.id as StreamId);
      expect((await readAll(feed, partition)).map((r) => r.id)).toEqual([records[2]?.id]);
    });

    run("no epoch is given by a store that nobody has adopted", async ({ issuer, feed, partition }) => {
      expect(await feed.generation(partition)).toBeNull();
      await expect(issuer.issue(ask())).rejects.toMatchObject({ name: "StoreTrouble", retry: "later" });
      expect(await feed.adopt(partition, 1)).toBe(true);
      expect(await feed.adopt(partition, 2)).toBe(false);
      expect(await feed.generation(partition)).toBe(1);
    });

    run("epochs rise; each new one puts its marker into the stream", async ({ issuer, feed, partition }) => {
      await feed.adopt(partition, 1);
      expect(await issuer.issue(ask())).toEqual({ epoch: 1, kept: false });
      expect(await issuer.issue(ask({ deviceId: "d2" }))).toEqual({ epoch: 2, kept: false });
      expect(await issuer.issue(ask({ deviceId: "d3", floor: 9 }))).toEqual({ epoch: 10, kept: false });
      const markers = (await readAll(feed, partition)).map(
        (r) => JSON.parse(r.fields["m1"] ?? "null") as { epoch: number },
      );
      expect(markers.map((m) => m.epoch)).toEqual([1, 2, 10]);
    });

    run(
      "a device that holds the current epoch keeps it, another device does not",
      async ({ issuer, feed, partition }) => {
        await feed.adopt(partition, 1);
        await issuer.issue(ask());
        expect(await issuer.issue(ask({ keep: 1 }))).toEqual({ epoch: 1, kept: true });
        expect(await issuer.issue(ask({ keep: 1, deviceId: "other" }))).toEqual({ epoch: 2, kept: false });
        expect(await issuer.issue(ask({ keep: 1 }))).toEqual({ epoch: 3, kept: false });
      },
    );

    run("concurrent sign-ins never share an epoch", async ({ issuer, feed, partition }) => {
      await feed.adopt(partition, 1);
      const given = await Promise.all(["a", "b", "c", "d"].map((deviceId) => issuer.issue(ask({ deviceId }))));
      expect(new Set(given.map((g) => g.epoch)).size).toBe(4);
    });

    run("hello learns fence and d2", async ({ intake, issuer, feed, partition }) => {
      await feed.adopt(partition, 1);
      await issuer.issue(ask());
      expect(await intake.greet(markerFor(1))).toEqual({ fence: 1, d2: 0 });
      await feed.publishSecured([{ ...who, epoch: 1, seq: 5, nodeId: "elsewhere" }]);
      await issuer.issue(ask({ deviceId: "d2" }));
      expect(await intake.greet(markerFor(1))).toEqual({ fence: 2, d2: 5 });
    });

    run("an emptied store gets fence and marker back from a ticket, and gives only higher epochs", async (s) => {
      const { intake, issuer, feed, partition } = s;
      await feed.adopt(partition, 1);
      await issuer.issue(ask());
      await s.empty();
      expect(await feed.generation(partition)).toBeNull();
      expect(await intake.greet(markerFor(1))).toEqual({ fence: 1, d2: 0 });
      expect((await readAll(feed, partition)).length).toBe(1);
      expect(await intake.greet(markerFor(1))).toEqual({ fence: 1, d2: 0 });
      expect((await readAll(feed, partition)).length).toBe(1);
      await feed.adopt(partition, 2);
      expect((await issuer.issue(ask({ deviceId: "d2" }))).epoch).toBe(1_001);
    });

    run("D2 advances reach the node that is named, and only it", async ({ intake, feed, nodeId }) => {
      const heard: SecuredAdvance[] = [];
      const done = new Promise<void>((resolve) =>
        intake.onSecured((advances) => {
          heard.push(...advances);
          if (advances.some((a) => a.seq === 2)) resolve();
        }),
      );
      await feed.publishSecured([{ ...who, epoch: 1, seq: 9, nodeId: "another-node" }]);
      await feed.publishSecured([{ ...who, epoch: 1, seq: 2, nodeId }]);
      await done;
      expect(heard).toEqual([{ ...who, epoch: 1, seq: 2 }]);
    });

    run("nodes hear of a moved fence", async ({ intake, issuer, feed, partition }) => {
      await feed.adopt(partition, 1);
      const heard = new Promise((resolve) => intake.onFenced(resolve));
      await issuer.issue(ask());
      expect(await heard).toEqual({ ...who, epoch: 1 });
    });

    run("a lease has one owner until it is released", async ({ feed }) => {
      expect(await feed.lease(3, "a", 60_000)).toBe(true);
      expect(await feed.lease(3, "a", 60_000)).toBe(true);
      expect(await feed.lease(3, "b", 60_000)).toBe(false);
      await feed.release(3, "b");
      expect(await feed.lease(3, "b", 60_000)).toBe(false);
      await feed.release(3, "a");
      expect(await feed.lease(3, "b", 60_000)).toBe(true);
    });
  });
}
