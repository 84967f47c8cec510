/** The organisers of the demo exam as clients: they sign in, and act for the nation, a second one confirming. */
import { randomUUID } from "node:crypto";
import { ActAnswer, type ActAsked } from "#contracts/console/acts";
import { DEMO_PASSWORD, DEMO_SECOND_FACTOR } from "#domain/exam/demo-staff";
import type { Act } from "#domain/sitting/act";
import { NATION } from "#domain/sitting/scope";
import { codeAt } from "#runtime/second-factor";

const ORGANISERS = ["demo.organiser", "demo.organiser2"] as const;
const AGAIN_MS = 500;
const delay = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** A session of somebody of the demo's staff. */
export interface StaffSession {
  /** Value of the Cookie header. */
  readonly cookie: string;
  readonly centreId: number | null;
  readonly roomIds: readonly number[];
}

/** Rejects when the account is refused: the platform has another exam than the demo, or its passwords were changed. */
export async function signInStaff(target: string, login: string, secondFactor = false): Promise<StaffSession> {
  const code = secondFactor ? codeAt(Buffer.from(DEMO_SECOND_FACTOR, "utf8"), Date.now()) : null;
  const answer = await post(target, "/api/staff/sign-in", { login, password: DEMO_PASSWORD, code });
  if (!answer.ok) throw new Error(`${login}: ${answer.status} ${(await answer.text()).slice(0, 200)}`);
  const cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
  const { account } = (await answer.json()) as { account: { centreId: number | null; roomIds: number[] } };
  return { cookie, centreId: account.centreId, roomIds: account.roomIds };
}

export interface ActToDo {
  readonly kind: "start" | "pause" | "resume" | "end" | "cancel";
  readonly cause: string;
  /** Null: at once. */
  readonly effectiveAtMs: number | null;
}
/** An act that was done. */
export interface DoneAct {
  readonly act: Pick<Act, "id" | "kind" | "atMs" | "effectiveAtMs">;
  /** When it was first asked for, and how long it took until it was in the journal, ms. */
  readonly askedAtMs: number;
  readonly tookMs: number;
  /** What was said when it was asked for the first time, where it had to be asked for again; null: it was done at once. */
  readonly refusedFirst: string | null;
}

export class Organisers {
  private constructor(
    private readonly target: string,
    private readonly sittingId: number,
    private readonly first: StaffSession,
    private readonly second: StaffSession,
  ) {}

  static async signIn(target: string, sittingId: number): Promise<Organisers> {
    const [first, second] = [
      await signInStaff(target, ORGANISERS[0], true),
      await signInStaff(target, ORGANISERS[1], true),
    ];
    return new Organisers(target, sittingId, first, second);
  }
  get sessions(): readonly StaffSession[] {
    return [this.first, this.second];
  }

  /** Resolves once control knows the sitting: one that was made from the command line it sees within a minute. */
  async untilKnown(untilMs: number): Promise<void> {
    for (;;) {
      const path = `/api/console/sittings/${this.sittingId}/proposals`;
      const said = await get(this.target, path, this.first.cookie).catch(() => null);
      if (said?.ok) return;
      if (Date.now() > untilMs)
        throw new Error(`control does not know sitting ${this.sittingId}: ${said?.status ?? "no answer"}`);
      await delay(AGAIN_MS);
    }
  }

  /** Asks until the journal has it: servers may be away meanwhile, and an id is good once. Rejects after `untilMs`. */
  async act({ kind, cause, effectiveAtMs }: ActToDo, untilMs: number): Promise<DoneAct> {
    const id = randomUUID();
    const askedAtMs = Date.now();
    let atMs = effectiveAtMs;
    let refusedFirst: string | null = null;
    for (;;) {
      // Announced for an instant that has passed while nobody answered: then it is for now.
      if (atMs !== null && atMs < Date.now()) atMs = null;
      const asked: ActAsked = {
        id,
        kind,
        cause,
        scope: NATION,
        effectiveAtMs: atMs,
        seenActId: null,
        ...DETAILS[kind],
      };
      const said = await this.#ask(asked).catch((error: unknown) => (error instanceof Error ? error.message : "?"));
      if (typeof said !== "string") return { act: said, askedAtMs, tookMs: Date.now() - askedAtMs, refusedFirst };
      refusedFirst ??= said;
      if (Date.now() > untilMs) throw new Error(`${kind}: ${said}`);
      await delay(AGAIN_MS);
    }
  }

  async #ask(asked: ActAsked): Promise<Act> {
    const at = `/api/console/sittings/${this.sittingId}`;
    let said = await this.#post(this.first, `${at}/acts`, asked);
    if (said.outcome === "proposed") said = await this.#post(this.second, `${at}/proposals/${asked.id}/confirm`, {});
    if (!("act" in said)) throw new Error(said.outcome);
    return said.act;
  }
  async #post(by: StaffSession, path: string, body: object): Promise<ActAnswer> {
    const answer = await post(this.target, path, body, by.cookie);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${answer.status} ${text.slice(0, 200)}`);
    return ActAnswer.parse(JSON.parse(text));
  }
}

const DETAILS: Readonly<Record<ActToDo["kind"], Partial<ActAsked>>> = {
  // Virtual tablets have a build of their own, and nobody says "ready" in the rooms.
  start: { override: "rehearsal" },
  pause: {},
  resume: { lifts: NATION },
  end: {},
  cancel: {},
};

const REQUEST_DEADLINE_MS = 10_000;
const get = (target: string, path: string, cookie: string) =>
  fetch(new URL(path, target), { headers: { cookie }, signal: AbortSignal.timeout(REQUEST_DEADLINE_MS) });
const post = (target: string, path: string, body: object, cookie = "") =>
  fetch(new URL(path, target), {
    method: "POST",
    headers: { "content-type": "application/json", origin: new URL(target).origin, cookie },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(REQUEST_DEADLINE_MS),
  });
