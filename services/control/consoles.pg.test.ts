import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { CONSOLE_CLOSE, type LiveMessage } from "#contracts/console/live";
import { LIMITS } from "#contracts/limits";
import { createConsoles } from "#control/consoles";
import { LIVE_PATH } from "#control/live/live-socket";
import { anAccount, aPresenceRow } from "#control/live/testing/a-hall";
import { createOtherTablets } from "#control/sign-in/other-tablets";
import { createExamBook, ExamPages } from "#control/roster/exam-book";
import { createRosterSource } from "#control/roster/roster-source";
import { CONSOLE_DOOR, sessionCookie, sessionOfCookie } from "#staff/door";
import type { ActRequest } from "#domain/sitting/act";
import { NATION } from "#domain/sitting/scope";
import type { StaffAccount } from "#domain/staff/account";
import { freshDatabaseOn, prepareTemplate } from "#infra/testing/fresh-database.ts";
import { startPrivatePostgres } from "#infra/testing/private-postgres.ts";
import { startPrivateRedis } from "#infra/testing/private-redis.ts";
import { emptyRedis } from "#infra/testing/shared-servers.ts";
import { openPool } from "#postgres/connection";
import { databaseOf } from "#postgres/queries/reading";
import { progressOf } from "#postgres/queries/roster";
import { askDatabase } from "#postgres/queries/watch";
import { insertSitting } from "#postgres/testing/a-sitting";
import { createChat } from "#redis/chat";
import { openConnection } from "#redis/connection";
import { readPartReports } from "#redis/heartbeat";
import { createJournal } from "#redis/journal";
import { createJournalFeed } from "#redis/journal-feed";
import { createKeptCopies } from "#redis/kept-copies";
import { readMemoryUse } from "#redis/memory-use";
import { createPresenceFeed } from "#redis/presence-feed";
import { createPresenceWriter } from "#redis/presence-writer";
import { createProposals } from "#redis/proposals";
import { createStaffReadings } from "#redis/staff-readings";
import { createStaffSessions } from "#redis/staff-sessions";

let controlUrl = "";
beforeEach(async () => {
  ({ controlUrl } = await emptyRedis());
});
function connect(url = controlUrl) {
  const redis = openConnection(url);
  onTestFinished(() => redis.disconnect());
  return redis;
}

/** The consoles' side of a control process on real stores. */
async function aControl(answersUrl: string, databaseUrl: string) {
  const [control, news, answers] = [connect(), connect(), connect(answersUrl)];
  const pool = openPool(databaseUrl, 4);
  const database = databaseOf(pool);
  const onTrouble = () => undefined;
  const journals = createJournalFeed(control, news, onTrouble);
  const presence = createPresenceFeed(control, news, onTrouble);
  const [chat, proposals, readings, sessions] = [
    createChat(control, news),
    createProposals(control, news),
    createStaffReadings(control, news),
    createStaffSessions(control, news),
  ];
  const copies = createKeptCopies(control);
  const book = createExamBook(
    createRosterSource(database),
    {
      read: async () => (await copies.examPages()).map((pages) => ExamPages.parse(pages)),
      write: (pages) => copies.keepExamPages(pages.examId, pages),
    },
    onTrouble,
  );
  const consoles = createConsoles({
    book,
    presence,
    journals,
    chat,
    proposals,
    readings,
    sessions: { sessionOf: sessionOfCookie(CONSOLE_DOOR, sessions, Date.now), onSignedOut: sessions.onSignedOut },
    progress: { progressOf: (sittingId, ids) => progressOf(database, sittingId, ids) },
    otherTablets: createOtherTablets(),
    alerts: { read: copies.alerts, write: copies.keepAlerts },
    platform: {
      nodeIds: ["ingest-1"],
      reports: () => readPartReports(control, ["ingest-1"]),
      answersRedis: () => readMemoryUse(answers),
      controlRedis: () => readMemoryUse(control),
      postgres: () => askDatabase(database),
    },
    build: "test",
    tabletBuild: null,
    onTrouble,
    now: Date.now,
  });
  const server = createServer();
  server.on("upgrade", consoles.upgrade);
  const parts = [journals, presence, chat, proposals, readings, sessions, ...consoles.before, consoles.facing];
  for (const part of parts) await part.start();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const stop = async () => {
    for (const part of parts.toReversed()) if ("stop" in part) await part.stop();
    await new Promise((resolve) => server.close(resolve));
    await pool.end();
  };
  let stopped: Promise<void> | null = null;
  const stopOnce = () => (stopped ??= stop());
  onTestFinished(stopOnce);
  return {
    port: (server.address() as AddressInfo).port,
    journal: createJournal(control),
    chat,
    sessions,
    stop: stopOnce,
  };
}
type Control = Awaited<ReturnType<typeof aControl>>;

