import "fake-indexeddb/auto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Courier } from "#client-core/courier";
import { Link } from "#client-core/link";
import { openOutbox, type Outbox } from "#client-core/outbox";
import { ADisk, settleDisk } from "#client-core/testing/a-disk";
import { genesisAt, REF, seeded, sha256 } from "#client-core/testing/a-tablet";
import { FakeServers } from "#client-core/testing/fake-servers";
import { VirtualClock } from "#client-core/testing/virtual-clock";

/** A candidate's tablet with a real outbox on two real databases; a new epoch whenever the old one cannot be written on. */
class Device {
  readonly clock = new VirtualClock();
  readonly disk = new ADisk(this.clock);
  readonly random;
  readonly servers: FakeServers[] = [];
  outbox: Outbox | null = null;
  private link: Link | null = null;
  private courier: Courier | null = null;
  /** Every text that a run has made in this epoch, by number. */
  made = 0;

  constructor(seed: number) {
    this.random = seeded(seed);
  }
  get epoch(): number {
    return this.servers.length;
  }
  serversOf(epoch: number): FakeServers {
    const one = this.servers[epoch - 1];
    if (!one) throw new Error(`no epoch ${epoch}`);
    return one;
  }

  /** Opens the application; it stays closed where neither database can be read. */
  async boot(): Promise<void> {
    if (this.servers.length === 0) this.newEpoch();
    await this.openEpoch();
    if (this.outbox?.trouble !== "spent") return;
    // As the candidate is asked to: the card again, and on in a new epoch.
    this.close();
    this.newEpoch();
    await this.openEpoch();
  }
  private newEpoch(): void {
    this.servers.push(new FakeServers(() => this.clock.nowMs()));
  }
  private async openEpoch(): Promise<void> {
    const { clock, disk, epoch, random } = this;
    const ports = { store: disk.store(), notebook: disk.notebook, clock, sha256, random, build: "test" };
    const opening = openOutbox({ ...ports, ref: REF, epoch, genesis: genesisAt(epoch), signer: null });
    const outbox = await this.within(opening);
    if (!outbox) return;
    const connect = (url: string, ...rest: [Parameters<FakeServers["connect"]>[1]]) =>
      this.serversOf(Number(url)).connect(url, ...rest);
    const ignore = () => undefined;
    const listener = { state: ignore, welcome: ignore, act: ignore, received: ignore };
    const common = { ...ports, connect, ticket: "t", lastActId: () => null };
    this.outbox = outbox;
    this.link = new Link({ ...common, outbox, urls: [String(epoch)], listener });
    this.link.start();
    const left = Array.from({ length: epoch - 1 }, (_, i) => ({
      ref: REF,
      epoch: i + 1,
      ticket: "t",
      urls: [String(i + 1)],
    }));
    this.courier = await this.within(Courier.start(common, left, ignore));
  }
  /** Null where it fails. Time goes on as long as it takes: a database may hang. */
  private async within<T>(work: Promise<T>): Promise<T | null> {
    let result: { value: T | null } | null = null;
    work.then(
      (value) => (result = { value }),
      () => (result = { value: null }),
    );
    for (let i = 0; i < 200 && result === null; i++) {
      await settleDisk(4);
      if (i % 10 === 9) await this.clock.advance(4_000);
    }
    return (result as { value: T | null } | null)?.value ?? null;
  }
  close(): void {
    this.link?.stop();
    this.outbox?.stop();
    this.courier?.stop();
    this.disk.abandon();
    this.outbox = this.link = this.courier = null;
  }
  flow(): void {
    for (const one of this.servers) {
      one.flush();
      one.drain();
      one.flush();
    }
  }
}

/** What the outbox says is durable. */
const claimsOf = ({ epoch, outbox }: Device): string[] =>
  Array.from({ length: outbox?.d0 ?? 0 }, (_, i) => `${epoch}:${i + 1}`);

const STEPS = [
  ...["answer", "answer", "answer", "answer", "flow", "flow", "flow", "tick", "wait", "cut", "crash"],
  ...[
    "main fails",
    "mirror fails",
    "both fail",
    "main hangs",
    "mirror hangs",
    "main heals",
    "mirror heals",
    "both heal",
  ],
  ...["main vanishes", "mirror vanishes", "both vanish"],
] as const;

