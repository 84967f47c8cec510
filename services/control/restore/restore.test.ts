import { expect, test } from "vitest";
import { ErrorBody } from "#contracts/errors";
import { RestoreResponse } from "#contracts/http/restore";
import type { StoredLock } from "#control/restore/open-steps";
import { aControl, acts, NOW_MS } from "#control/testing/a-control";
import { KEYS } from "#control/testing/a-staff";
import { anAct } from "#domain/testing/builders";
import { firstPath, lockedSectionKey, nextPath, progressToken, sealKeyFrom, sealKeyText, stepKey } from "#runtime/seal";

const sectionKey = (keys = KEYS.main) => lockedSectionKey(sealKeyFrom(keys.cases), "dp1");
/** The path behind these steps of dp1, each a question of its own. */
const pathAfter = (...steps: string[]) => steps.reduce((path, step) => nextPath(path, step, [step]), firstPath("dp1"));
const keyAt = (path: string, keys = KEYS.main) => sealKeyText(stepKey(sectionKey(keys), path));
const lock = (step: string, path: string, sectionId = "dp1"): StoredLock => ({
  stepId: step,
  itemIds: [step],
  seal: { sectionId, path },
});
const q1 = lock("q1", pathAfter());
const q2 = lock("q2", pathAfter("q1"));

async function restored(locks: StoredLock[], over: (control: ReturnType<typeof aControl>) => void = () => undefined) {
  const control = aControl();
  const { world, app, signIn } = control;
  world.acts.set(5, [...acts("check_in"), anAct("start", NOW_MS - 1_000, { keys: KEYS.main })]);
  const { ticket } = await signIn();
  world.restorable = { answers: [{ itemId: "q1", value: { text: "yes" } }], locks, readActIds: ["act-7"] };
  over(control);
  const response = await app.request("/api/restore", { headers: { authorization: `Bearer ${ticket}` } });
  return { response, text: await response.clone().text(), status: response.status };
}
const stepsOf = (text: string) => RestoreResponse.parse(JSON.parse(text)).steps;

test("all that was done, and of each section the step behind what was validated", async () => {
  const { text, response } = await restored([q1, q2]);
  const path = pathAfter("q1", "q2");
  expect(RestoreResponse.parse(JSON.parse(text))).toEqual({
    answers: [{ itemId: "q1", value: { text: "yes" } }],
    locks: [q1, q2].map(({ stepId, itemIds }) => ({ stepId, itemIds })),
    readActIds: ["act-7"],
    workspace: "{}",
    steps: [{ sectionId: "dp1", path, key: keyAt(path), token: progressToken(sectionKey(), 42, path) }],
  });
  expect(response.headers.get("cache-control")).toBe("no-store");
});

test("no key of a step beyond what was validated, whatever locks say of themselves", async () => {
  const beyond = [keyAt(pathAfter("q1", "q2")), keyAt(pathAfter("q1", "q2", "q3"))];
  const cases: [StoredLock[], string[]][] = [
    [[], []],
    // A section in which nothing was validated is opened by the start alone.
    [[{ ...q1, seal: null }], []],
    [[q1], [pathAfter("q1")]],
    [[q1, q1], [pathAfter("q1")]],
    // Ahead of what was validated, twice the same, of another section.
    [[q2], []],
    [[q1, lock("q3", pathAfter("q1", "q2"))], [pathAfter("q1")]],
    [[q1, lock("q2", pathAfter("q1"), "dp2")], [pathAfter("q1")]],
    // Something else than what was shown leads where nothing is.
    [[q1, { ...q2, itemIds: ["other"] }], [nextPath(pathAfter("q1"), "q2", ["other"])]],
  ];
  for (const [locks, paths] of cases) {
    const { text } = await restored(locks);
    expect(stepsOf(text).map(({ path }) => path)).toEqual(paths);
    for (const secret of [...beyond, ...Object.values(KEYS.main)]) expect(text).not.toContain(secret);
  }
});

test("no key before the start is in effect, none where it was cancelled before; a backup paper has its own", async () => {
  const at = async (...journal: ReturnType<typeof acts>) =>
    stepsOf((await restored([q1], ({ world }) => world.acts.set(5, [...acts("check_in"), ...journal]))).text);
  const start = (atMs: number) => anAct("start", NOW_MS - 5_000, { keys: KEYS.main, effectiveAtMs: atMs });
  expect(await at()).toEqual([]);
  expect(await at(start(NOW_MS + 1))).toEqual([]);
  expect(await at(start(NOW_MS + 1), anAct("cancel", NOW_MS - 1))).toEqual([]);
  const path = pathAfter("q1");
  expect(await at(start(NOW_MS))).toMatchObject([{ key: keyAt(path) }]);
  const backup = (effectiveAtMs: number) =>
    anAct("backup", NOW_MS - 1_000, { keys: KEYS.backup, effectiveAtMs, id: "backup" });
  expect(await at(start(NOW_MS - 5_000), backup(NOW_MS + 1))).toEqual([]);
  expect(await at(start(NOW_MS - 5_000), backup(NOW_MS))).toMatchObject([{ key: keyAt(path, KEYS.backup) }]);
});

test("only the newest tablet, only with its ticket, only once everything is stored", async () => {
  const pending = await restored([q1], ({ world }) => (world.restorable = null));
  expect(ErrorBody.parse(JSON.parse(pending.text)).error).toMatchObject({
    code: "store_unavailable",
    retryAfterMs: 250,
  });
  const replaced = await restored([q1], ({ world }) => {
    world.epochs = [{ epoch: 2, deviceId: "tablet-2", genesis: null, genesisHash: null, d2: 0 }];
  });
  expect([replaced.status, ErrorBody.parse(JSON.parse(replaced.text)).error.code]).toEqual([401, "ticket_invalid"]);
  const { app } = aControl();
  for (const authorization of ["", "Bearer nonsense"])
    expect((await app.request("/api/restore", { headers: { authorization } })).status).toBe(401);
});
