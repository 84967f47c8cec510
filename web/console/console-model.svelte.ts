/** The console as its screens see it: a thin layer of runes over the live client, the sitting's view and the acts asked for. */
import { untrack } from "svelte";
import type { Platform, LiveMessage, SittingSummary } from "#contracts/console/live";
import { type StaffAccount, StaffSession } from "#contracts/console/account";
import type { ActAsked } from "#contracts/console/acts";
import { readingUrl } from "#contracts/console/reading";
import type { Clock, Connect, Http, Random } from "#client-core/ports";
import { ServerTime } from "#client-core/server-time";
import { firstLanguage, type Language } from "#ui/i18n.ts";
import { z } from "zod";
import type { ActAim } from "./acts/act-form.ts";
import { ActTask, sessionEnded, type TaskState } from "./acts/act-task.ts";
import { ChatOutbox, type Unsent } from "./chat/chat-outbox.ts";
import { seenFrom, type Seen } from "./chat/unread.ts";
import { ConsoleApi, type Refusal } from "./http/console-api.ts";
import { chooseSitting } from "./live/choose-sitting.ts";
import { LiveClient, type LiveLink } from "./live/live-client.ts";
import { applyMessage, emptyView, renewed, type SittingView } from "./live/sitting-view.ts";
import { TEXTS } from "./texts/texts.ts";

export interface ConsolePorts {
  readonly http: Http;
  readonly connect: Connect;
  readonly liveUrl: () => string;
  readonly clock: Clock;
  readonly random: Random;
  readonly newId: () => string;
  readonly languages: readonly string[];
  /** What this browser remembers of its person; never anything of an exam. */
  readonly memory: Pick<Storage, "getItem" | "setItem">;
}
export interface ShownTask {
  readonly task: ActTask;
  readonly state: TaskState;
  readonly title: string;
}
type Stage = "opening" | "sign_in" | "in";

const TICK_MS = 1_000;
/** The feed says something every second: data older than this is shown as old. */
export const FRESH_MS = 3_000;

export class ConsoleModel {
  language = $state.raw<Language>("fr");
  texts = $derived(TEXTS[this.language]);
  stage = $state.raw<Stage>("opening");
  account = $state.raw<StaffAccount | null>(null);
  sittings = $state.raw<readonly SittingSummary[]>([]);
  view = $state.raw<SittingView | null>(null);
  sitting = $derived(this.sittings.find(({ id }) => id === this.view?.sittingId) ?? null);
  platform = $state.raw<Platform | null>(null);
  missing = $state.raw<Extract<LiveMessage, { kind: "missing" }>["stores"]>([]);
  link = $state.raw<LiveLink>("off");
  /** Server time, moved on every second. */
  nowMs = $state.raw(0);
  /** Age of what is shown, ms; null before anything is known. */
  dataAgeMs = $derived(this.view?.countsAtMs ? Math.max(0, this.nowMs - this.view.countsAtMs) : null);
  /** Whether what is shown may be taken for what is. */
  fresh = $derived(this.link === "open" && this.dataAgeMs !== null && this.dataAgeMs <= FRESH_MS);
  /** The dialog that is open, or null. */
  aim = $state.raw<{ readonly aim: ActAim; readonly title: string } | null>(null);
  tasks = $state.raw<readonly ShownTask[]>([]);
  /** The task that the open dialog follows: the others are lines. */
  inDialog = $state.raw<ActTask | null>(null);
  unsent = $state.raw<readonly Unsent[]>([]);
  /** Messages of the chat that this person has seen, on this browser. */
  seen = $state.raw<Seen>({});

  readonly api: ConsoleApi;
  private readonly time: ServerTime;
  private readonly live: LiveClient;
  private readonly chat: ChatOutbox;
  private readonly quickTasks = new WeakSet<ActTask>();
  private roomIds: readonly number[] = [];
  private wantedSittingId: number | null = null;
  private cancelTick: () => void = () => undefined;

