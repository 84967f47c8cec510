/**
 * Control as a console's browser sees it, in one process and in memory: pages with their security policy, staff sign-in, acts
 * judged by the real rules, chat, and a live feed whose rows move. For the browser tests of the consoles.
 */
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { type WebSocket, WebSocketServer } from "ws";
import type { z } from "zod";
import { PasswordChange, StaffSignInRequest } from "#contracts/console/account";
import { CodeAsked } from "#contracts/console/codes";
import { ActAsked, type Proposal } from "#contracts/console/acts";
import { AdmissionAsked } from "#contracts/console/day";
import type { StaffReading } from "#contracts/console/reading";
import { ChatAsked, type ChatMessage } from "#contracts/console/chat";
import {
  type Alert,
  ConsoleFrame,
  type Delivery,
  type LiveMessage,
  type LiveRow,
  type Platform,
  type RoomCounts,
} from "#contracts/console/live";
import type { ExamRehearsed } from "#contracts/console/rehearsals";
import type { RoomRehearsals } from "#contracts/http/rehearsal";
import type { DeviceList } from "#contracts/http/device";
import type { LostTimeAnswer } from "#contracts/console/lost-time";
import type { ErrorCode } from "#contracts/errors";
import { type Act, type ActDetails, type ActKind, actOf } from "#domain/sitting/act";
import { applyAct, PLANNED, refusalOf, type SittingState } from "#domain/sitting/clock";
import { NATION, type Scope } from "#domain/sitting/scope";
import type { Reason } from "#domain/sitting/reason";
import type { StaffAccount } from "#domain/staff/account";
import { securityPolicy } from "#infra/testing/browser.ts";
import { actsSince } from "../journal/act-words.ts";
import { emptyView, placesOf } from "../live/sitting-view.ts";
import { aRow, CODE, type FakeExam, fakeExam, PASSWORD } from "./fake-exam.ts";
import { codeOf, codeRequest, codesOfRoom, enrolmentOf } from "./fake-seals.ts";
import { contains } from "#domain/sitting/places";

interface Journal {
  readonly acts: Act[];
  state: SittingState;
}
interface Console {
  readonly socket: WebSocket;
  readonly account: StaffAccount;
  watch: Extract<ConsoleFrame, { kind: "watch" }> | null;
}
const MEDIA: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};
const TWO_PERSONS: readonly ActKind[] = ["start", "resume", "end", "cancel", "close"];

export class FakeControl {
  readonly problems: string[] = [];
  readonly rows = new Map<number, LiveRow>();
  readonly chat: ChatMessage[] = [];
  readonly proposals: Proposal[] = [];
  alerts: Alert[] = [];
  /** The lost-time ledger, as the test has it. */
  losses: LostTimeAnswer["losses"] = [];
  /** What tablets have played, as the test has it. */
  rehearsals: RoomRehearsals["rooms"] = [];
  rehearsed: ExamRehearsed | null = null;
  /** Requests of `/api/…/rehearsal…` that a test serves itself, with the login of who asks; null: not this one. */
  beside: (request: Request, login: string) => Promise<Response | null> = () => Promise.resolve(null);
  /** Enrolled tablets of whoever's centre asks. */
  devices: DeviceList = { devices: [], packages: [] };
  platform: Platform | null = null;
  missing: Extract<LiveMessage, { kind: "missing" }>["stores"] = [];
  /** Requests whose work is done and whose reply never arrives. */
  losingReplies = false;
  /** GET …/acts/{id} does not answer either. */
  journalSilent = false;
  /** The live feed says nothing more, though its sockets stay open. */
  feedSilent = false;
  readonly readings: StaffReading[] = [];
  /** Requests that only change the list, the account or alerts, as they came: "POST path", body. */
  readonly others: { readonly path: string; readonly body: unknown }[] = [];
  private readonly journals = new Map<number, Journal>();
  private readonly consoles = new Set<Console>();
  private online = true;
  private ticking!: NodeJS.Timeout;
  private server!: Server;

  private constructor(
    private readonly webRoot: string,
    readonly exam: FakeExam,
  ) {}

