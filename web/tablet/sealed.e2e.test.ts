/** The sealed paper on the tablet: nothing is in clear before its time, online by keys that come, offline by codes. */
import { expect, test, vi } from "vitest";
import type { ACandidate } from "./testing/a-candidate.ts";
import { ExamRoom } from "./testing/exam-room.ts";
import { violations } from "#infra/testing/browser.ts";
import { placesOf, whatIsReadable } from "./testing/what-is-readable.ts";
import { fr } from "./texts/fr.ts";

const room = ExamRoom.open();
const WAIT = { timeout: 15_000 };
/** Words of the second step, of the third, and of a free section. */
const [SECOND, THIRD, FREE] = ["Voici la radiographie", "Placez un point", "carte de groupe sanguin"];
const WRONG = "0000-0000-0000-0000";

const frames = (kind: string) => room.platform.frames.filter((frame) => frame.kind === kind);
const lastStatus = () => room.platform.statuses.at(-1);
const packageIsHere = () =>
  vi.waitFor(() => expect(lastStatus()?.paperSha256).toBe(room.platform.sha256Of("main")), WAIT);

async function typeCode(c: ACandidate, label: string, code: string): Promise<void> {
  await c.page.getByLabel(label).fill(code);
  await c.press(fr.code.open);
}
async function waitingForStart(): Promise<ACandidate> {
  room.platform.act("check_in");
  const c = await room.sitDown();
  await c.signIn();
  await c.sees(fr.waiting.title);
  await packageIsHere();
  return c;
}

test("what is not open yet is nowhere: not in the document, not in a store, not in memory", async () => {
  const c = await waitingForStart();
  const before = await whatIsReadable(c.page);
  for (const word of ["Quels éléments", "pouls paradoxal", SECOND, THIRD, FREE])
    expect(placesOf(before, word)).toEqual([]);
  room.platform.act("start");
  await c.sees("Quels éléments");
  const started = await whatIsReadable(c.page);
  expect(placesOf(started, "pouls paradoxal")).toEqual(expect.arrayContaining(["document", "memory"]));
  for (const word of [SECOND, THIRD]) expect(placesOf(started, word)).toEqual([]);
  await c.choose("Une matité");
  await c.validate();
  await c.sees(SECOND);
  const next = await whatIsReadable(c.page);
  expect(placesOf(next, SECOND)).toEqual(expect.arrayContaining(["document", "memory"]));
  expect(placesOf(next, SECOND)).not.toContain("stores");
  expect(placesOf(next, THIRD)).toEqual([]);
});

test("each lock says where it stands, and shows the token that the one before was answered with", async () => {
  const c = await room.composing();
  await c.choose("Une matité");
  await c.validate();
  await c.sees(SECOND);
  await c.page.reload();
  await c.choose("Opacité arrondie");
  await c.validate();
  await c.page.getByRole("application").waitFor();
  const seals = frames("lock").map((frame) => (frame.kind === "lock" ? frame.seal : undefined));
  expect(seals.map((seal) => seal?.sectionId)).toEqual(["dp1", "dp1"]);
  expect(seals[0]?.token).toBe(null);
  expect(seals[1]?.token).toMatch(/^[\w-]{43}$/);
  expect(seals[1]?.path).not.toBe(seals[0]?.path);
});

test("offline since the download: a code opens the start, another the section; reload; all is delivered", async () => {
  const c = await waitingForStart();
  room.platform.network(false);
  await c.press(fr.waiting.haveCode);
  const fetched = room.platform.given.length;
  await typeCode(c, fr.waiting.code, room.platform.code(null).toLowerCase());
  await c.sees("Quels éléments");
  await c.sees(fr.bar.provisional);
  await c.choose("Une matité");
  await c.validate();
  await c.sees(fr.awaited.coming);
  await c.sees(fr.awaited.offline);
  expect(placesOf(await whatIsReadable(c.page), SECOND)).toEqual([]);
  expect(await violations(c.page, "awaited")).toEqual([]);
  await typeCode(c, fr.awaited.code, room.platform.code("dp1", 2));
  await c.sees(SECOND);
  await c.choose("Opacité arrondie");
  await c.validate();
  await c.page.getByRole("application").waitFor();
  await c.page.reload();
  await c.page.getByRole("application").waitFor();
  expect(room.platform.given).toHaveLength(fetched);
  room.platform.act("start");
  room.platform.network(true);
  await c.badge("saved");
  await vi.waitFor(() => expect(frames("lock")).toHaveLength(2), WAIT);
  expect(room.platform.answers()).toEqual({ "dp1-q1": { choice: ["c"] }, "dp1-q2": { choice: ["b"] } });
  await c.page.getByText(fr.bar.provisional).waitFor({ state: "detached" });
  await c.page.getByRole("application").waitFor();
});

