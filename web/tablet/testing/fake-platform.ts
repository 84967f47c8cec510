/**
 * The platform as a tablet's browser sees it, in one process and in memory: pages with their security policy, sign-in,
 * paper, and an ingest that can be slowed, stopped and started. For the browser tests of the tablet.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import type { z } from "zod";
import { WebSocketServer, type WebSocket } from "ws";
import type { ErrorCode } from "#contracts/errors";
import type { ServerFrame } from "#contracts/frames/server";
import { type StatusFrame, TabletFrame } from "#contracts/frames/tablet";
import { DeviceReadiness, EnrolRequest, type EnrolResponse } from "#contracts/http/device";
import { SignInRequest, type SignInResponse } from "#contracts/http/sign-in";
import { genesisOf, NO_PREVIOUS_EPOCH } from "#domain/answer/chain";
import { holdActs } from "#client-core/held-acts";
import { RehearsalReport } from "#contracts/http/rehearsal";
import type { OwnReceiptResponse } from "#contracts/http/receipt";
import type { RestoreResponse } from "#contracts/http/restore";
import type { AnswerValue, EntryFrame, LockFrame } from "#domain/answer/entry";
import type { WhichPaper } from "#domain/seal/labels";
import { paperOf, startOf } from "#domain/sitting/clock";
import { firstPath, lockedSectionKey, nextPath, progressToken, sealKeyText, stepKey } from "#runtime/seal";
import { type Act, type ActDetails, type ActKind, isForTablets } from "#domain/sitting/act";
import { covers, NATION, type Scope } from "#domain/sitting/scope";
import { anAct } from "#domain/testing/builders";
import { securityPolicy } from "#infra/testing/browser.ts";
import { BACKUP, MANIFEST_KEY, PAPER, sealed, type SealedForTests } from "./paper.ts";
import { DEFAULT_RULES, type SittingRules } from "#contracts/exam/rules";

const MEDIA: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};
const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash("sha256").update(bytes).digest());
/** Where the one candidate sits. */
const PLACE = { centreId: 3, roomId: 31, candidateId: 2016 };

export const ENROL_TOKEN = "token-of-the-room";
const CREDENTIAL = "credential";

export class FakePlatform {
  /** What an ingest has taken, by epoch and seq, as text. */
  readonly received = new Map<string, string>();
  readonly acts: Act[] = [];
  epoch = 1;
  extraTime = { numerator: 1, denominator: 1 };
  durationMs = 3 * 3_600_000;
  rules: SittingRules = DEFAULT_RULES;
  rehearsal = false;
  /** What tablets of a rehearsal have measured, in order. */
  readonly rehearsalReports: RehearsalReport[] = [];
  /** What answer files are encrypted to; undefined: none are taken. */
  answerFileKey: SignInResponse["answerFileKey"];
  /** The devices that have signed in, in order. */
  readonly devices: SignInRequest["device"][] = [];
  /** The candidate's signed receipt, null until it is made. */
  receipt: () => Promise<string | null> = () => Promise.resolve(null);
  /** Duration of the backup paper; null: the sitting has none. */
  backupMs: number | null = null;
  /** How far the servers' clock is ahead of the browser's, ms. */
  aheadMs = 0;
  /** What the tablet has said of itself, in order. */
  readonly statuses: StatusFrame[] = [];
  /** Everything that was fetched of packages, by hash. */
  readonly given: string[] = [];
  /** So many chunks come damaged. */
  damaged = 0;
  /** Whether ingest tells keys. */
  tellsKeys = true;
  /** What an enrolled tablet has told of itself. */
  readonly readiness: z.infer<typeof DeviceReadiness>[] = [];
  /** The snapshots that tablets have sent. */
  readonly workspaces: string[] = [];
  /** Whether everything received is stored: only then a tablet that takes over is told. */
  restorable = false;
  refuseSignIn: ErrorCode | null = null;
  /** Whether ingest takes every entry for malformed. */
  refusesEntries = false;
  ticketsValid = true;
  /** Whether PostgreSQL keeps up: D2 follows D1 at once. */
  draining = true;
  problems: string[] = [];
  private readonly sockets = new Set<WebSocket>();
  private online = true;
  private instructionCount = 0;
  private http!: Server;
  private ingest!: Server;
  private packages!: Server;
  private papers!: Record<WhichPaper, SealedForTests>;