  constructor(private readonly ports: ConsolePorts) {
    this.api = new ConsoleApi(ports.http);
    this.time = new ServerTime(ports.clock);
    this.language = firstLanguage([ports.memory.getItem("language") ?? "", ...ports.languages]);
    this.live = new LiveClient(
      { connect: ports.connect, clock: ports.clock, random: ports.random, time: this.time, url: ports.liveUrl },
      {
        link: (link) => this.linked(link),
        message: (message) => this.heard(message),
        watching: () => (this.view = this.view && renewed(this.view)),
      },
    );
    this.chat = new ChatOutbox({ ...ports, api: this.api, changed: (unsent) => (this.unsent = unsent) });
  }

  speak(language: Language): void {
    this.language = language;
    this.ports.memory.setItem("language", language);
  }

  /** Goes on with the session of the cookie, if there is one. */
  async open(): Promise<void> {
    const answer = await this.api.get("/api/staff/me", StaffSession);
    if ("value" in answer) return this.enter(answer.value.account);
    this.stage = "sign_in";
  }

  async signIn(login: string, password: string, code: string | null): Promise<Refusal | null> {
    const answer = await this.api.post("/api/staff/sign-in", { login, password, code }, StaffSession);
    if ("refusal" in answer) return answer.refusal;
    this.enter(answer.value.account);
    return null;
  }

  async signOut(everywhere: boolean): Promise<void> {
    const answer = await this.api.post("/api/staff/sign-out", { everywhere }, z.unknown());
    if ("refusal" in answer && answer.refusal.code === "unreachable") return;
    this.live.stop();
    this.cancelTick();
    for (const { task } of this.tasks) task.stop();
    this.tasks = [];
    this.chat.clear();
    this.account = this.view = this.aim = null;
    this.sittings = [];
    this.roomIds = [];
    this.wantedSittingId = null;
    this.stage = "sign_in";
  }

  /** Which rooms are shown candidate by candidate. */
  watchRooms(roomIds: readonly number[]): void {
    const same = roomIds.length === this.roomIds.length && roomIds.every((id, index) => id === this.roomIds[index]);
    if (same) return;
    this.roomIds = [...roomIds];
    const view = untrack(() => this.view);
    if (view) this.live.watch({ sittingId: view.sittingId, roomIds: this.roomIds });
  }
  openSitting(sittingId: number): void {
    this.wantedSittingId = sittingId;
    if (untrack(() => this.view?.sittingId) === sittingId) return;
    this.view = emptyView(sittingId);
    this.seen = seenFrom(this.ports.memory.getItem(this.seenKey));
    this.live.watch({ sittingId, roomIds: this.roomIds });
  }

  /** Opens the dialog of an act. */
  ask(aim: ActAim, title?: string): void {
    this.aim = { aim, title: title ?? this.texts.act.kinds[aim.kind] };
  }
  /** Closes the dialog; what is not known to have happened stays visible as a line. */
  closeDialog(): void {
    const task = this.inDialog;
    this.inDialog = this.aim = null;
    if (task?.state.stage === "settled" && !sessionEnded(task.state)) this.forget(task);
  }
  /** An act that needs no words is asked for at once; while it is not known to have happened it is a line. */
  quick(aim: ActAim, title: string): void {
    const { kind, scopes, details } = aim;
    const asked = scopes.map((scope) => ({
      ...(structuredClone(details ?? {}) as Partial<ActAsked>),
      id: this.newId(),
      kind,
      cause: "",
      scope,
      effectiveAtMs: null,
      seenActId: null,
    }));
    this.quickTasks.add(this.send(asked, title));
    this.inDialog = null;
  }
  newId(): string {
    return this.ports.newId();
  }
  /** Sends what a dialog asked for; the task goes on when the dialog is closed. */
  send(asked: readonly ActAsked[], title: string): ActTask {
    const sittingId = this.view?.sittingId;
    if (sittingId === undefined) throw new Error("an act without a sitting");
    const { clock, random } = this.ports;
    const task = new ActTask(sittingId, asked, { api: this.api, clock, random, changed: () => this.taskChanged(task) });
    this.tasks = [...this.tasks, { task, state: task.state, title }];
    this.inDialog = task;
    this.background(task.start());
    return task;
  }
  forget(task: ActTask): void {
    task.stop();
    this.tasks = this.tasks.filter((shown) => shown.task !== task);
  }
  taskOf(task: ActTask): TaskState {
    return this.tasks.find((shown) => shown.task === task)?.state ?? task.state;
  }

