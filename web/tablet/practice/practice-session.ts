/** One go at the practice paper: the tablet's own model, on stores in memory and servers in the page. */
import type { Clock, DeviceHealth, Http, Random, Sha256 } from "#client-core/ports";
import { MemoryShelf } from "#client-core/memory-shelf";
import { MemoryStore } from "#client-core/memory-store";
import { ServerTime } from "#client-core/server-time";
import type { Settings } from "../settings.ts";
import { TabletModel } from "../tablet-model.svelte.ts";
import { Loopback, PRACTICE_SITTING_ID } from "./loopback.ts";
import { sealPractice, sha256Hex } from "./practice-package.ts";
import { practicePaper } from "./practice-paper.ts";

export interface PracticePorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly sha256: Sha256;
}
const NOT_KNOWN: DeviceHealth = { storageFreeBytes: null, storagePersistent: null, wakeLock: null };
const nobody = () => () => undefined;

export class PracticeSession {
  readonly model: TabletModel;
  private loopback: Loopback | null = null;

  private constructor(private readonly ports: PracticePorts) {
    const { clock, random, sha256 } = ports;
    const http: Http = (request) => this.servers().http(request);
    this.model = new TabletModel({
      store: new MemoryStore(),
      shelf: new MemoryShelf(),
      clock,
      random,
      sha256,
      connect: (url, handlers) => this.servers().connect(url, handlers),
      http,
      time: new ServerTime(clock),
      device: { id: "practice", signer: null },
      health: { now: () => NOT_KNOWN, onChange: nobody },
      build: "practice",
      // The page's version is the real model's to freeze: practising never holds a build back.
      installation: { installed: false, onChange: nobody, freeze: () => Promise.resolve() },
      languages: [],
    });
  }

  /** `settings`: how the person has the screens; what is changed of them here goes with the practice. */
  static async open(ports: PracticePorts, settings: Settings): Promise<PracticeSession> {
    const session = new PracticeSession(ports);
    await session.model.open();
    session.model.set(settings);
    return session;
  }

  /** From here on the time runs. The paper is in the language of the screens. */
  async begin(): Promise<void> {
    const { language } = this.model.settings;
    const paper = await practicePaper(language, sha256Hex);
    const sealed = await sealPractice(paper, PRACTICE_SITTING_ID);
    this.loopback = new Loopback({ ...this.ports, paper: sealed, title: paper.view.title });
    await this.model.signIn("practice");
    this.model.confirmIdentity();
  }

  /** Stops its clock and its link. What was written goes with this object. */
  close(): Promise<void> {
    return this.model.leave();
  }

  private servers(): Loopback {
    if (!this.loopback) throw new Error("practice has not begun");
    return this.loopback;
  }
}