  static async start(webRoot: string): Promise<FakePlatform> {
    const platform = new FakePlatform();
    platform.papers = { main: await sealed(PAPER, "main"), backup: await sealed(BACKUP, "backup") };
    platform.packages = createServer((request, response) => platform.givePackage(request.url ?? "", response));
    platform.http = createServer((request, response) => {
      platform.serve(webRoot, request, response).catch((error: unknown) => {
        response.writeHead(500).end(String(error));
      });
    });
    platform.ingest = createServer();
    const sockets = new WebSocketServer({ server: platform.ingest, handleProtocols: () => "amphi.v1" });
    sockets.on("connection", (socket) => platform.connected(socket));
    await Promise.all([platform.http, platform.ingest, platform.packages].map((server) => listen(server)));
    return platform;
  }

  get url(): string {
    return `http://127.0.0.1:${portOf(this.http)}`;
  }
  get ingestUrl(): string {
    return `ws://127.0.0.1:${portOf(this.ingest)}`;
  }
  private get packagesUrl(): string {
    return `http://127.0.0.1:${portOf(this.packages)}`;
  }
  get frames(): EntryFrame[] {
    return [...this.received.values()]
      .map((text) => JSON.parse(text) as EntryFrame)
      .sort((a, b) => a.epoch - b.epoch || a.seq - b.seq);
  }
  /** The current answer of each item, as the newest entry says. */
  answers(): Record<string, unknown> {
    const found: Record<string, unknown> = {};
    for (const frame of this.frames) if (frame.kind === "answer") found[frame.itemId] = frame.value;
    return found;
  }

