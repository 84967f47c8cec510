/** A whole platform in one process: the real ingest, drain, outbox and link on memory adapters and a virtual clock. */
import type { CandidateRef } from "#domain/answer/entry";
import { genesisOf, NO_PREVIOUS_EPOCH } from "#domain/answer/chain";
import type { EpochMarker } from "#domain/answer/epoch";
import type { ServerFrame } from "#contracts/frames/server";
import { LIMITS, type Limits } from "#contracts/limits";
import { createDrain, type Drain } from "#drain/app";
import { createIngest, type Ingest } from "#ingest/app";
import { placeOf } from "#simulator/acts";
import { FaultyAnswerServer, faultyLedger, isSurvivable, Life } from "#simulator/faulty-stores";
import { MemoryAnswerLedger } from "#simulator/memory/answer-ledger";
import { MemoryJournal } from "#simulator/memory/journal";
import { MemoryAnswerServer } from "#simulator/memory/answer-server";
import { GivenKeys } from "#simulator/given-keys";
import { Network } from "#simulator/network";
import { type SeededRandom, seededRandom } from "#simulator/random";
import { sha256, Tablet } from "#simulator/tablet";
import { VirtualClock } from "#simulator/virtual-clock";
import { signTicket, verifyTicket } from "#runtime/ticket";
import { EpochMarker as EpochMarkerSchema } from "#contracts/stream/answer-stream";
import { watchTrims } from "#simulator/trim-watch";

export const SITTING_ID = 1;
const START_MS = 1_700_000_000_000;
const TICKET_KEYS = [{ id: "sim", secret: Buffer.alloc(32, 7) }];
/** Shorter than in production, so that a simulated minute covers several of them; presence is nobody's business here. */
const SIM_LIMITS: Limits = {
  ...LIMITS,
  drainBatchMax: 50,
  hellosPerSecondMax: 50,
  unauthenticatedSocketsMax: 30,
  presenceIntervalMs: 60_000,
};

interface IngestNode {
  readonly id: string;
  app: Ingest | null;
}
interface DrainProcess {
  readonly life: Life;
  readonly drain: Drain;
}

export class World {
  readonly clock = new VirtualClock(START_MS);
  readonly random: SeededRandom;
  readonly network: Network;
  /** How far the answers' server's own clock is off, ms. */
  serverClockOffMs = 0;
  /** True once a store was lost: markers may have gone with it. */
  everEmptied = false;
  readonly memoryServer = new MemoryAnswerServer(() => this.clock.nowMs() + this.serverClockOffMs);
  readonly answers: FaultyAnswerServer;
  /** Each node hears of an act after a while of its own. */
  readonly journal = new MemoryJournal(SITTING_ID, (run) => this.clock.after(this.random.below(800), run));
  readonly ledger = new MemoryAnswerLedger(new Set([SITTING_ID]), () => null);
  /** Probability that PostgreSQL's answer to one call is lost. */
  ledgerLoss = 0;
  readonly ingests: IngestNode[];
  drains: DrainProcess[] = [];
  /** Every tablet ever used, replaced ones included; the last one of a candidate is the one in use. */
  readonly tablets = new Map<number, Tablet[]>();
  /** Highest seq acknowledged (D1) per candidate and epoch, as ingest said it. */
  readonly acknowledged = new Map<string, number>();
  readonly keys = new GivenKeys();
  readonly violations: string[] = [];
  readonly events: string[] = [];
  #drainCount = 0;

  constructor(seed: number, shape: { tablets: number; ingests: number; drains: number }) {
    this.random = seededRandom(seed);
    this.memoryServer.onStored = (entry) => this.keys.stored(entry);
    this.answers = new FaultyAnswerServer(this.memoryServer, this.clock, this.random);
    this.network = new Network(this.random, (tabletId, text) => this.#hear(tabletId, text));
    this.ingests = Array.from({ length: shape.ingests }, (_, i) => ({ id: `ingest-${i + 1}`, app: null }));
    for (const node of this.ingests) {
      this.network.register(node.id, () => node.app?.onConnection ?? null);
      this.startIngest(node);
    }
    for (let i = 0; i < shape.drains; i++) this.startDrain();
    for (let i = 0; i < shape.tablets; i++) this.tablets.set(i + 1, []);
  }

  note(event: string): void {
    this.events.push(`${String(this.clock.nowMs() - START_MS).padStart(7)} ${event}`);
  }

  /**
   * [I1] An acknowledgement is a promise: checked as it leaves the node, whether or not it arrives, and remembered. So is
   * [I11] a key. `tabletId` is "<candidate>:<epoch>".
   */
  #hear(tabletId: string, text: string): void {
    const frame = JSON.parse(text) as ServerFrame;
    if (frame.kind === "opening" || frame.kind === "step") {
      const place = placeOf(Number(tabletId.split(":")[0]));
      const violation = this.keys.check(frame, place, this.journal.state, this.clock.nowMs());
      if (violation !== null) this.violations.push(violation);
    }
    if (frame.kind !== "received") return;
    const before = this.acknowledged.get(tabletId) ?? 0;
    for (let seq = before + 1; seq <= frame.seq; seq++)
      if (!this.memoryServer.firstStored.has(`${SITTING_ID}:${tabletId}:${seq}`))
        this.violations.push(`[I1] ${tabletId}:${seq} was acknowledged before it was stored`);
    this.acknowledged.set(tabletId, Math.max(before, frame.seq));
  }

