/** Keys go into the journal with the acts that give a paper, and from control to nobody. */
import { expect, test } from "vitest";
import { aDesk } from "#control/testing/a-desk";
import { anAsked, KEYS, SITTING } from "#control/testing/a-staff";
import { createSealKeeper } from "#control/seals/seal-keeper";
import { createActTexts } from "#control/live/acts-for";
import { viewerOf } from "#control/live/viewer";
import { StoreTrouble } from "#domain/ports/answer-stream";
import { anAct } from "#domain/testing/builders";

const SECRETS = Object.values(KEYS).flatMap(({ start, cases }) => [start, cases]);
const AT = `/api/console/sittings/${SITTING}`;

test("a start and a backup paper carry the keys of their paper; nothing that consoles are told has any of them", async () => {
  const desk = aDesk({ twoPersonActs: ["start"] });
  const { world, act, get, post, cookieOf } = desk;
  world.acts.push(anAct("check_in", world.nowMs - 9_000));
  const [marie, paul] = [await cookieOf("marie"), await cookieOf("paul")];
  const said: string[] = [];
  const hear = async (response: Response) => void said.push(await response.text());

  const start = anAsked("start", { id: "the-start", override: "now" });
  await hear(await act("marie", start));
  await hear(await get(`${AT}/proposals`, paul));
  await hear(await post(`${AT}/proposals/the-start/confirm`, {}, paul));
  await hear(await post(`${AT}/proposals/the-start/confirm`, {}, paul));
  await hear(await act("marie", start));
  await hear(await act("marie", anAsked("backup", { id: "the-backup", cause: "leaked" })));
  await hear(await get(`${AT}/acts/the-start`, marie));
  await hear(await get(`${AT}/acts/the-backup`, await cookieOf("proctor")));
  await hear(await get(`${AT}/journal.json`, marie));
  await hear(await get(`${AT}/journal.json`, await cookieOf("ops")));
  const texts = createActTexts(() => desk.parts.book.places(SITTING));
  for (const { account } of world.accounts)
    for (const one of world.acts) said.push(texts.textFor(viewerOf(account), one));

  expect(world.acts.map((one) => ("keys" in one ? [one.kind, one.keys] : one.kind))).toEqual([
    "check_in",
    ["start", KEYS.main],
    ["backup", KEYS.backup],
  ]);
  expect(said.filter((text) => text.includes('"the-start"')).length).toBeGreaterThan(5);
  for (const text of said) for (const secret of SECRETS) expect(text).not.toContain(secret);
});

test("no console says which keys a start has", async () => {
  const { world, act, told } = aDesk({ twoPersonActs: [] });
  world.acts.push(anAct("check_in", world.nowMs - 9_000));
  for (const more of [{ keys: KEYS.backup }, { paper: "backup" }, { sectionId: "dp1" }, { codeNumber: 3 }])
    expect(await told(await act("marie", { ...anAsked("start", { override: "x" }), ...more }))).toBe("400 bad_request");
});

test("without its keys a paper is given to nobody, at once or at a time, alone or by two", async () => {
  for (const twoPersonActs of [[], ["start"] as const]) {
    const { world, act } = aDesk({ twoPersonActs });
    world.acts.push(anAct("check_in", world.nowMs - 9_000));
    world.keys = null;
    for (const effectiveAtMs of [null, world.nowMs + 60_000]) {
      const response = await act("marie", anAsked("start", { override: "x", effectiveAtMs }));
      expect([response.status, await response.json()]).toMatchObject([
        409,
        { error: { code: "act_refused", reason: { code: "package_missing" } } },
      ]);
    }
    expect(world.acts.map(({ kind }) => kind)).toEqual(["check_in"]);
  }
});

test("keys are read anew when they are needed, and are known from before while PostgreSQL is away", async () => {
  const world = { keys: KEYS.main, isAway: false, ids: [5] };
  const keeper = createSealKeeper({
    sittingIds: () => world.ids,
    sealsOf: () =>
      world.isAway
        ? Promise.reject(new StoreTrouble("away", "later"))
        : Promise.resolve([{ which: "main", keys: world.keys }]),
    onTrouble: () => undefined,
  });
  await keeper.start();
  world.keys = KEYS.backup;
  expect(await keeper.keysOf(5, "main")).toBe(KEYS.backup);
  expect(await keeper.keysOf(5, "backup")).toBeNull();
  world.isAway = true;
  expect(await keeper.keysOf(5, "main")).toBe(KEYS.backup);
  expect(await keeper.keysOf(6, "main")).toBeNull();
  await keeper.stop();
});