  say(thread: "common" | number, text: string, answers: string | null = null): void {
    if (this.view) this.chat.send(this.view.sittingId, { id: this.newId(), thread, text, answers });
  }
  /** When this person said to have read an instruction, ms; null: not yet. */
  readAtMs(actId: string): number | null {
    const own = this.view?.readings.find((one) => one.actId === actId && one.accountId === this.account?.id);
    return own?.atMs ?? null;
  }
  /** "I have read it": the feed tells every console once control has kept it. */
  async acknowledge(actId: string): Promise<Refusal | null> {
    if (!this.view) return null;
    const answer = await this.api.post(readingUrl(this.view.sittingId, actId), {}, z.unknown());
    return "refusal" in answer ? answer.refusal : null;
  }
  /** Everything of a thread up to `position` has been on the screen. */
  see(what: string | number, position: string): void {
    if (this.seen[String(what)] === position) return;
    this.seen = { ...this.seen, [String(what)]: position };
    this.ports.memory.setItem(this.seenKey, JSON.stringify(this.seen));
  }
  private get seenKey(): string {
    return `seen:${this.account?.id ?? 0}:${this.view?.sittingId ?? 0}`;
  }
  unsay(id: string): void {
    this.chat.drop(id);
  }

  /** The network may be back, or the page is seen again. */
  wake(): void {
    this.live.wake();
    this.chat.wake();
  }

  private enter(account: StaffAccount): void {
    this.account = account;
    this.stage = "in";
    this.live.start();
    this.tick();
    for (const { task } of this.tasks) task.resume();
    this.chat.wake();
  }

  private linked(link: LiveLink): void {
    this.link = link;
    if (link === "signed_out") this.stage = "sign_in";
  }

  private heard(message: LiveMessage): void {
    this.nowMs = this.time.nowMs();
    switch (message.kind) {
      case "hello":
        this.account = message.account;
        this.sittings = message.sittings;
        return this.chooseSitting();
      case "sittings":
        this.sittings = message.sittings;
        return this.view ? undefined : this.chooseSitting();
      case "platform":
        this.platform = message.platform;
        return;
      case "missing":
        this.missing = message.stores;
        return;
      default:
        this.apply(message);
    }
  }

  private chooseSitting(): void {
    const wanted = this.sittings.find(({ id }) => id === this.wantedSittingId);
    const chosen = wanted ?? chooseSitting(this.sittings, this.time.nowMs());
    if (chosen) this.openSitting(chosen.id);
  }

  private apply(message: LiveMessage): void {
    if (!this.view) return;
    const after = applyMessage(this.view, message);
    if (after === "gap") return this.live.again();
    this.view = after;
    if (message.kind === "acts") for (const act of message.acts) for (const { task } of this.tasks) task.seen(act);
    if (message.kind === "chat") this.chat.seen(message.messages);
  }

  private taskChanged(task: ActTask): void {
    this.tasks = this.tasks.map((shown) => (shown.task === task ? { ...shown, state: task.state } : shown));
    if (sessionEnded(task.state)) this.stage = "sign_in";
    const done = task.state.stage === "settled" && task.state.outcomes.every(({ kind }) => kind === "done");
    if (done && this.quickTasks.has(task)) this.forget(task);
  }

  private tick(): void {
    this.cancelTick();
    this.nowMs = this.time.nowMs();
    // At the turn of the server's second, so that all clocks of a hall move together.
    this.cancelTick = this.ports.clock.after(TICK_MS - (this.nowMs % TICK_MS), () => this.tick());
  }

  private background(work: Promise<void>): void {
    work.catch((error: unknown) => console.error(error));
  }
}