  /** The answers' server comes back without its disk, perhaps on a machine whose clock is behind. */
  emptyAnswers(): void {
    this.everEmptied = true;
    this.memoryServer.empty();
    if (this.random.chance(0.3)) this.serverClockOffMs -= this.random.below(60_000);
  }

  startIngest(node: IngestNode): void {
    node.app = createIngest({
      intake: this.answers.intake(node.id),
      journal: this.journal.followedBy(node.id),
      presenceStore: { write: () => Promise.resolve(true) },
      onPresenceTrouble: () => undefined,
      workspaceStore: { write: () => Promise.resolve() },
      onWorkspaceTrouble: () => undefined,
      clock: this.clock,
      random: () => this.random.next(),
      verifyTicket: (ticket, nowMs) => verifyTicket(TICKET_KEYS, ticket, nowMs),
      limits: SIM_LIMITS,
    });
  }
  crashIngest(node: IngestNode): void {
    node.app = null;
    this.journal.forget(node.id);
    this.memoryServer.forgetNode(node.id);
    this.network.nodeDied(node.id);
  }

  startDrain(): void {
    const life = new Life();
    const owner = `drain-${++this.#drainCount}`;
    const drain = createDrain({
      owner,
      feed: watchTrims(this.answers.feed(life), this.ledger, (violation) => this.violations.push(violation)),
      ledger: faultyLedger(this.ledger, life, this.clock, this.random, () => this.ledgerLoss),
      clock: this.clock,
      limits: SIM_LIMITS,
      onTrouble: () => undefined,
    });
    this.drains.push({ life, drain });
    void this.#runDrain(drain, life);
  }
  /** Rounds for ever, as the drain's own loop, until the process dies. */
  async #runDrain(drain: Drain, life: Life): Promise<void> {
    while (!life.dead) {
      await drain.round(0).catch((error: unknown) => {
        if (!isSurvivable(error)) throw error;
      });
      await this.clock.sleep(30 + this.random.below(50));
    }
  }
  crashDrain(process: DrainProcess): void {
    process.life.dieAfter(this.random.below(8));
    this.drains = this.drains.filter((other) => other !== process);
  }

  /** Signs a candidate in on a new device, as control does; false when the store refuses at the moment. */
  async signIn(candidateId: number): Promise<boolean> {
    const ref = { sittingId: SITTING_ID, candidateId };
    const devices = this.tablets.get(candidateId) ?? [];
    const deviceId = `device-${candidateId}-${devices.length + 1}`;
    const given = await this.answers
      .issuer()
      .issue({
        ...ref,
        deviceId,
        floor: this.ledger.highestEpoch(ref),
        keep: null,
        markerFor: (e) => marker(ref, e, deviceId),
      })
      .catch(() => null);
    if (!given) return false;
    const id = `${candidateId}:${given.epoch}`;
    const tablet = new Tablet({
      id,
      ref,
      epoch: given.epoch,
      ticket: ticketFor(ref, given.epoch, deviceId),
      nodeIds: this.ingests.map((node) => node.id),
      connect: this.network.connectFor(id),
      clock: this.clock,
      random: this.random,
    });
    this.tablets.set(candidateId, [...devices, tablet]);
    await tablet.boot();
    this.note(`candidate ${candidateId} signs in, epoch ${given.epoch}`);
    return true;
  }

  /** Time passes; part of the frames flow. */
  async step(ms: number, share: number): Promise<void> {
    this.network.flush(share);
    await this.clock.advance(ms);
  }
}

function marker(ref: CandidateRef, epoch: number, deviceId: string): EpochMarker {
  const genesis = genesisOf(sha256, ref, epoch, NO_PREVIOUS_EPOCH);
  return EpochMarkerSchema.parse({
    v: 1,
    ...ref,
    epoch,
    deviceId,
    publicKey: null,
    genesis,
    genesisHash: genesis.hash,
  });
}
function ticketFor(ref: CandidateRef, epoch: number, deviceId: string): string {
  const genesis = genesisOf(sha256, ref, epoch, NO_PREVIOUS_EPOCH).hash;
  const place = placeOf(ref.candidateId);
  const expiresAtMs = START_MS + 10 * 86_400_000;
  return signTicket(TICKET_KEYS, {
    role: "candidate",
    ...ref,
    epoch,
    genesis,
    deviceId,
    centreId: place.centreId,
    roomId: place.roomId,
    expiresAtMs,
  });
}
