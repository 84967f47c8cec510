/** The tablet on the exam day: instructions, hands, rules, papers and the end of the time. */
import { expect, test } from "vitest";
import { LIMITS } from "#contracts/limits";
import { errataOf, unreadOf } from "#client-core/instructions";
import type { SessionRecord } from "#client-core/records";
import { REF } from "#client-core/testing/a-tablet";
import { Desk, EPOCH_MS, MINUTE } from "#client-core/testing/a-desk";
import { settle } from "#client-core/testing/virtual-clock";

const ROOM = { kind: "room", id: 31 } as const;
const ME = { kind: "candidate", id: REF.candidateId } as const;
const stagesOf = (desk: Desk) =>
  desk.stored.flatMap((frame) => (frame.kind === "applied" ? [`${frame.actId} ${frame.stage}`] : []));
const lastStatus = (desk: Desk) => desk.servers.statuses.at(-1);
const submits = (desk: Desk) => desk.stored.filter((frame) => frame.kind === "submit").length;
const keptRecord = async (desk: Desk) =>
  (await desk.shelf.get((await desk.shelf.names("session:"))[0] ?? "")) as SessionRecord;

test("an instruction is applied, displayed and read, each once, and stays read over a reload", async () => {
  const desk = await Desk.make();
  await desk.start();
  await desk.act("instruction", 0, { text: "Restez assis.", scope: ROOM });
  const [one] = desk.session.snapshot().instructions;
  expect(one).toMatchObject({ actId: "instruction", number: 1, text: "Restez assis.", read: false });
  expect(desk.session.read("instruction")).toBe(false);
  desk.session.displayed("instruction");
  desk.session.displayed("instruction");
  await desk.clock.advance(100);
  expect(desk.session.read("instruction")).toBe(false); // a finger that was on its way to something else
  await desk.clock.advance(400);
  expect(desk.session.read("instruction")).toBe(true);
  expect(desk.session.read("instruction")).toBe(true);
  await desk.flow();
  const after = [
    "check-in applied",
    "start applied",
    "instruction applied",
    "instruction displayed",
    "instruction read",
  ];
  expect(stagesOf(desk)).toEqual(after);
  expect(unreadOf(desk.session.snapshot().instructions)).toEqual([]);
  desk.record = await keptRecord(desk);
  desk.session.stop();
  desk.servers.cut();
  await desk.open();
  expect(unreadOf(desk.session.snapshot().instructions)).toEqual([]);
  desk.session.displayed("instruction");
  await desk.flow();
  expect(stagesOf(desk)).toEqual(after);
});

test("instructions: oldest first; a correction takes the place of what it corrects, wherever the numbers before went", async () => {
  const desk = await Desk.make();
  await desk.start();
  // Numbers 1 and 2 were for proctors: this tablet never heard of them.
  await desk.act("instruction", 0, { text: "Lisez la question 7.", itemId: "q7", instructionCount: 2 });
  await desk.act("instruction", 0, { text: "La salle ferme à 17 h.", numbered: false, scope: ROOM });
  await desk.act("instruction", 0, { text: "Lisez la question 8.", itemId: "q8", corrects: 3, instructionCount: 3 });
  const { instructions } = desk.session.snapshot();
  expect(instructions.map(({ number, corrects, correctedBy }) => [number, corrects, correctedBy])).toEqual([
    [3, null, 4],
    [null, null, null],
    [4, 3, null],
  ]);
  expect(unreadOf(instructions).map(({ number }) => number)).toEqual([null, 4]);
  const beside = (itemId: string) => errataOf(desk.session.snapshot().instructions, itemId).map(({ number }) => number);
  const readNow = async (actId: string) => {
    desk.session.displayed(actId);
    await desk.clock.advance(500);
    desk.session.read(actId);
  };
  expect([beside("q7"), beside("q8")]).toEqual([[], []]);
  await readNow("instruction");
  expect([beside("q7"), beside("q8")]).toEqual([[3], []]);
  await readNow("instruction-3");
  expect([beside("q7"), beside("q8")]).toEqual([[], [4]]);
});

