/**
 * The platform as a tablet's browser sees it, in one process and in memory: pages with their security policy, sign-in,
 * paper, and an ingest that can be slowed, stopped and started. For the browser tests of the tablet.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { WebSocketServer, type WebSocket } from "ws";
import type { ErrorCode } from "#contracts/errors";
import type { ServerFrame } from "#contracts/frames/server";
import { type StatusFrame, TabletFrame } from "#contracts/frames/tablet";
import { SignInRequest, type SignInResponse } from "#contracts/http/sign-in";
import { genesisOf, NO_PREVIOUS_EPOCH } from "#domain/answer/chain";
import type { EntryFrame } from "#domain/answer/entry";
import { type Act, type ActDetails, type ActKind, isForTablets } from "#domain/sitting/act";
import { covers, NATION, type Scope } from "#domain/sitting/scope";
import { anAct } from "#domain/testing/builders";
import { securityPolicy } from "./security-policy.ts";
import { BACKUP_TEXT, FILES, PAPER_TEXT, sha256Hex } from "./paper.ts";
import { DEFAULT_RULES, type SittingRules } from "#contracts/exam/rules";

const MEDIA: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};
const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash("sha256").update(bytes).digest());
export const PAPER_SHA = sha256Hex(PAPER_TEXT);
export const BACKUP_SHA = sha256Hex(BACKUP_TEXT);
/** Where the one candidate sits. */
const PLACE = { centreId: 3, roomId: 31, candidateId: 2016 };

export class FakePlatform {
  /** What an ingest has taken, by epoch and seq, as text. */
  readonly received = new Map<string, string>();
  readonly acts: Act[] = [];
  epoch = 1;
  extraTime = { numerator: 1, denominator: 1 };
  durationMs = 3 * 3_600_000;
  rules: SittingRules = DEFAULT_RULES;
  /** Duration of the backup paper; null: the sitting has none. */
  backupMs: number | null = null;
  /** How far the servers' clock is ahead of the browser's, ms. */
  aheadMs = 0;
  /** What the tablet has said of itself, in order. */
  readonly statuses: StatusFrame[] = [];
  /** Every paper and image that was given, by hash. */
  readonly given: string[] = [];
  refuseSignIn: ErrorCode | null = null;
  ticketsValid = true;
  /** Whether PostgreSQL keeps up: D2 follows D1 at once. */
  draining = true;
  problems: string[] = [];
  private readonly sockets = new Set<WebSocket>();
  private online = true;
  private instructionCount = 0;
  private http!: Server;
  private ingest!: Server;

  static async start(webRoot: string): Promise<FakePlatform> {
    const platform = new FakePlatform();
    platform.http = createServer((request, response) => {
      platform.serve(webRoot, request, response).catch((error: unknown) => {
        response.writeHead(500).end(String(error));
      });
    });
    platform.ingest = createServer();
    const sockets = new WebSocketServer({ server: platform.ingest, handleProtocols: () => "amphi.v1" });
    sockets.on("connection", (socket) => platform.connected(socket));
    await Promise.all([platform.http, platform.ingest].map((server) => listen(server)));
    return platform;
  }

  get url(): string {
    return `http://127.0.0.1:${portOf(this.http)}`;
  }
  get ingestUrl(): string {
    return `ws://127.0.0.1:${portOf(this.ingest)}`;
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
    return act;
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
      [this.http, this.ingest].map((server) => {
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
    for (const socket of this.sockets) socket.send(JSON.stringify(frame));
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
      return;
    }
    if (parsed.data.kind === "status") return void this.statuses.push(parsed.data);
    const { epoch, seq } = parsed.data;
    const held = this.received.get(`${epoch}:${seq}`);
    if (held !== undefined && held !== text) this.problems.push(`two texts for ${epoch}:${seq}`);
    this.received.set(`${epoch}:${seq}`, text);
    say({ v: 1, kind: "received", seq, atMs: this.nowMs() });
    if (this.draining) say({ v: 1, kind: "secured", seq: this.d2() });
  }

  private async serve(webRoot: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", this.url);
    response.setHeader("content-security-policy", securityPolicy([this.ingestUrl]));
    if (url.pathname === "/api/sign-in") return this.signIn(request, response);
    if (url.pathname === "/api/time")
      return void response.writeHead(200).end(JSON.stringify({ serverTimeMs: this.nowMs() }));
    if (url.pathname.startsWith("/api/papers/")) return this.paper(url.pathname, response);
    const path = url.pathname.endsWith("/") ? `${url.pathname}index.html` : url.pathname;
    try {
      const bytes = await readFile(join(webRoot, path));
      response.writeHead(200, { "content-type": MEDIA[extname(path)] ?? "application/octet-stream" }).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  }

  private paper(path: string, response: ServerResponse): void {
    if (!this.acts.some((act) => act.kind === "start" && act.effectiveAtMs <= this.nowMs()))
      return refuse(response, 409, "sitting_not_open");
    const hash = path.slice(path.lastIndexOf("/") + 1);
    this.given.push(hash);
    const papers = new Map([
      [PAPER_SHA, PAPER_TEXT],
      [BACKUP_SHA, BACKUP_TEXT],
    ]);
    response.writeHead(200).end(papers.get(hash) ?? FILES.get(hash));
  }

  private async signIn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk as Uint8Array);
    const parsed = SignInRequest.safeParse(JSON.parse(Buffer.concat(chunks).toString()));
    if (!parsed.success) this.problems.push(parsed.error.message);
    if (this.refuseSignIn) return refuse(response, 401, this.refuseSignIn);
    const held = parsed.data?.holds;
    const keep = held?.epoch === this.epoch;
    if (!keep && this.received.size > 0) this.epoch++;
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
      },
      paper: { url: `/api/papers/${PAPER_SHA}`, sha256: PAPER_SHA },
      backup:
        this.backupMs === null
          ? null
          : { url: `/api/papers/${BACKUP_SHA}`, sha256: BACKUP_SHA, durationMs: this.backupMs },
      ingestUrls: [this.ingestUrl],
      serverTimeMs: this.nowMs(),
    };
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
  }
}

function refuse(response: ServerResponse, status: number, code: ErrorCode): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify({ error: { code, message: code } }));
}
const listen = (server: Server): Promise<void> =>
  new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
const portOf = (server: Server): number => (server.address() as AddressInfo).port;
