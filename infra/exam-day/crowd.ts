/** Tablets without screens: the real sign-in, packages, outbox, link and session of the tablet, over sockets of Node. */
import { createHash, randomUUID } from "node:crypto";
import { endFor } from "#client-core/exam-clock";
import { holdActs } from "#client-core/held-acts";
import { unreadOf } from "#client-core/instructions";
import { MemoryShelf } from "#client-core/memory-shelf";
import { MemoryStore } from "#client-core/memory-store";
import { StagedPapers } from "#client-core/package/staged-papers";
import type { Clock, HealthWatch, Http } from "#client-core/ports";
import { ServerTime } from "#client-core/server-time";
import { Session } from "#client-core/session";
import { signIn } from "#client-core/sign-in";
import type { EntryFrame } from "#domain/answer/entry";
import { httpOf, Radio } from "./network.ts";

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash("sha256").update(bytes).digest());
const clock: Clock = {
  nowMs: () => performance.timeOrigin + performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
const random = { next: Math.random };
const healthy: HealthWatch = {
  now: () => ({ storageFreeBytes: 8_000_000_000, storagePersistent: true, wakeLock: true }),
  onChange: () => () => undefined,
};
const AT_ONCE = 4;

/** One candidate's tablet. `cutLink` drops its network until `joinLink`. */
export class CrowdTablet {
  #made = 0;

  private constructor(
    readonly session: Session,
    private readonly radio: Radio,
    private readonly store: MemoryStore,
    private readonly papers: StagedPapers,
  ) {}

  /** Signs in, says "this is me", connects and fetches the sealed papers. Rejects when the card is refused. */
  static async sitDown(http: Http, cardCode: string, build: string): Promise<CrowdTablet> {
    const store = new MemoryStore();
    const shelf = new MemoryShelf();
    const time = new ServerTime(clock);
    const device = { id: randomUUID(), signer: null };
    const signedIn = await signIn({ http, shelf, store, sha256, device, time, nowMs: clock.nowMs }, cardCode);
    if ("refusal" in signedIn) throw new Error(`card ${cardCode}: ${signedIn.refusal.code}`);
    const { record } = signedIn;
    const radio = new Radio();
    const device0 = { store, shelf, clock, random, sha256, http };
    const session = await Session.open(
      { ...device0, connect: radio.connect, time, signer: null, health: healthy, build },
      record,
    );
    const papers: StagedPapers = new StagedPapers({
      ...device0,
      signedIn: record.signedIn,
      first: "main",
      spreadMs: 0,
      keys: (which) => session.snapshot().record.keys[which],
      changed: () => session.verified(papers.verified),
    });
    session.confirm();
    session.subscribe(() => papers.look());
    await session.start([]);
    papers.start();
    return new CrowdTablet(session, radio, store, papers);
  }

  get view() {
    return this.session.snapshot();
  }
  get signedIn() {
    return this.view.record.signedIn;
  }
  get candidate() {
    return this.signedIn.candidate;
  }
  /** When the time is over by what this tablet was told, ms; null while it cannot be known. */
  get endMs(): number | null {
    return endFor(holdActs(this.view.record.acts).state, this.signedIn);
  }
  /** Whether the national store has everything that was made here. */
  get isSecured(): boolean {
    const { made, secured } = this.view.counts;
    return made > 0 && made === secured;
  }

  get hasPaper(): boolean {
    return this.papers.stateOf("main").kind === "ready";
  }
  /** Answers the next isolated question, when the clock lets it. False: it does not. */
  answer(): boolean {
    const state = this.papers.stateOf("main");
    if (state.kind !== "ready") return false;
    const items = state.paper.sections
      .filter(({ kind }) => kind === "isolated_questions")
      .flatMap(({ steps }) => steps.flatMap(({ item }) => item ?? []))
      .filter((item) => item.type === "QRM" || item.type === "QRU");
    const item = items[this.#made % items.length];
    const option = item?.options[(this.candidate.id + this.#made) % item.options.length];
    if (!item || !option) throw new Error("a paper without isolated questions");
    if (!this.session.answer(item.id, { choice: [option.id] })) return false;
    this.#made += 1;
    return true;
  }

  /** Looks at the instructions on the screen and says "I have read it". True once none is left. */
  readInstructions(): boolean {
    const unread = unreadOf(this.view.instructions);
    for (const { actId } of unread) {
      if (!this.#shown.has(actId)) this.session.displayed(actId);
      this.#shown.add(actId);
      this.session.read(actId);
    }
    return unread.length === 0;
  }
  readonly #shown = new Set<string>();

  /** Everything that was made on this tablet, in order. */
  async frames(): Promise<EntryFrame[]> {
    const { entries } = await this.store.load(this.session.ref);
    return entries.map(({ text }) => JSON.parse(text) as EntryFrame);
  }

  cutLink(): void {
    this.radio.cut();
  }
  joinLink(): void {
    this.radio.join();
    this.session.wake(false);
  }
  leave(): void {
    this.session.stop();
    this.papers.stop();
  }
}

/** Many candidates sit down, a few at a time. */
export async function sitDownAll(page: string, cards: readonly string[], build: string): Promise<CrowdTablet[]> {
  const http = httpOf(page);
  const tablets: CrowdTablet[] = [];
  const queue = [...cards];
  const usher = async () => {
    for (let card = queue.shift(); card !== undefined; card = queue.shift())
      tablets.push(await CrowdTablet.sitDown(http, card, build));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, usher));
  return tablets;
}