  /** Appends an act, that takes effect in a while when `inMs` says so; tells the tablet when it concerns its candidate. */
  act(kind: ActKind, inMs = 0, over: ActDetails & { scope?: Scope; cause?: string } = {}): Act {
    const now = this.nowMs();
    const { cause = "", scope = NATION, ...details } = over;
    const id = `${kind.replace("_", "-")}-${this.acts.length + 1}`;
    const act = {
      ...anAct(kind, now, {
        id,
        scope,
        effectiveAtMs: now + inMs,
        instructionCount: this.instructionCount,
        ...details,
      }),
      cause,
    };
    if (act.kind === "instruction" && act.number !== null) this.instructionCount++;
    if (!covers(scope, PLACE) || !isForTablets(act)) return act;
    this.acts.push(act);
    this.broadcast({ v: 1, kind: "act", act });
    if (act.kind === "start" || act.kind === "backup") setTimeout(() => this.tellKeys(), inMs + 5);
    return act;
  }
  /** The start key, to whom it is due. */
  tellKeys(): void {
    const opening = this.opening();
    if (opening) this.broadcast(opening);
  }
  /** What a proctor reads out, of the room in which the candidate sits. */
  code(sectionId: string | null, number = 1, paper: WhichPaper = "main"): string {
    const found = this.papers[paper].codes.find(
      (one) => one.roomId === PLACE.roomId && one.sectionId === sectionId && one.number === number,
    );
    if (!found) throw new Error(`no code ${number} of ${sectionId ?? "the start"}`);
    return found.code;
  }
  sha256Of(paper: WhichPaper): string {
    return this.papers[paper].ref.sha256;
  }
  /** The candidate's next sign-in is on another tablet. */
  takeOver(): void {
    this.epoch++;
  }
  private restored(): RestoreResponse {
    const before = this.frames.filter(({ epoch }) => epoch < this.epoch);
    const locks = before.filter((frame) => frame.kind === "lock");
    const steps = locks.slice(-1).flatMap((lock) => {
      const step = this.step(lock);
      return step?.kind === "step"
        ? [{ sectionId: step.sectionId, path: step.path, key: step.key, token: step.token }]
        : [];
    });
    return {
      answers: Object.entries(this.answers()).map(([itemId, value]) => ({ itemId, value: value as AnswerValue })),
      locks: locks.map(({ itemIds, stepId }) => ({ stepId, itemIds })),
      readActIds: [],
      workspace: this.workspaces.at(-1) ?? null,
      steps,
    };
  }
  private opening(): ServerFrame | null {
    const { state } = holdActs(this.acts);
    const startMs = startOf(state, PLACE);
    if (!this.tellsKeys || startMs === null || startMs > this.nowMs()) return null;
    const paper = paperOf(state, PLACE);
    return { v: 1, kind: "opening", paper, key: sealKeyText(this.papers[paper].keys.start) };
  }
  /** The answer to a lock: nobody unlocks ahead. */
  private step({ itemIds, seal, stepId }: LockFrame): ServerFrame | null {
    if (!seal || !this.tellsKeys) return null;
    const { keys } = this.papers[paperOf(holdActs(this.acts).state, PLACE)];
    const { path, sectionId, token } = seal;
    const section = lockedSectionKey(keys.cases, sectionId);
    if (path !== firstPath(sectionId) && token !== progressToken(section, PLACE.candidateId, path)) return null;
    const next = nextPath(path, stepId, itemIds);
    return {
      v: 1,
      kind: "step",
      sectionId,
      path: next,
      key: sealKeyText(stepKey(section, next)),
      token: progressToken(section, PLACE.candidateId, next),
    };
  }
  private nowMs(): number {
    return Date.now() + this.aheadMs;
  }
  /** The network between tablets and ingest. */
  network(online: boolean): void {
    this.online = online;
    if (!online) for (const socket of this.sockets) socket.terminate();
  }
  drain(): void {
    this.draining = true;
    this.broadcast({ v: 1, kind: "secured", seq: this.d2() });
  }
  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.terminate();
    await Promise.all(
      [this.http, this.ingest, this.packages].map((server) => {
        server.closeAllConnections();
        return new Promise((resolve) => server.close(resolve));
      }),
    );
  }

  private d2(): number {
    let seq = 0;
    while (this.received.has(`${this.epoch}:${seq + 1}`)) seq++;
    return seq;
  }
  private broadcast(frame: ServerFrame): void {
    this.say(JSON.stringify(frame));
  }
  /** Any text, also one that is no frame. */
  say(text: string): void {
    for (const socket of this.sockets) socket.send(text);
  }

  private connected(socket: WebSocket): void {
    if (!this.online) return socket.terminate();
    socket.on("message", (data) => this.take(socket, String(data)));
    socket.on("close", () => this.sockets.delete(socket));
  }

  private take(socket: WebSocket, text: string): void {
    const say = (frame: ServerFrame) => socket.send(JSON.stringify(frame));
    const parsed = TabletFrame.safeParse(JSON.parse(text));
    if (!parsed.success) {
      this.problems.push(`bad frame ${text}`);
      return socket.close(4400, '{"code":"bad_frame","retryAfterMs":0}');
    }
    if (parsed.data.kind === "hello") {
      if (!this.ticketsValid) return socket.close(4401, '{"code":"bad_ticket","retryAfterMs":0}');
      this.sockets.add(socket);
      const lastActId = this.acts.at(-1)?.id ?? null;
      const d2 = this.draining ? this.d2() : 0;
      say({ v: 1, kind: "welcome", fence: this.epoch, d2, lastActId, serverTimeMs: this.nowMs() });
      const from = this.acts.findIndex((act) => act.id === (parsed.data as { lastActId: string | null }).lastActId) + 1;
      for (const act of this.acts.slice(from)) say({ v: 1, kind: "act", act });
      return this.tellKeys();
    }
    if (parsed.data.kind === "status") return void this.statuses.push(parsed.data);
    if (parsed.data.kind === "workspace") return void this.workspaces.push(parsed.data.text);
    if (this.refusesEntries) return socket.close(4400, '{"code":"bad_frame","retryAfterMs":0}');
    const { epoch, seq } = parsed.data;
    const held = this.received.get(`${epoch}:${seq}`);
    if (held !== undefined && held !== text) this.problems.push(`two texts for ${epoch}:${seq}`);
    this.received.set(`${epoch}:${seq}`, text);
    say({ v: 1, kind: "received", seq, atMs: this.nowMs() });
    if (this.draining) say({ v: 1, kind: "secured", seq: this.d2() });
    const step = parsed.data.kind === "lock" ? this.step(parsed.data) : null;
    if (step) say(step);
  }

  private async serve(webRoot: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", this.url);
    response.setHeader("content-security-policy", securityPolicy([this.ingestUrl, this.packagesUrl]));
    if (url.pathname === "/api/sign-in") return this.signIn(request, response);
    if (url.pathname === "/api/time")
      return void response.writeHead(200).end(JSON.stringify({ serverTimeMs: this.nowMs() }));
    if (url.pathname.startsWith("/api/devices")) return this.device(url.pathname, request, response);
    if (url.pathname === "/api/rehearsal/report") {
      this.rehearsalReports.push(RehearsalReport.parse(await bodyOf(request)));
      return void response.writeHead(204).end();
    }
    if (url.pathname === "/api/receipt")
      return void response
        .writeHead(200)
        .end(JSON.stringify({ jws: await this.receipt() } satisfies OwnReceiptResponse));
    if (url.pathname === "/api/restore") {
      if (!this.restorable) return refuse(response, 503, "store_unavailable");
      return void response.writeHead(200).end(JSON.stringify(this.restored()));
    }
    const path = url.pathname.endsWith("/") ? `${url.pathname}index.html` : url.pathname;
    try {
      const bytes = await readFile(join(webRoot, path));
      response.writeHead(200, { "content-type": MEDIA[extname(path)] ?? "application/octet-stream" }).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  }

  private givePackage(path: string, response: ServerResponse): void {
    const hash = path.slice(path.lastIndexOf("/") + 1);
    const bytes = this.papers.main.served.get(hash) ?? this.papers.backup.served.get(hash);
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("cache-control", "public, max-age=31536000, immutable");
    if (!bytes) return void response.writeHead(404).end();
    this.given.push(hash);
    if (path.startsWith("/chunks/") && this.damaged > 0) {
      this.damaged--;
      return void response.writeHead(200).end(bytes.map((byte, at) => (at === 40 ? byte ^ 1 : byte)));
    }
    response.writeHead(200).end(bytes);
  }

  private async device(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const json = (body: unknown) =>
      void response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (path === "/api/devices") {
      const asked = EnrolRequest.parse(await bodyOf(request));
      if (asked.token !== ENROL_TOKEN) return refuse(response, 401, "enrolment_invalid");
      const { label, spare } = asked;
      const packages = { url: this.packagesUrl, key: MANIFEST_KEY };
      const room = { centre: "Université de Tours", room: "Amphithéâtre Rabelais", roomId: PLACE.roomId };
      return json({ credential: CREDENTIAL, label, ...room, spare, packages } satisfies EnrolResponse);
    }
    if (request.headers.authorization !== `Device ${CREDENTIAL}`) return refuse(response, 401, "enrolment_invalid");
    if (path.endsWith("/readiness")) {
      this.readiness.push(DeviceReadiness.parse(await bodyOf(request)));
      return void response.writeHead(204).end();
    }
    const sitting = { id: 1, title: "Épreuve du lundi après-midi", plannedStartMs: this.nowMs() + 86_400_000 };
    const { backup, main } = this.papers;
    return json({ serverTimeMs: this.nowMs(), sittings: [{ ...sitting, paper: main.ref, backup: backup.ref }] });
  }

  private async signIn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parsed = SignInRequest.safeParse(await bodyOf(request));
    if (!parsed.success) this.problems.push(parsed.error.message);
    else this.devices.push(parsed.data.device);
    if (this.refuseSignIn) return refuse(response, 401, this.refuseSignIn);
    const held = parsed.data?.holds;
    const keep = held?.epoch === this.epoch;
    if (!keep && this.frames.some(({ epoch }) => epoch === this.epoch)) this.epoch++;
    const ref = { sittingId: 1, candidateId: PLACE.candidateId };
    const body: SignInResponse = {
      ticket: `ticket-${this.epoch}`,
      epoch: this.epoch,
      genesis: genesisOf(sha256, ref, this.epoch, NO_PREVIOUS_EPOCH),
      candidate: {
        id: ref.candidateId,
        familyName: "Lefèvre-Marchand",
        givenName: "Apolline",
        studentNumber: "22104417",
        centre: "Université de Tours",
        room: "Amphithéâtre Rabelais",
        seat: "A-117",
        centreId: PLACE.centreId,
        roomId: PLACE.roomId,
        extraTime: this.extraTime,
      },
      sitting: {
        id: ref.sittingId,
        title: "Épreuve du lundi après-midi",
        durationMs: this.durationMs,
        rules: this.rules,
        rehearsal: this.rehearsal,
      },
      paper: this.papers.main.ref,
      backup: this.backupMs === null ? null : { ...this.papers.backup.ref, durationMs: this.backupMs },
      packages: { url: this.packagesUrl, key: MANIFEST_KEY },
      ...(this.answerFileKey && { answerFileKey: this.answerFileKey }),
      ingestUrls: [this.ingestUrl],
      serverTimeMs: this.nowMs(),
    };
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
  }
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  return JSON.parse(Buffer.concat(chunks).toString());
}
function refuse(response: ServerResponse, status: number, code: ErrorCode): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify({ error: { code, message: code } }));
}
const listen = (server: Server): Promise<void> =>
  new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
const portOf = (server: Server): number => (server.address() as AddressInfo).port;