test("a code that is mistyped is told; five that open nothing cost a wait, and the proctor sees it", async () => {
  const c = await waitingForStart();
  room.platform.network(false);
  await c.press(fr.waiting.haveCode);
  await typeCode(c, fr.waiting.code, room.platform.code(null).slice(0, 9));
  await c.sees(fr.code.length(9));
  await typeCode(c, fr.waiting.code, `${room.platform.code(null).slice(0, 15)}Z`.replace(/ZZ$/, "ZY"));
  for (let n = 1; n < 5; n++) {
    await typeCode(c, fr.waiting.code, WRONG);
    await c.sees(fr.code.wrong);
  }
  await typeCode(c, fr.waiting.code, WRONG);
  await c.sees("Trop de codes erronés");
  await c.page.getByLabel(fr.waiting.code).fill(room.platform.code(null));
  await c.tryToPress(fr.code.open);
  expect(await c.page.getByText("Quels éléments").count()).toBe(0);
  room.platform.network(true);
  await vi.waitFor(() => expect(lastStatus()?.wrongCodes).toBe(5), WAIT);
});

test("a chunk that comes damaged is fetched again and never kept", async () => {
  room.platform.damaged = 3;
  const c = await room.composing();
  await c.choose("Une matité");
  await packageIsHere();
  expect(room.platform.damaged).toBe(0);
});

test("a start key that comes late is waited for, told after a while, and a code does as well", async () => {
  room.platform.tellsKeys = false;
  room.start();
  const c = await room.sitDown();
  await c.signIn();
  await c.sees(fr.waiting.opening);
  await c.sees(fr.waiting.noKey);
  await c.page.getByLabel(fr.waiting.code).waitFor();
  room.platform.tellsKeys = true;
  room.platform.tellKeys();
  await c.sees("Quels éléments");
});

test("a key that comes late: it is said after ten seconds, the wait is noted; the lost answer heals on a new socket", async () => {
  const c = await room.composing();
  await c.choose("Une matité");
  room.platform.tellsKeys = false;
  await c.validate();
  await c.sees(fr.awaited.coming);
  await c.sees(fr.awaited.long);
  await c.page.getByLabel(fr.awaited.code).waitFor();
  room.platform.tellsKeys = true;
  room.platform.network(false);
  room.platform.network(true);
  await c.sees(SECOND);
  await vi.waitFor(() => expect(frames("waited")).toHaveLength(1), WAIT);
  const [waited] = frames("waited");
  expect(waited).toMatchObject({ stepId: "dp1-q1" });
  expect(waited?.kind === "waited" ? waited.waitedMs : 0).toBeGreaterThanOrEqual(10_000);
  expect(frames("lock")).toHaveLength(1);
});

test("a tablet that takes over shows what was answered, where the candidate was, and goes on with the case", async () => {
  const first = await room.composing();
  await first.choose("Une matité");
  await first.validate();
  await first.sees(SECOND);
  await vi.waitFor(() => expect(room.platform.workspaces.length).toBeGreaterThan(0), WAIT);
  room.platform.takeOver();
  const c = await room.sitDown();
  await c.signIn();
  await c.sees(fr.waiting.restoring);
  room.platform.restorable = true;
  await c.sees(SECOND);
  const name = fr.navigator.entry("1", fr.navigator.locked, false, false);
  await c.page.getByRole("navigation").getByRole("button", { name, exact: true }).waitFor();
  await c.choose("Opacité arrondie");
  await c.validate();
  await c.page.getByRole("application").waitFor();
  await c.page.reload();
  await c.page.getByRole("application").waitFor();
  expect(frames("lock").map(({ epoch }) => epoch)).toEqual([1, 2]);
});
