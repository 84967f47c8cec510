/**
 * The servers of a practice session, in the page itself: sign-in, package, clock, acknowledgements and keys, by the same
 * contracts as the real ones. Nothing that is sent to it leaves the device, and it forgets everything with the page.
 */
import type { SignInResponse } from "#contracts/http/sign-in";
import type { ServerFrame } from "#contracts/frames/server";
import { TabletFrame } from "#contracts/frames/tablet";
import { DEFAULT_RULES } from "#contracts/exam/rules";
import { genesisHead, NO_PREVIOUS_EPOCH, toHex } from "#domain/answer/chain";
import type { LockFrame } from "#domain/answer/entry";
import type { Act } from "#domain/sitting/act";
import { NATION } from "#domain/sitting/scope";
import type { Clock, Connect, Http, HttpResponse, Sha256, Socket } from "#client-core/ports";
import { keyText, nextPath, stepKey } from "#client-core/seal";
import type { PracticePackage } from "./practice-package.ts";

/** Numbers that no real sitting or candidate has. */
export const PRACTICE_SITTING_ID = 0;
const CANDIDATE_ID = 0;
const NO_PLACE = 0;

export interface LoopbackOptions {
  readonly clock: Clock;
  readonly sha256: Sha256;
  readonly paper: PracticePackage;
  /** How the sitting is called on the screens. */
  readonly title: string;
}
const text = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

export class Loopback {
  private readonly acts: readonly Act[];
  /** Highest seq taken: on one socket entries come in order. */
  private taken = 0;

  constructor(private readonly options: LoopbackOptions) {
    this.acts = [this.act("check_in"), this.act("start")];
  }

  readonly http: Http = async ({ url }): Promise<HttpResponse> => {
    if (url === "/api/sign-in") return { status: 200, bytes: text(await this.signedIn()) };
    if (url === "/api/time") return { status: 200, bytes: text({ serverTimeMs: this.now() }) };
    const bytes = this.options.paper.served.get(url.slice(url.lastIndexOf("/") + 1));
    return bytes ? { status: 200, bytes } : { status: 404, bytes: new Uint8Array() };
  };

  readonly connect: Connect = (_, handlers): Socket => {
    const { clock } = this.options;
    let closed = false;
    /** In order, and never before the caller has gone on. */
    const later = (run: () => void) =>
      void clock.after(0, () => {
        if (!closed) run();
      });
    const say = (frame: ServerFrame) => later(() => handlers.message(JSON.stringify(frame)));
    later(() => handlers.open());
    return {
      bufferedAmount: 0,
      send: (sent) => {
        const frame = TabletFrame.safeParse(JSON.parse(sent));
        if (frame.success && !closed) this.take(frame.data, say);
      },
      close: () => {
        closed = true;
      },
    };
  };

  private take(frame: TabletFrame, say: (frame: ServerFrame) => void): void {
    switch (frame.kind) {
      case "hello": {
        const lastActId = this.acts.at(-1)?.id ?? null;
        say({ v: 1, kind: "welcome", fence: 1, d2: this.taken, lastActId, serverTimeMs: this.now() });
        const known = this.acts.findIndex(({ id }) => id === frame.lastActId);
        for (const act of this.acts.slice(known + 1)) say({ v: 1, kind: "act", act });
        return say({ v: 1, kind: "opening", paper: "main", key: keyText(this.options.paper.startKey) });
      }
      case "status":
      case "workspace":
        return;
      default:
        this.taken = Math.max(this.taken, frame.seq);
        say({ v: 1, kind: "received", seq: this.taken, atMs: this.now() });
        say({ v: 1, kind: "secured", seq: this.taken });
        if (frame.kind === "lock")
          this.stepBehind(frame).then(
            (step) => step && say(step),
            (error: unknown) => console.error(error),
          );
    }
  }

  /** The key of what follows a lock. It asks for no token: whoever practises cheats nobody. */
  private async stepBehind({ itemIds, seal, stepId }: LockFrame): Promise<ServerFrame | null> {
    if (!seal) return null;
    const { sectionId } = seal;
    const path = await nextPath(seal.path, stepId, itemIds);
    const key = keyText(await stepKey(this.options.paper.sectionKey(sectionId), path));
    return { v: 1, kind: "step", sectionId, path, key, token: key };
  }

  private async signedIn(): Promise<SignInResponse> {
    const { paper, sha256, title } = this.options;
    const of = { sittingId: PRACTICE_SITTING_ID, candidateId: CANDIDATE_ID };
    const hash = toHex(await genesisHead(sha256, of, 1, NO_PREVIOUS_EPOCH));
    return {
      ticket: "practice",
      epoch: 1,
      genesis: { ...NO_PREVIOUS_EPOCH, hash },
      candidate: {
        id: CANDIDATE_ID,
        familyName: "",
        givenName: "",
        studentNumber: "",
        centre: "",
        room: "",
        seat: "",
        centreId: NO_PLACE,
        roomId: NO_PLACE,
        extraTime: { numerator: 1, denominator: 1 },
      },
      sitting: { id: PRACTICE_SITTING_ID, title, durationMs: paper.durationMs, rules: DEFAULT_RULES, rehearsal: false },
      paper: paper.ref,
      backup: null,
      packages: { url: "practice:", key: paper.manifestKey },
      ingestUrls: ["practice:"],
      serverTimeMs: this.now(),
    };
  }

  private act(kind: "check_in" | "start"): Act {
    const atMs = this.now();
    const said = { v: 1 as const, id: kind.replace("_", "-"), author: "practice", second: null, cause: "" };
    const base = { ...said, scope: NATION, atMs, effectiveAtMs: atMs };
    return kind === "start" ? { ...base, kind, override: null, keys: null } : { ...base, kind };
  }

  private now(): number {
    return Math.floor(this.options.clock.nowMs());
  }
}