test("an instruction announced for later is shown from its instant", async () => {
  const desk = await Desk.make();
  await desk.act("check_in");
  await desk.act("instruction", 2_345, { text: "Posez vos stylos." });
  expect(desk.session.snapshot().instructions).toEqual([]);
  await desk.clock.advance(2_345);
  expect(desk.session.snapshot().instructions).toHaveLength(1);
});

test("a hand is raised, seen, and lowered by the proctor; another one is not touched by what came before", async () => {
  const desk = await Desk.make();
  await desk.start();
  desk.session.raiseHand("toilet");
  await desk.clock.advance(1_000);
  await desk.flow();
  const atMs = desk.session.snapshot().record.hand?.atMs ?? 0;
  expect(lastStatus(desk)?.hand).toEqual({ reason: "toilet", atMs });
  await desk.act("hand", 0, { scope: ME, outcome: "coming" });
  expect(desk.session.snapshot().record.hand).toEqual({ reason: "toilet", atMs, coming: true });
  desk.record = await keptRecord(desk);
  desk.session.stop();
  desk.servers.cut();
  await desk.open();
  expect(desk.session.snapshot().record.hand?.coming).toBe(true);
  await desk.act("hand", 0, { scope: ME, outcome: "done" });
  expect(desk.session.snapshot().record.hand).toBeNull();
  await desk.clock.advance(1_000);
  desk.servers.cut();
  desk.session.raiseHand("question");
  await desk.clock.advance(20_000);
  await desk.flow();
  await desk.clock.advance(LIMITS.statusSpacingMs);
  await desk.flow();
  expect(lastStatus(desk)?.hand?.reason).toBe("question");
  desk.session.lowerHand();
  await desk.clock.advance(LIMITS.statusSpacingMs);
  await desk.flow();
  expect(lastStatus(desk)?.hand).toBeNull();
});

test("status: after each welcome, on a change, never more often than allowed, and not for every answer", async () => {
  const desk = await Desk.make();
  expect(desk.servers.statuses).toHaveLength(1);
  expect(lastStatus(desk)).toMatchObject({
    build: "test",
    paperSha256: null,
    confirmed: true,
    clockOffsetMs: EPOCH_MS,
  });
  await desk.start();
  await desk.live(5_000);
  const before = desk.servers.statuses.length;
  for (let n = 0; n < 20; n++) {
    desk.session.answer("q", { choice: [`o${n}`] });
    await desk.clock.advance(100);
    await desk.flow();
  }
  expect(desk.servers.statuses).toHaveLength(before);
  for (const letter of "abcde") desk.session.verified({ main: letter.repeat(64), backup: null });
  desk.device = { ...desk.device, wakeLock: false };
  desk.healthChanged();
  await desk.live(2_000);
  expect(lastStatus(desk)).toMatchObject({ paperSha256: "e".repeat(64), wakeLock: false });
  expect(desk.servers.statuses.length - before).toBeLessThanOrEqual(2);
  desk.servers.cut();
  await desk.live(20_000);
  expect(desk.servers.statuses.length).toBeGreaterThan(before + 1);
  // Heard up to one step of time after it was sent.
  const spacing = LIMITS.statusSpacingMs - 100;
  const at = desk.servers.statuses.map(({ toldAtMs }) => toldAtMs);
  for (let i = 1; i < at.length; i++) expect((at[i] ?? 0) - (at[i - 1] ?? 0)).toBeGreaterThanOrEqual(spacing);
  expect(desk.servers.problems).toEqual([]);
});