  static async start(webRoot: string, size: Parameters<typeof fakeExam>[1] = {}): Promise<FakeControl> {
    const control = new FakeControl(webRoot, fakeExam(Date.now(), size));
    control.server = createServer((request, response) => {
      control.serve(request, response).catch((error: unknown) => {
        control.problems.push(String(error));
        response.writeHead(500).end(String(error));
      });
    });
    const sockets = new WebSocketServer({ noServer: true });
    control.server.on("upgrade", (request, socket, head) => {
      const account = control.accountOf(request);
      if (!control.online) return socket.destroy();
      sockets.handleUpgrade(request, socket, head, (live) => control.connected(live, account));
    });
    await new Promise<void>((resolve) => control.server.listen(0, "127.0.0.1", resolve));
    control.ticking = setInterval(() => control.tell(), 250);
    return control;
  }
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }
  async stop(): Promise<void> {
    clearInterval(this.ticking);
    this.cut();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** The network between consoles and control. */
  network(online: boolean): void {
    this.online = online;
    if (!online) this.cut();
  }
  /** Every session ends. */
  endSessions(): void {
    for (const { socket } of this.consoles) socket.close(4401);
    this.ended = true;
  }
  private ended = false;

  journal(sittingId = 1): Journal {
    const journal = this.journals.get(sittingId) ?? { acts: [], state: PLANNED };
    this.journals.set(sittingId, journal);
    return journal;
  }
  /** An act as the organiser's command line makes it. */
  act(kind: ActKind, over: ActDetails & { scope?: Scope; cause?: string; author?: string; inMs?: number } = {}): Act {
    const { scope = NATION, cause = "", author = "Marie Duval (organiser)", inMs, ...details } = over;
    const id = `${kind.replace("_", "-")}-${this.journal().acts.length + 1}`;
    const effectiveAtMs = inMs === undefined ? null : Date.now() + inMs;
    const numbered = author.endsWith("(organiser)");
    return this.append(1, { id, kind, author, cause, scope, effectiveAtMs, numbered, ...details });
  }
  /** Everybody of these rooms, or of all, sits at a connected tablet. */
  arrive(roomIds: readonly number[] | null = null, over: Partial<LiveRow> = {}): void {
    for (const { id, roomId } of this.exam.roster)
      if (roomIds === null || roomIds.includes(roomId)) this.move(id, over);
  }
  /** Changes what is known of one candidate. */
  move(candidateId: number, over: Partial<LiveRow>): void {
    this.rows.set(candidateId, { ...(this.rows.get(candidateId) ?? aRow(candidateId, Date.now())), ...over });
    this.changed.add(candidateId);
  }
  private readonly changed = new Set<number>();

  private append(sittingId: number, request: Parameters<typeof actOf>[0]): Act {
    const journal = this.journal(sittingId);
    const act = actOf(request, Date.now(), journal.state.instructionCount);
    journal.state = applyAct(journal.state, act);
    const from = journal.acts.push(act) - 1;
    this.each(sittingId, (one) => this.say(one, { kind: "acts", sittingId, from, acts: [act] }));
    return act;
  }

  private cut(): void {
    for (const { socket } of this.consoles) socket.terminate();
  }
  private say({ socket }: Console, message: LiveMessage): void {
    if (!this.feedSilent) socket.send(JSON.stringify(message));
  }
  private each(sittingId: number, run: (one: Console) => void): void {
    for (const one of this.consoles) if (one.watch?.sittingId === sittingId) run(one);
  }

  private connected(socket: WebSocket, account: StaffAccount | null): void {
    if (!account) return socket.close(4401);
    const one: Console = { socket, account, watch: null };
    this.consoles.add(one);
    socket.on("close", () => this.consoles.delete(one));
    socket.on("message", (data) => {
      const frame = ConsoleFrame.safeParse(JSON.parse(String(data)));
      if (!frame.success) {
        this.problems.push(`bad frame ${String(data)}`);
        return socket.close(4400);
      }
      if (frame.data.kind === "ping")
        return this.say(one, { kind: "pong", askedAtMs: frame.data.askedAtMs, serverTimeMs: Date.now() });
      one.watch = frame.data;
      this.everything(one, frame.data);
    });
    const sittings = [...this.exam.sittings];
    this.say(one, { kind: "hello", serverTimeMs: Date.now(), account, build: "fake", sittings });
  }

  private everything(one: Console, { sittingId, roomIds, chatAfter }: NonNullable<Console["watch"]>): void {
    const { centres, roster } = this.exam;
    const { account } = one;
    const within = centres.filter(({ id }) => account.centreId === null || account.centreId === id);
    const hidden = account.role === "technician" || account.role === "operator";
    const candidates = roster.filter(({ roomId }) => roomIds.includes(roomId));
    const anonymous = { familyName: "", givenName: "", studentNumber: "" };
    const shown = hidden ? candidates.map((row) => ({ ...row, ...anonymous })) : candidates;
    const rows = candidates.flatMap(({ id }) => this.rows.get(id) ?? []);
    this.say(one, { kind: "places", sittingId, centres: [...within] });
    this.say(one, { kind: "acts", sittingId, from: 0, acts: this.journal(sittingId).acts });
    this.say(one, { kind: "roster", sittingId, candidates: shown });
    this.say(one, { kind: "rows", sittingId, rows });
    this.say(one, { kind: "counts", sittingId, atMs: Date.now(), rooms: this.counts(account) });
    this.say(one, { kind: "proposals", sittingId, proposals: this.proposals });
    const after = this.chat.findIndex(({ position }) => position === chatAfter) + 1;
    const messages = this.chat.slice(after).filter((message) => this.mayRead(account, message));
    this.say(one, { kind: "chat", sittingId, messages });
    this.say(one, { kind: "readings", sittingId, readings: this.readingsFor(account) });
  }
  private readingsFor = ({ centreId }: StaffAccount) =>
    this.readings.filter((one) => centreId === null || one.centreId === centreId);
  private mayRead = ({ centreId }: StaffAccount, { thread }: ChatMessage) =>
    centreId === null || thread === "common" || thread === centreId;

  private counts({ centreId }: StaffAccount): RoomCounts[] {
    const centres = this.exam.centres.filter(({ id }) => centreId === null || centreId === id);
    return centres.flatMap(({ rooms }) => rooms.map(({ id, expected }) => this.countsOf(id, expected)));
  }
  private countsOf(roomId: number, expected: number): RoomCounts {
    const rows = this.exam.roster.flatMap((one) => (one.roomId === roomId ? (this.rows.get(one.id) ?? []) : []));
    const many = (is: (row: LiveRow) => boolean) => rows.filter(is).length;
    const absent = this.journal().acts.filter(
      ({ kind, scope }) => kind === "attendance" && scope.kind === "candidate" && Math.floor(scope.id / 100) === roomId,
    ).length;
    return {
      roomId,
      expected,
      arrived: rows.length,
      absent,
      connected: many((row) => row.connected),
      confirmed: many((row) => row.confirmed),
      offline: many((row) => !row.connected && row.submitted === "no"),
      submitted: many((row) => row.submitted !== "no"),
      stored: many((row) => row.submitted === "stored"),
      hands: many((row) => row.hand !== null),
      notReady: many((row) => row.problems.length > 0),
      saveLagMs: null,
    };
  }
  /** Of the last acts, over those connected: everybody has applied them at once. */
  private deliveries(): Delivery[] {
    const places = placesOf({
      ...emptyView(1),
      centres: this.exam.centres,
      roster: new Map(this.exam.roster.map((one) => [one.id, one])),
    });
    return this.journal()
      .acts.slice(-3)
      .map(({ id: actId, scope }) => {
        const rows = [...this.rows.values()].filter(
          ({ id, connected }) => connected && contains(scope, { kind: "candidate", id }, places),
        );
        const present = rows.length;
        return {
          actId,
          present,
          applied: present,
          displayed: present,
          read: 0,
          missing: rows.slice(0, 50).map(({ id }) => id),
          missingRooms: countsByRoom(rows.map(({ id }) => Math.floor(id / 100))),
        };
      });
  }

  /** What changed since the last time, to every console that watches. */
  private tell(): void {
    const rows = [...this.changed].flatMap((id) => this.rows.get(id) ?? []);
    this.changed.clear();
    const roomOf = (id: number) => Math.floor(id / 100);
    this.each(1, (one) => {
      const watched = rows.filter(({ id }) => one.watch?.roomIds.includes(roomOf(id)));
      if (watched.length > 0) this.say(one, { kind: "rows", sittingId: 1, rows: watched });
      this.say(one, {
        kind: "counts",
        sittingId: 1,
        atMs: Date.now(),
        rooms: rows.length > 0 ? this.counts(one.account) : [],
      });
      this.say(one, { kind: "contacts", sittingId: 1, centres: this.contacts() });
      this.say(one, { kind: "deliveries", sittingId: 1, deliveries: this.deliveries() });
      this.say(one, { kind: "alerts", sittingId: 1, alerts: this.alerts });
      this.say(one, { kind: "missing", stores: this.missing });
      if (this.platform && one.account.centreId === null) this.say(one, { kind: "platform", platform: this.platform });
    });
  }
  private contacts(): [number, number][] {
    const heard = new Set([...this.consoles].flatMap(({ account }) => account.centreId ?? []));
    return [...heard].map((id) => [id, Date.now()]);
  }

  private accountOf(request: IncomingMessage): StaffAccount | null {
    const login = /amphi_staff=([^;]+)/.exec(request.headers.cookie ?? "")?.[1];
    return this.ended ? null : (this.exam.accounts.find((account) => account.login === login) ?? null);
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!this.online) return void request.socket.destroy();
    const path = new URL(request.url ?? "/", this.url).pathname;
    response.setHeader("content-security-policy", securityPolicy([]));
    if (!path.startsWith("/api/")) return this.page(path, response);
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk as Uint8Array);
    const text = Buffer.concat(chunks).toString();
    const body: unknown = text === "" ? null : JSON.parse(text);
    if (path === "/api/staff/sign-in") return this.signIn(body, response);
    const account = this.accountOf(request);
    if (!account) return refuse(response, 401, "session_ended");
    if (path === "/api/staff/me") return answer(response, session(account));
    if (path === "/api/staff/password") return this.other(path, body, response);
    if (path === "/api/staff/sign-out") return answer(response, {});
    const served = await this.beside(requestFrom(this.url, request, text), account.login);
    if (served) return relay(served, response);
    const enrolled = Number(/^\/api\/console\/rooms\/(\d+)\/enrolment$/.exec(path)?.[1]);
    if (enrolled) return answer(response, enrolmentOf(this.url, enrolled, Date.now()));
    if (path === `/api/console/centres/${account.centreId}/devices`) return answer(response, this.devices);
    const [, sitting, rest] = /^\/api\/console\/sittings\/(\d+)\/(.*)$/.exec(path) ?? [];
    const sittingId = Number(sitting);
    if (rest === "rehearsal") return answer(response, { rehearsed: this.rehearsed, rooms: this.rehearsals });
    if (rest === "acts") return this.asked(sittingId, account, body, response);
    if (rest?.startsWith("acts/")) return this.became(sittingId, rest.slice(5), response);
    if (rest?.startsWith("lost-time/")) return answer(response, { atMs: Date.now(), losses: this.losses });
    const room = Number(/^codes\/(\d+)$/.exec(rest ?? "")?.[1]);
    if (room) return answer(response, codesOfRoom(this.journal(sittingId).acts, room));
    if (rest === "codes") return this.revealed(sittingId, account, body, response);
    if (rest === "chat") return this.said(sittingId, account, body, response);
    const reading = /^instructions\/([^/]+)\/read$/.exec(rest ?? "")?.[1];
    if (reading) return this.noteReading(sittingId, account, reading, response);
    if (rest === "candidates" || rest?.startsWith("alerts/")) return this.other(path, body, response);
    const decided = /^proposals\/([^/]+)\/(confirm|withdraw)$/.exec(rest ?? "");
    if (decided) return this.decided(sittingId, account, decided[1] ?? "", decided[2] === "confirm", response);
    return refuse(response, 404, "not_found");
  }

  private signIn(body: unknown, response: ServerResponse): void {
    const asked = this.read(StaffSignInRequest, body);
    const account = this.exam.accounts.find(({ login }) => login === asked.login);
    if (!account || asked.password !== PASSWORD) return refuse(response, 401, "credentials_wrong");
    const second = account.role === "organiser" || account.role === "operator";
    if (second && asked.code !== CODE) return refuse(response, 401, "second_factor_needed");
    this.ended = false;
    response.setHeader("set-cookie", `amphi_staff=${account.login}; HttpOnly; SameSite=Strict; Path=/`);
    answer(response, session(account));
  }

  private asked(sittingId: number, account: StaffAccount, body: unknown, response: ServerResponse): void {
    const asked = this.read(ActAsked, body);
    const reply = (value: unknown) => (this.losingReplies ? void response.socket?.destroy() : answer(response, value));
    const { acts, state } = this.journal(sittingId);
    const before = acts.find(({ id }) => id === asked.id);
    if (before) return reply({ outcome: "repeated", act: before });
    const view = {
      ...emptyView(sittingId),
      centres: this.exam.centres,
      acts,
      roster: new Map(this.exam.roster.map((one) => [one.id, one])),
    };
    const [overtaking] = actsSince(view, asked.seenActId, [asked.scope]);
    if (asked.seenActId !== null && overtaking)
      return refuse(response, 409, "act_overtaken", {
        code: "overtaken",
        kind: overtaking.kind,
        author: overtaking.author,
        cause: overtaking.cause,
      });
    const refusal = refusalOf(state, asked);
    if (refusal !== null) return refuse(response, 409, "act_refused", refusal);
    if (account.role === "organiser" && TWO_PERSONS.includes(asked.kind)) {
      const atMs = Date.now();
      const author = { author: authorOf(account), authorId: account.id };
      const proposal: Proposal = { sittingId, asked, ...author, atMs, expiresAtMs: atMs + 15 * 60_000 };
      this.proposals.push(proposal);
      this.tellProposals(sittingId);
      return reply({ outcome: "proposed", proposal });
    }
    reply({ outcome: "appended", act: this.append(sittingId, requestOf(asked, account)) });
  }

  private revealed(sittingId: number, account: StaffAccount, body: unknown, response: ServerResponse): void {
    const asked = this.read(CodeAsked, body);
    const { acts } = this.journal(sittingId);
    const before = acts.find(({ id }) => id === asked.id);
    const request = { ...codeRequest(acts, asked), author: authorOf(account) };
    const act = before ?? this.append(sittingId, request);
    if (this.losingReplies) return void response.socket?.destroy();
    if (act.kind === "reveal_code") answer(response, { act, code: codeOf(act) });
  }

  private became(sittingId: number, id: string, response: ServerResponse): void {
    if (this.journalSilent) return void response.socket?.destroy();
    const act = this.journal(sittingId).acts.find((one) => one.id === id);
    const proposal = this.proposals.find(({ asked }) => asked.id === id);
    if (act) return answer(response, { outcome: "appended", act });
    answer(response, proposal ? { outcome: "proposed", proposal } : { outcome: "unknown" });
  }

  /** Candidates admitted, passwords changed, alerts taken and closed. */
  private other(path: string, body: unknown, response: ServerResponse): void {
    this.others.push({ path, body });
    if (path === "/api/staff/password") {
      const asked = this.read(PasswordChange, body);
      return asked.old === PASSWORD ? answer(response, {}) : refuse(response, 401, "credentials_wrong");
    }
    if (!path.endsWith("/candidates")) return answer(response, {});
    const asked = this.read(AdmissionAsked, body);
    if (asked.seat === "A01")
      return refuse(response, 409, "act_refused", { code: "seat_taken", seat: "A01", room: "R", by: "Martin Zoé" });
    const scope: Scope = { kind: "candidate", id: asked.roomId * 100 + 99 };
    const details = { registration: "admitted", detail: asked.seat } as const;
    const request = {
      id: asked.id,
      kind: "register",
      author: "Anne Roussel (lead_proctor)",
      cause: asked.cause,
    } as const;
    const act = this.append(1, { ...request, scope, effectiveAtMs: null, ...details });
    answer(response, { act, candidateId: scope.id, cardCode: "ABCD-EFGH-JKLM" });
  }
  private noteReading(sittingId: number, account: StaffAccount, actId: string, response: ServerResponse): void {
    const { id: accountId, name, centreId, roomIds } = account;
    if (centreId === null) return refuse(response, 403, "not_allowed");
    if (!this.readings.some((one) => one.actId === actId && one.accountId === accountId)) {
      const reading = { actId, accountId, name, centreId, roomIds, atMs: Date.now() };
      this.readings.push(reading);
      this.each(sittingId, (one) => {
        if (one.account.centreId === null || one.account.centreId === centreId)
          this.say(one, { kind: "readings", sittingId, readings: [reading] });
      });
    }
    answer(response, {});
  }
  private decided(
    sittingId: number,
    account: StaffAccount,
    id: string,
    confirm: boolean,
    response: ServerResponse,
  ): void {
    const index = this.proposals.findIndex(({ asked }) => asked.id === id);
    const proposal = this.proposals[index];
    if (!proposal) return refuse(response, 404, "not_found");
    if (confirm && proposal.authorId === account.id)
      return refuse(response, 403, "not_allowed", { code: "second_person" });
    this.proposals.splice(index, 1);
    this.tellProposals(sittingId);
    if (!confirm) return answer(response, {});
    const author = this.exam.accounts.find((one) => one.id === proposal.authorId) ?? account;
    const request = { ...requestOf(proposal.asked, author), second: authorOf(account) };
    answer(response, { outcome: "appended", act: this.append(sittingId, request) });
  }
  private tellProposals(sittingId: number): void {
    this.each(sittingId, (one) => this.say(one, { kind: "proposals", sittingId, proposals: this.proposals }));
  }

  private said(sittingId: number, account: StaffAccount, body: unknown, response: ServerResponse): void {
    const asked = this.read(ChatAsked, body);
    const before = this.chat.find(({ id }) => id === asked.id);
    const message = before ?? this.message(account, asked);
    if (!before) this.tellChat(sittingId, message);
    if (this.losingReplies) return void response.socket?.destroy();
    answer(response, message);
  }
  /** A message that somebody else wrote. */
  writes(login: string, thread: ChatMessage["thread"], text: string): void {
    const account = this.exam.accounts.find((one) => one.login === login);
    if (account) this.tellChat(1, this.message(account, { id: crypto.randomUUID(), thread, text, answers: null }));
  }
  private message({ id: accountId, name, role, centreId }: StaffAccount, asked: ChatAsked): ChatMessage {
    const position = `${this.chat.length + 1}-0`;
    const message = { ...asked, position, atMs: Date.now(), author: { accountId, name, role, centreId } };
    this.chat.push(message);
    return message;
  }
  private tellChat(sittingId: number, message: ChatMessage): void {
    this.each(sittingId, (one) => {
      if (this.mayRead(one.account, message)) this.say(one, { kind: "chat", sittingId, messages: [message] });
    });
  }

  private read<Value>(schema: z.ZodType<Value>, body: unknown): Value {
    const parsed = schema.safeParse(body);
    if (!parsed.success) throw new Error(`a request that does not follow the contract: ${parsed.error.message}`);
    return parsed.data;
  }
  private async page(path: string, response: ServerResponse): Promise<void> {
    const file = path.endsWith("/") ? `${path}index.html` : path;
    try {
      const bytes = await readFile(join(this.webRoot, file));
      response.writeHead(200, { "content-type": MEDIA[extname(file)] ?? "application/octet-stream" }).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  }
}

