import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ViewPaper } from "#contracts/paper/view";
import { type Act, actOf } from "#domain/sitting/act";
import { NATION } from "#domain/sitting/scope";
import { firstPathText, nextPathText } from "#domain/seal/labels";
import { alarms } from "#loadtest/journeys/alarms";
import { Candidate, type Library } from "#loadtest/journeys/candidate";
import { paceOf } from "#loadtest/journeys/pace";
import { scriptOf } from "#loadtest/journeys/paper-script";
import { seededRandom } from "#loadtest/journeys/random";
import { ecni2015 } from "#loadtest/profiles/ecni-2015";
import { timetableOf } from "#loadtest/profiles/timetable";
import type { Settings } from "#loadtest/scenarios/settings";

const { FakeSocket } = vi.hoisted(() => {
  class FakeSocket {
    static last: FakeSocket;
    readonly sent: Record<string, unknown>[] = [];
    onopen: () => void = () => undefined;
    onmessage: (event: { data: string }) => void = () => undefined;
    onclose: (event?: { code?: number; reason?: string }) => void = () => undefined;
    constructor() {
      FakeSocket.last = this;
    }
    send(text: string): void {
      this.sent.push(JSON.parse(text) as Record<string, unknown>);
    }
    close(): void {
      return;
    }
    say(frame: object): void {
      this.onmessage({ data: JSON.stringify({ v: 1, ...frame }) });
    }
    ofKind(kind: string): Record<string, unknown>[] {
      return this.sent.filter((frame) => frame["kind"] === kind);
    }
  }
  return { FakeSocket };
});
vi.mock("k6/websockets", () => ({ WebSocket: FakeSocket }));
vi.mock("k6/crypto", () => ({ sha256: (text: string) => `hash of ${text}` }));

/** Alarms are of the whole file, and know no way back in time. */
let originMs = Date.now();
const SHA = "paper";
const options = ["a", "b", "c"].map((id) => ({ id }));
const item = (id: string) => ({ id, type: "QRU", options });
const paper = (navigation: string) =>
  ({ sections: [{ id: "s", navigation, items: [item("1"), item("2")] }] }) as unknown as ViewPaper;
const act = (kind: Act["kind"], effectiveAtMs: number | null = null): Act =>
  actOf({ id: `${kind}-${Date.now()}`, kind, author: "", cause: "", scope: NATION, effectiveAtMs }, Date.now());

let log: string[] = [];
let left: (string | null)[] = [];
beforeEach(() => {
  vi.useFakeTimers({ now: (originMs += 600_000) });
  [log, left] = [[], []];
  vi.spyOn(console, "log").mockImplementation((text: string) => void log.push(...text.split("\n")));
});
afterEach(() => {
  alarms.stop();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** A candidate whose paper has just been opened; an entry is due every second or so. */
function composing(navigation: "free" | "locked"): InstanceType<typeof FakeSocket> {
  const profile = {
    ...ecni2015,
    entriesPerSecond: ecni2015.candidates,
    breakOneIn: 0,
    handOneIn: 0,
    arrivalSeconds: 1,
  };
  const timetable = timetableOf(profile, originMs - 16_000);
  const settings = { profile, timetable, target: "http://a" } as Settings;
  const random = seededRandom(7);
  const view = paper(navigation);
  const library: Library = (sha) =>
    sha === SHA ? { script: scriptOf(view, random), pace: paceOf(view, 1_000) } : null;
  const signedIn = {
    ticket: "t",
    epoch: 1,
    genesis: { hash: "00" },
    paper: { sha256: SHA },
    backup: null,
    candidate: { id: 7, centreId: 1, roomId: 2, extraTime: { numerator: 1, denominator: 1 } },
    sitting: { id: 3, durationMs: 3_600_000 },
    ingestUrls: ["ws://a"],
  } as unknown as ConstructorParameters<typeof Candidate>[1];
  new Candidate(settings, signedIn, 0, random, library, (why) => left.push(why));
  const socket = FakeSocket.last;
  socket.onopen();
  socket.say({ kind: "welcome", fence: 1, d2: 0, lastActId: null, serverTimeMs: Date.now() });
  for (const kind of ["check_in", "start"] as const) socket.say({ kind: "act", act: act(kind) });
  socket.say({ kind: "opening", paper: "main", key: "k" });
  return socket;
}

/** Time goes by, and the server acknowledges. */
function pass(socket: InstanceType<typeof FakeSocket>, seconds: number, word = "secured"): void {
  for (let n = 0; n < seconds; n++) {
    vi.advanceTimersByTime(1_000);
    const seq = Math.max(...socket.sent.map((frame) => Number(frame["seq"] ?? 0)));
    socket.say({ kind: word, seq });
  }
}

test("answers at its pace, stands still in a pause, and takes its thought up again", () => {
  const socket = composing("free");
  pass(socket, 20);
  const before = socket.ofKind("answer").length;
  expect(before).toBeGreaterThan(8);
  expect(socket.ofKind("answer").map(({ seq }) => seq)).toEqual(Array.from({ length: before }, (_, n) => n + 3));
  expect(log.filter((line) => line.startsWith("m 7 1 "))).toHaveLength(before + 2);

  socket.say({ kind: "act", act: act("pause") });
  pass(socket, 60);
  expect(socket.ofKind("answer")).toHaveLength(before);
  socket.say({ kind: "act", act: act("resume") });
  pass(socket, 20);
  const after = socket.ofKind("answer").length - before;
  expect(after).toBeGreaterThan(8);
  // Nobody makes up for the minute that stood still.
  expect(after).toBeLessThan(40);
});

test("waits behind a lock for the key of the next step, and asks again", () => {
  const socket = composing("locked");
  pass(socket, 30);
  const lock = socket.ofKind("lock")[0];
  expect(lock).toMatchObject({ stepId: "1", itemIds: ["1"] });
  const asked = socket.ofKind("lock").length;
  expect(asked, "sent again every five seconds").toBeGreaterThan(3);
  expect(new Set(socket.ofKind("lock").map(({ seq }) => seq)).size).toBe(1);
  expect(socket.ofKind("answer").every(({ itemId }) => itemId === "1")).toBe(true);

  const hash = (text: string) => `hash of ${text}`;
  const path = hash(nextPathText(hash(firstPathText("s")), "1", ["1"]));
  socket.say({ kind: "step", sectionId: "s", path, key: "k", token: "next" });
  pass(socket, 30);
  expect(socket.ofKind("answer").some(({ itemId }) => itemId === "2")).toBe(true);
  expect(socket.ofKind("lock").at(-1)).toMatchObject({ stepId: "2", seal: { path, token: "next" } });
});

test("leaves when it was told the end and all is secured, with the reason when it was not", () => {
  const socket = composing("free");
  pass(socket, 10, "received");
  socket.say({ kind: "act", act: act("cancel") });
  pass(socket, 10, "received");
  const seqs = socket.sent.map(({ seq }) => Number(seq ?? 0));
  expect(left).toEqual([]);
  socket.say({ kind: "secured", seq: Math.max(...seqs) });
  expect(left).toEqual([null]);
  expect(log.at(-1)).toMatch(/^e 7 1 /);

  const other = composing("free");
  other.onclose({ code: 4401, reason: "" });
  expect(left).toHaveLength(2);
  expect(left[1]).not.toBeNull();
});