test("databases that fail, hang, vanish and come back, and runs that crash: nothing saved is lost, no number used twice", async () => {
  const seen = { crashes: 0, entries: 0, epochs: 0, fromMemory: 0, gone: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...STEPS), { minLength: 10, maxLength: 60, size: "max" }),
      fc.nat(),
      async (steps, seed) => {
        const device = new Device(seed);
        const { clock, disk } = device;
        await device.boot();
        /** All that the servers were sent and all that ever was durable, by "epoch:seq". */
        const sent = new Map<string, string>();
        const durable = new Map<string, string>();
        /** Deleted with the last database that held it; the page may still write it again. */
        const gone = new Set<string>();
        const read = new Map<FakeServers, number>();

        const check = async (): Promise<void> => {
          await settleDisk();
          const { outbox } = device;
          const held = await disk.held();
          for (const [key, text] of held) {
            expect(durable.get(key) ?? text).toBe(text);
            durable.set(key, text);
            gone.delete(key);
          }
          for (let epoch = 1; epoch <= device.epoch; epoch++) {
            const numbers = [...held.keys()].filter((key) => key.startsWith(`${epoch}:`));
            expect(numbers).toEqual(numbers.map((_, i) => `${epoch}:${i + 1}`));
          }
          // What was ever called durable is on the disk until somebody deletes it.
          for (const key of [...durable.keys(), ...claimsOf(device)]) if (!held.has(key)) expect(gone).toContain(key);
          for (const [i, servers] of device.servers.entries())
            for (const frame of servers.seen.slice(read.get(servers) ?? 0)) {
              read.set(servers, (read.get(servers) ?? 0) + 1);
              const [key, text] = [`${i + 1}:${frame.seq}`, JSON.stringify(frame)];
              expect(sent.get(key) ?? text).toBe(text);
              expect(durable.get(key) ?? text).toBe(text);
              sent.set(key, text);
              if (durable.has(key)) continue;
              // The one exception has a name, and the candidate is told.
              expect(outbox?.trouble).toBe("memory");
              seen.fromMemory++;
            }
        };
        const set = (which: string, mode: "sound" | "fails" | "hangs") => {
          if (which !== "mirror") disk.become(0, mode);
          if (which !== "main") disk.become(1, mode);
        };

        for (const step of steps) {
          const [which = "", what] = step.split(" ");
          if (step === "answer")
            device.outbox?.append(
              { kind: "answer", itemId: `q${device.made % 5}`, value: { text: `text ${++device.made}` } },
              clock.nowMs(),
            );
          else if (step === "flow") device.flow();
          else if (step === "tick") await clock.advance(700);
          else if (step === "wait") await clock.advance(31_000);
          else if (step === "cut") for (const servers of device.servers) servers.cut();
          else if (what?.startsWith("fail")) set(which, "fails");
          else if (what?.startsWith("hang")) set(which, "hangs");
          else if (what?.startsWith("heal")) set(which, "sound");
          else if (what?.startsWith("vanish")) {
            const before = await disk.held();
            if (which !== "mirror") await disk.vanish(0);
            if (which !== "main") await disk.vanish(1);
            const after = await disk.held();
            for (const key of before.keys()) if (!after.has(key)) gone.add(key);
          } else if (step === "crash") {
            seen.crashes++;
            device.close();
            await settleDisk();
            await device.boot();
          }
          await check();
        }

        set("both", "sound");
        for (let i = 0; i < 4; i++) {
          await settleDisk();
          await clock.advance(16_000);
        }
        // A disk that is sound again ends with all of it, whatever was deleted while the page was open.
        if (device.outbox) expect(device.outbox).toMatchObject({ d0: device.outbox.headSeq, trouble: null });
        for (let run = 0; run < 2; run++) {
          device.close();
          await settleDisk();
          await device.boot();
          for (let i = 0; i < 6; i++) {
            await settleDisk();
            device.flow();
            await clock.advance(16_000);
          }
          await check();
        }
        for (const [key, text] of durable) {
          const [epoch, seq] = key.split(":").map(Number);
          const stored = device.serversOf(epoch ?? 0).secured.get(seq ?? 0);
          if (stored === undefined) expect(gone).toContain(key);
          else expect(stored).toBe(text);
        }
        for (const servers of device.servers) expect(servers.problems).toEqual([]);
        device.close();
        seen.entries += durable.size;
        seen.epochs += device.epoch;
        seen.gone += gone.size;
      },
    ),
    { numRuns: 60 },
  );
  expect(seen.entries).toBeGreaterThan(100);
  expect(seen.crashes).toBeGreaterThan(20);
  expect(seen.epochs).toBeGreaterThan(60);
  expect(seen.fromMemory).toBeGreaterThan(0);
}, 300_000);