const countsByRoom = (roomIds: readonly number[]): [number, number][] =>
  [...new Set(roomIds)].map((id) => [id, roomIds.filter((one) => one === id).length]);
const authorOf = ({ name, role }: StaffAccount): string => `${name} (${role})`;
const session = (account: StaffAccount) => ({ account, expiresAtMs: Date.now() + 3_600_000 });
function requestOf({ seenActId: _seen, ...asked }: ActAsked, account: StaffAccount): Parameters<typeof actOf>[0] {
  return { ...asked, author: authorOf(account), numbered: account.role === "organiser" };
}
const requestFrom = (
  url: string,
  { headers, method = "GET", url: path = "/" }: IncomingMessage,
  body: string,
): Request =>
  new Request(new URL(path, url), {
    method,
    headers: Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
    ...(body === "" ? {} : { body }),
  });
async function relay(served: Response, response: ServerResponse): Promise<void> {
  response.writeHead(served.status, Object.fromEntries(served.headers)).end(Buffer.from(await served.arrayBuffer()));
}
function answer(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
}
function refuse(response: ServerResponse, status: number, code: ErrorCode, reason?: Reason): void {
  const body = JSON.stringify({ error: { code, message: "in English", reason } });
  response.writeHead(status, { "content-type": "application/json" }).end(body);
}