test("without early submission nobody hands in before the end, and the end hands in by itself", async () => {
  const desk = await Desk.make();
  const { signedIn } = desk.record;
  const rules = { ...signedIn.sitting.rules, earlySubmission: false };
  desk.record = { ...desk.record, signedIn: { ...signedIn, sitting: { ...signedIn.sitting, rules } } };
  desk.session.stop();
  await desk.open();
  await desk.start();
  expect(desk.session.snapshot()).toMatchObject({ open: true, mayHandIn: false });
  await desk.session.handIn();
  await desk.flow();
  expect(submits(desk)).toBe(0);
  await desk.clock.advance(40 * MINUTE);
  await desk.flow();
  expect(submits(desk)).toBe(1);
});

test("a credit after the end opens a paper that the tablet handed in by itself; it is handed in again at the new end", async () => {
  const desk = await Desk.make();
  await desk.start();
  await desk.clock.advance(41 * MINUTE);
  await desk.flow();
  expect(desk.session.snapshot()).toMatchObject({ submitted: true, open: false });
  await desk.act("credit", 0, { creditMs: 30_000, scope: ROOM });
  expect(desk.session.snapshot()).toMatchObject({ submitted: true, open: false, time: { stage: "over" } });
  await desk.act("credit", 0, { creditMs: 5 * MINUTE, scope: ROOM });
  expect(desk.session.snapshot()).toMatchObject({ submitted: false, open: true, time: { stage: "running" } });
  expect(desk.session.answer("q", { choice: ["a"] })).toBe(true);
  desk.record = await keptRecord(desk);
  desk.session.stop();
  desk.servers.cut();
  await desk.open();
  expect(desk.session.snapshot()).toMatchObject({ submitted: false, open: true });
  await desk.clock.advance(6 * MINUTE);
  await desk.flow();
  await desk.clock.advance(20_000);
  await desk.flow();
  expect(desk.session.snapshot()).toMatchObject({ submitted: true, open: false });
  expect(desk.stored.at(-1)?.kind).toBe("submit");
  expect(desk.answersOf("q")).toHaveLength(1);
  const before = submits(desk);
  await desk.clock.advance(10 * MINUTE);
  await desk.flow();
  expect(submits(desk)).toBe(before);
});

test("a paper that was handed in by hand stays handed in, whatever time is given back", async () => {
  const desk = await Desk.make();
  await desk.start();
  await desk.clock.advance(MINUTE);
  await desk.session.handIn();
  await desk.flow();
  await desk.act("credit", 0, { creditMs: 5 * MINUTE });
  await desk.clock.advance(50 * MINUTE);
  await desk.act("credit", 0, { creditMs: 60 * MINUTE });
  expect(desk.session.snapshot()).toMatchObject({ submitted: true, open: false });
  expect(submits(desk)).toBe(1);
});

test("the backup paper: waits for its start, has its own duration, opens again what was handed in; answers are kept", async () => {
  const desk = await Desk.make();
  const backup = { bytes: 1, sha256: "b".repeat(64), durationMs: 15 * MINUTE };
  desk.record = { ...desk.record, signedIn: { ...desk.record.signedIn, backup } };
  desk.session.stop();
  await desk.open();
  await desk.start();
  desk.session.answer("q", { choice: ["a"] });
  await desk.session.handIn();
  await desk.act("credit", 0, { creditMs: MINUTE });
  await desk.act("backup", 5_000);
  expect(desk.session.snapshot()).toMatchObject({
    paper: "backup",
    submitted: false,
    creditMs: 0,
    durationMs: 20 * MINUTE,
    time: { stage: "waiting", startsAtMs: EPOCH_MS + desk.clock.nowMs() + 5_000 },
  });
  await desk.clock.advance(5_000);
  expect(desk.session.snapshot()).toMatchObject({ open: true, time: { stage: "running", leftMs: 20 * MINUTE } });
  expect(desk.session.answer("b1", { choice: ["b"] })).toBe(true);
  await desk.clock.advance(20 * MINUTE);
  await desk.flow();
  expect(desk.session.snapshot()).toMatchObject({ submitted: true });
  expect([submits(desk), desk.answersOf("q").length, desk.answersOf("b1").length]).toEqual([2, 1, 1]);
});

