import { expect, test } from "vitest";
import type { AnswerFile, AnswerFileProblem } from "#contracts/answer-file";
import type { IncomingEntry } from "#domain/ports/answer-stream";
import { type AnswerFileNote, type Bringer, importFile } from "#evidence/answer-files/import-file";
import type { EpochEvidence } from "#evidence/receipts/assess";
import { aKey, ANSWER_TEXTS, aTablet, sealedFile } from "#evidence/testing/a-candidate";

const OF = { sittingId: 5, candidateId: 42 };
const TEXTS = ANSWER_TEXTS(1, 6);
const tablet = aTablet(OF);
const office = await aKey();
const ANYBODY: Bringer = { name: "command line", objection: () => null };

function aStore(epochs: EpochEvidence[]) {
  const world = { epochs, appended: [] as IncomingEntry[], notes: [] as AnswerFileNote[], away: false, waited: 0 };
  const parts = {
    key: office,
    now: () => 9_000,
    wait: () => Promise.resolve(void world.waited++),
    stores: {
      epochsOf: () => Promise.resolve(world.epochs),
      append: (batch: readonly IncomingEntry[]) => {
        if (!world.away) world.appended.push(...batch);
        return Promise.resolve(batch.map(() => (world.away ? null : 1)));
      },
      securedOf: () =>
        Promise.resolve(
          new Map(
            world.epochs.map(({ epoch, entries }) => [
              epoch,
              entries.length + world.appended.filter((one) => one.epoch === epoch).length,
            ]),
          ),
        ),
      note: (taken: AnswerFileNote) => Promise.resolve(void world.notes.push(taken)),
    },
  };
  const bring = async (file: AnswerFile, by = ANYBODY, signer = tablet.privateKey) =>
    importFile(parts, await sealedFile(file, signer, office), by);
  return { world, parts, bring };
}
const codes = (outcome: Awaited<ReturnType<typeof importFile>>): AnswerFileProblem[] =>
  outcome.outcome === "refused" ? outcome.problems.map(({ code }) => code) : [];

test("what the store lacks is appended as it was made, in order, and noted; the rest is known", async () => {
  const { world, bring } = aStore([tablet.stored(1, TEXTS, 4)]);
  const file = tablet.file([{ epoch: 1, texts: TEXTS }]);
  expect(await bring(file)).toEqual({
    outcome: "taken",
    ...OF,
    newEntries: 2,
    knownEntries: 4,
    setAside: 0,
    secured: true,
  });
  expect(world.appended).toEqual([5, 6].map((seq) => ({ ...OF, epoch: 1, seq, frame: TEXTS[seq - 1] })));
  expect(world.notes).toMatchObject([{ ...OF, newEntries: 2, knownEntries: 4, importedBy: "command line" }]);

  world.epochs = [tablet.stored(1, TEXTS)];
  world.appended = [];
  expect(await bring(file)).toMatchObject({ outcome: "taken", newEntries: 0, knownEntries: 6 });
  expect(world.appended).toEqual([]);
});

test("a hole in what is stored is filled; another tablet's taking over is told", async () => {
  const spare = aTablet(OF, "tablet-00000002");
  const holed = { ...tablet.stored(1, TEXTS), entries: tablet.stored(1, TEXTS).entries.filter(({ seq }) => seq !== 3) };
  const { world, bring } = aStore([holed, spare.stored(2, [])]);
  expect(await bring(tablet.file([{ epoch: 1, texts: TEXTS }]))).toMatchObject({ newEntries: 1, setAside: 1 });
  expect(world.appended.map(({ seq }) => seq)).toEqual([3]);
});

test("a drain that takes its time is waited for, a while", async () => {
  const { world, parts, bring } = aStore([tablet.stored(1, TEXTS, 4)]);
  parts.stores.securedOf = () => Promise.resolve(new Map([[1, 4]]));
  expect(await bring(tablet.file([{ epoch: 1, texts: TEXTS }]))).toMatchObject({ newEntries: 2, secured: false });
  expect(world.waited).toBeGreaterThan(3);
});

test("a store that does not take the entries: nothing is noted, and it is told as trouble", async () => {
  const { world, bring } = aStore([tablet.stored(1, TEXTS, 4)]);
  world.away = true;
  await expect(bring(tablet.file([{ epoch: 1, texts: TEXTS }]))).rejects.toThrow("did not take");
  expect(world.notes).toEqual([]);
});

