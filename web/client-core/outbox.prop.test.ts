import fc from "fast-check";
import { expect, test } from "vitest";
import { headAfter } from "#domain/answer/chain";
import { ATablet, genesisAt, sha256, REF } from "#client-core/testing/a-tablet";
import { settle } from "#client-core/testing/virtual-clock";
import { MemoryStore } from "#client-core/memory-store";
import type { OutboxStore, StoredEntry } from "#client-core/ports";

/** A device whose disk can be held up and can fail. */
class Disk extends MemoryStore {
  failing = false;
  held: (() => void)[] | null = null;
  readonly durable = new Map<number, string>();

  override async put(ref: typeof REF, entries: readonly StoredEntry[]): Promise<void> {
    const held = this.held;
    if (held) await new Promise<void>((resolve) => held.push(resolve));
    if (this.failing) throw new Error("the disk does not answer");
    await super.put(ref, entries);
    for (const entry of entries) this.durable.set(entry.seq, entry.text);
  }
  /** A crash of the tab ends its unfinished transactions. */
  abort(): void {
    if (this.held) this.held = [];
  }
  release(): void {
    const held = this.held ?? [];
    this.held = null;
    for (const go of held) go();
  }
}

const STEPS = [
  "answer",
  "answer",
  "answer",
  "flush",
  "flush",
  "one",
  "one",
  "drain",
  "drainOne",
  "tick",
  "wait",
  "cut",
  "swallow",
  "crash",
  "emptyRedis",
  "diskFails",
  "diskHeals",
  "diskHangs",
  "diskGoesOn",
  "restart",
] as const;

test("whatever is dropped, delayed, cut, emptied or crashed: nothing is lost, reused, sent early or let go", async () => {
  let answersMade = 0;
  let crashes = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...STEPS), { minLength: 10, maxLength: 80, size: "max" }),
      fc.nat(),
      async (steps, seed) => {
        const disk = new Disk();
        const tablet = await ATablet.make({ store: disk, seed });
        let made = 0;
        let seen = 0;
        const texts = new Map<number, string>();
        for (const step of steps) {
          switch (step) {
            case "answer":
              tablet.answer(`q${made % 7}`, `text ${++made}`);
              break;
            case "flush":
              tablet.servers.flush();
              break;
            case "one":
              tablet.servers.flushOne(tablet.random.next());
              break;
            case "drain":
              tablet.servers.drain();
              break;
            case "drainOne":
              tablet.servers.drain(1);
              break;
            case "tick":
              await tablet.clock.advance(300);
              break;
            case "wait":
              await tablet.clock.advance(31_000);
              break;
            case "cut":
              tablet.servers.cut();
              break;
            case "swallow":
              tablet.servers.swallow();
              break;
            case "restart":
              tablet.servers.close("restarting", 1_000);
              break;
            case "emptyRedis":
              tablet.servers.emptyRedis();
              tablet.servers.close("store_unavailable");
              break;
            case "diskFails":
              disk.failing = true;
              break;
            case "diskHeals":
              disk.failing = false;
              break;
            case "diskHangs":
              disk.held ??= [];
              break;
            case "diskGoesOn":
              disk.release();
              break;
            case "crash":
              crashes++;
              tablet.crash();
              disk.abort();
              await tablet.boot();
              break;
          }
          await settle();
          // Nothing was sent before it was durable, and each number has had one text for ever.
          for (; seen < tablet.servers.seen.length; seen++) {
            const frame = tablet.servers.seen[seen];
            if (!frame) continue;
            expect(disk.durable.get(frame.seq)).toBe(JSON.stringify(frame));
            expect(texts.get(frame.seq) ?? JSON.stringify(frame)).toBe(JSON.stringify(frame));
            texts.set(frame.seq, JSON.stringify(frame));
          }
        }
        disk.failing = false;
        disk.release();
        await tablet.quiesce();
        const held = (await disk.load(REF)).entries;
        expect(held.map((entry) => entry.seq)).toEqual(held.map((_, i) => i + 1));
        expect([...tablet.servers.secured].sort((a, b) => a[0] - b[0])).toEqual(
          held.map((entry) => [entry.seq, entry.text]),
        );
        expect(tablet.outbox).toMatchObject({
          headSeq: held.length,
          d0: held.length,
          d1: held.length,
          d2: held.length,
        });
        expect(tablet.servers.problems).toEqual([]);
        expect(await tablet.outbox.head()).toBe(
          headAfter(
            sha256,
            genesisAt(1).hash,
            held.map((entry) => new TextEncoder().encode(entry.text)),
          ),
        );
        answersMade += held.length;
      },
    ),
    { numRuns: 300 },
  );
  expect(answersMade).toBeGreaterThan(150);
  expect(crashes).toBeGreaterThan(10);
});

test("two copies of the application never give one number to two texts", async () => {
  const store: OutboxStore = new MemoryStore();
  const one = await ATablet.make({ store });
  const other = await ATablet.make({ store });
  one.answer("q1", "mine");
  await settle();
  other.answer("q1", "another");
  await settle();
  expect(one.outbox).toMatchObject({ d0: 1, trouble: null });
  expect(other.outbox).toMatchObject({ d0: 0, trouble: "taken" });
  other.servers.flush();
  expect(other.servers.seen).toEqual([]);
});