test("extra time corrected, a credit taken back, a room held: the clock follows", async () => {
  const desk = await Desk.make();
  await desk.act("check_in");
  await desk.act("hold", 0, { scope: ROOM });
  await desk.act("start");
  expect(desk.session.snapshot().time).toEqual({ stage: "waiting", startsAtMs: null });
  await desk.act("ready", 0, { scope: ROOM });
  await desk.act("start", 0, { scope: ROOM });
  await desk.act("extra_time", 0, { scope: ME, numerator: 1, denominator: 1 });
  expect(desk.session.snapshot().time).toMatchObject({ stage: "running", leftMs: 30 * MINUTE });
  await desk.act("credit", 0, { creditMs: 5 * MINUTE, scope: ROOM });
  expect(desk.session.snapshot()).toMatchObject({ creditMs: 5 * MINUTE, time: { leftMs: 35 * MINUTE } });
  await desk.act("undo", 0, { scope: ROOM, actId: "credit", undoes: "credit" });
  expect(desk.session.snapshot()).toMatchObject({ creditMs: 0, time: { leftMs: 30 * MINUTE } });
});

test("an act whose entry a crash took away is applied by the next run, in order", async () => {
  const desk = await Desk.make();
  await desk.act("check_in");
  const put = desk.store.put.bind(desk.store);
  desk.store.put = () => new Promise(() => undefined);
  await desk.act("start");
  desk.record = await keptRecord(desk);
  expect(desk.record.acts.map(({ id }) => id)).toEqual(["check-in", "start"]);
  desk.session.stop();
  desk.servers.cut();
  desk.store.put = put;
  await desk.open();
  await desk.flow();
  expect(stagesOf(desk)).toEqual(["check-in applied", "start applied"]);
});

test("a device that was replaced stays so over a reload, and makes nothing more", async () => {
  const desk = await Desk.make();
  await desk.start();
  desk.session.write("q", "half");
  desk.servers.fence = 2;
  desk.servers.cut();
  await desk.clock.advance(20_000);
  await desk.flow();
  expect(desk.session.snapshot()).toMatchObject({ replaced: true, open: false });
  desk.record = await keptRecord(desk);
  const made = desk.servers.seen.length;
  desk.servers.refuse = true;
  desk.session.stop();
  desk.servers.cut();
  await desk.open();
  expect(desk.session.snapshot()).toMatchObject({ replaced: true, open: false });
  await desk.clock.advance(60 * MINUTE);
  await settle();
  desk.servers.refuse = false;
  expect(desk.session.snapshot().submitted).toBe(false);
  expect(desk.servers.seen).toHaveLength(made);
});

test("acknowledgements keep server time exact; without any the tablet asks, and says when it cannot know", async () => {
  const desk = await Desk.make();
  await desk.start();
  expect(lastStatus(desk)?.clockErrorMs).toBe(1);
  await desk.clock.advance(8 * MINUTE);
  expect(desk.asked).toEqual([]); // 48 ms of possible drift are nothing
  desk.session.answer("q", { choice: ["a"] });
  await desk.flow();
  expect(desk.session.snapshot().clockDoubtful).toBe(false);
  await desk.clock.advance(30 * MINUTE);
  expect(desk.asked).toContain("/api/time");
  const asked = desk.asked.length;
  desk.session.stop();
  desk.http = () => Promise.reject(new Error("offline"));
  await desk.open();
  desk.servers.refuse = true;
  desk.servers.cut();
  await desk.clock.advance(80 * MINUTE);
  expect(desk.session.snapshot().clockDoubtful).toBe(false);
  await desk.clock.advance(10 * MINUTE);
  expect(desk.session.snapshot().clockDoubtful).toBe(true);
  expect(desk.asked).toHaveLength(asked);
});