test("what is no file of this installation is refused before anything is asked", async () => {
  const { world, parts } = aStore([tablet.stored(1, TEXTS)]);
  const bring = async (bytes: Uint8Array) => codes(await importFile(parts, bytes, ANYBODY));
  const good = await sealedFile(tablet.file([{ epoch: 1, texts: TEXTS }]), tablet.privateKey, office);
  expect(await bring(new TextEncoder().encode("a letter"))).toEqual(["not_an_answer_file"]);
  expect(await bring(new Uint8Array(0))).toEqual(["not_an_answer_file"]);
  expect(await bring(new Uint8Array(17 * 1024 * 1024))).toEqual(["too_large"]);
  const foreign = await sealedFile(tablet.file([{ epoch: 1, texts: TEXTS }]), tablet.privateKey, await aKey());
  expect(await bring(foreign)).toEqual(["other_key"]);
  expect(await bring(await sealedFile({ format: "amphi-answers", version: 2 }, tablet.privateKey, office))).toEqual([
    "not_an_answer_file",
  ]);
  expect(await bring(good)).toEqual([]);
  // The header is text that says what it is; of everything behind it no byte may change.
  const body = good.indexOf(".".charCodeAt(0));
  for (let at = body + 3; at < good.length - 2; at += 13) {
    const bad = Uint8Array.from(good);
    bad[at] = bad[at] === 65 ? 66 : 65;
    if (bad[at] !== good[at]) expect([at, ...(await bring(bad))]).toEqual([at, "damaged"]);
  }
  expect(world.appended).toEqual([]);
});

test("who brings it must be allowed to; nothing is read for others", async () => {
  const { world, bring } = aStore([tablet.stored(1, TEXTS, 2)]);
  const stranger: Bringer = { name: "x", objection: () => ({ code: "other_place", detail: "another room" }) };
  expect(codes(await bring(tablet.file([{ epoch: 1, texts: TEXTS }]), stranger))).toEqual(["other_place"]);
  expect([world.appended, world.notes]).toEqual([[], []]);
});

test("only the tablet that signed in may sign", async () => {
  const { bring, world } = aStore([tablet.stored(1, TEXTS, 2)]);
  const file = tablet.file([{ epoch: 1, texts: TEXTS }]);
  expect(codes(await bring(file, ANYBODY, aTablet(OF).privateKey))).toEqual(["signature_wrong"]);
  world.epochs = [{ ...tablet.stored(1, TEXTS, 2), publicKey: null }];
  expect(codes(await bring(file))).toEqual(["device_unknown"]);
  // Known from another of its epochs: an emptied store forgets the key of one.
  world.epochs = [{ ...tablet.stored(1, TEXTS, 2), publicKey: null }, tablet.stored(2, [])];
  expect(await bring(file)).toMatchObject({ outcome: "taken", newEntries: 4 });
});

test("all that does not fit is told at once, and nothing of it is taken", async () => {
  const { world, bring } = aStore([tablet.stored(1, TEXTS, 3)]);
  const said = async (file: AnswerFile) => codes(await bring(file));
  expect(await said(tablet.file([]))).toEqual(["empty"]);
  expect(await said(tablet.file([{ epoch: 1, texts: [] }]))).toEqual(["empty"]);
  expect(await said(tablet.file([{ epoch: 2, texts: ANSWER_TEXTS(2, 1) }]))).toEqual(["epoch_unknown"]);
  const other = TEXTS.with(1, TEXTS[1]?.replace("réponse", "autre") ?? "");
  expect(await said(tablet.file([{ epoch: 1, texts: other }]))).toEqual(["entry_conflicts"]);
  expect(await said(tablet.file([{ epoch: 1, texts: [...TEXTS.slice(0, 4), ...TEXTS.slice(5)] }]))).toEqual([
    "entry_wrong",
  ]);
  expect(await said(tablet.file([{ epoch: 1, texts: [...TEXTS, "{}", "not json"] }]))).toEqual([
    "entry_wrong",
    "entry_wrong",
  ]);
  const restarted = tablet.file([{ epoch: 1, texts: [...TEXTS, "{}"] }]);
  const [first] = restarted.epochs;
  if (first) first.genesis = { ...first.genesis, hash: "0".repeat(64) };
  expect(await said(restarted)).toEqual(["chain_differs", "entry_wrong"]);
  expect([world.appended, world.notes]).toEqual([[], []]);
});