/** A console on a real socket; what it is told is kept, and may be waited for. */
async function aConsole(control: Control, account: StaffAccount | null, origin = `http://127.0.0.1:${control.port}`) {
  const opened = account && (await control.sessions.open(account, Date.now()));
  const socket = new WebSocket(`ws://127.0.0.1:${control.port}${LIVE_PATH}`, {
    headers: { origin, ...(opened ? { cookie: sessionCookie(CONSOLE_DOOR, opened.token, false).split(";")[0] } : {}) },
  });
  const messages: LiveMessage[] = [];
  const waiting = new Set<() => void>();
  socket.on("error", () => undefined);
  socket.on("message", (data: Buffer) => {
    messages.push(JSON.parse(data.toString()) as LiveMessage);
    for (const look of waiting) look();
  });
  const closed = new Promise<number>((resolve) => socket.once("close", resolve));
  return {
    socket,
    closed,
    token: opened?.token ?? "",
    told<K extends LiveMessage["kind"]>(
      kind: K,
      isIt: (message: Extract<LiveMessage, { kind: K }>) => boolean = () => true,
    ): Promise<Extract<LiveMessage, { kind: K }>> {
      return new Promise((resolve) => {
        const look = () => {
          const found = messages.find(
            (m): m is Extract<LiveMessage, { kind: K }> => m.kind === kind && isIt(m as never),
          );
          if (!found) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      });
    },
    async watch(sittingId: number, roomIds: number[] = []) {
      if (socket.readyState !== socket.OPEN) await once(socket, "open");
      socket.send(JSON.stringify({ kind: "watch", sittingId, roomIds, chatAfter: null }));
    },
  };
}

async function servers() {
  const [postgres, answers] = await Promise.all([startPrivatePostgres(), startPrivateRedis()]);
  onTestFinished(async () => {
    await Promise.all([postgres.stop(), answers.stop()]);
  });
  await prepareTemplate(postgres.url);
  const database = await freshDatabaseOn(postgres.url);
  const owner = openPool(database.ownerUrl, 1);
  const sittingId = await insertSitting(owner, { candidates: 3 });
  await owner.end();
  return { postgres, answers, sittingId, databaseUrl: database.urlFor("amphi_control") };
}
const request = (kind: ActRequest["kind"], over: Partial<ActRequest> = {}): ActRequest => ({
  id: randomUUID(),
  kind,
  author: "organiser",
  cause: "test",
  scope: NATION,
  effectiveAtMs: null,
  ...over,
});
const organiser = anAccount("organiser", { id: 1 });
const message = (text: string) => ({
  id: randomUUID(),
  thread: "common" as const,
  text,
  answers: null,
  author: { accountId: 1, name: "M", role: "organiser" as const, centreId: null },
});

describe("with PostgreSQL, the answers' Redis and every ingest stopped", () => {
  test(
    "the feed goes on: acts, presence, chat; also after control has started again",
    { timeout: 60_000 },
    async () => {
      const { postgres, answers, sittingId, databaseUrl } = await servers();
      const control = await aControl(answers.url, databaseUrl);
      const first = await aConsole(control, organiser);
      await first.watch(sittingId, [1]);
      expect((await first.told("roster")).candidates.map((c) => c.id)).toEqual([16, 17, 18]);
      expect((await first.told("missing")).stores).toEqual(["ingest"]);
      await Promise.all([postgres.stop(), answers.kill9()]);
      await first.told("missing", ({ stores }) => stores.length === 3);

      await control.journal.append(sittingId, request("check_in"));
      const { acts } = await first.told("acts", (m) => m.acts.length > 0);
      expect(acts.map((act) => act.kind)).toEqual(["check_in"]);
      await control.chat.append(sittingId, message("what do we do?"));
      expect((await first.told("chat", (m) => m.messages.length > 0)).messages[0]?.text).toBe("what do we do?");
      const writer = createPresenceWriter(connect(), "ingest-1");
      const row = aPresenceRow({ connectedAtMs: Date.now(), savedAtMs: null });
      await writer.write({ sittingId, rows: [[16, row]], events: [[16, "on", Date.now()]], applied: [] });
      await first.told("rows", ({ rows }) => rows.some(({ id, connected }) => id === 16 && connected));
      await first.told("alerts", ({ alerts }) => alerts.some(({ cause }) => cause === "database_down"));

      await control.stop();
      expect(await first.closed).toBe(CONSOLE_CLOSE.restarting.code);
      const again = await aControl(answers.url, databaseUrl);
      const second = await aConsole(again, organiser);
      await second.watch(sittingId, [1]);
      expect((await second.told("roster")).candidates.map((c) => c.id)).toEqual([16, 17, 18]);
      expect((await second.told("acts")).acts.map((act) => act.kind)).toEqual(["check_in"]);
      await second.told("chat", (m) => m.messages.length === 1);
      await again.journal.append(sittingId, request("start", { override: "test" }));
      await second.told("acts", (m) => m.from === 1 && m.acts[0]?.kind === "start");
    },
  );
});

test("who gets in, and when they must go", { timeout: 60_000 }, async () => {
  const { answers, sittingId, databaseUrl } = await servers();
  const control = await aControl(answers.url, databaseUrl);
  expect(await (await aConsole(control, null)).closed).toBe(CONSOLE_CLOSE.session_ended.code);
  const elsewhere = await aConsole(control, organiser, "https://elsewhere.example");
  expect(await elsewhere.closed).toBe(1006);

  const proctor = await aConsole(control, anAccount("proctor", { id: 2, roomIds: [99] }));
  await proctor.watch(sittingId, [1]);
  expect(await proctor.told("refused")).toMatchObject({ code: "not_allowed" });
  proctor.socket.send("{}");
  expect(await proctor.closed).toBe(CONSOLE_CLOSE.bad_frame.code);
  const long = await aConsole(control, organiser);
  await long.told("hello");
  long.socket.send("x".repeat(LIMITS.consoleFrameBytesMax + 1));
  expect(await long.closed).toBe(1009);

  const here = await aConsole(control, organiser);
  const there = await aConsole(control, organiser);
  await Promise.all([here.told("hello"), there.told("hello")]);
  await control.sessions.end(here.token);
  expect(await here.closed).toBe(CONSOLE_CLOSE.session_ended.code);
  expect(there.socket.readyState).toBe(WebSocket.OPEN);
  await control.sessions.endAll(organiser.id);
  expect(await there.closed).toBe(CONSOLE_CLOSE.session_ended.code);
});
