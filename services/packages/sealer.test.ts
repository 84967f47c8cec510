import { beforeEach, describe, expect, test } from "vitest";
import { actOf, type Act, type ActKind } from "#domain/sitting/act";
import { NATION } from "#domain/sitting/scope";
import { createSealer, maySeal } from "#packages/sealer";
import type { UnsealedPaper } from "#postgres/exam/sealing";

const act = (kind: ActKind, over: object = {}): Act =>
  actOf({ id: kind, kind, author: "a", cause: "c", scope: NATION, effectiveAtMs: null, ...over }, 1);
const paper = (sittingId: number, over: Partial<UnsealedPaper> = {}): UnsealedPaper => ({
  sittingId,
  which: "main",
  paperId: 1,
  examId: 1,
  replaces: null,
  ...over,
});

describe("what may be sealed", () => {
  test.each<[string, ActKind[], boolean, boolean]>([
    ["before check-in", [], true, true],
    ["while candidates sign in: only what is missing", ["check_in"], true, false],
    ["ready: only what is missing", ["check_in", "ready"], true, false],
    ["started", ["check_in", "start"], false, false],
    ["cancelled", ["cancel"], false, false],
  ])("%s", (_when, kinds, missing, changed) => {
    const acts = kinds.map((kind) => act(kind));
    expect(maySeal(acts, { replaces: null })).toBe(missing);
    expect(maySeal(acts, { replaces: "a".repeat(64) })).toBe(changed);
  });

  test("nothing once a part has started, or has the backup paper", () => {
    const centre = { scope: { kind: "centre", id: 1 } };
    expect(maySeal([act("check_in"), act("start", centre)], { replaces: null })).toBe(false);
    expect(maySeal([act("check_in"), act("backup", centre)], { replaces: null })).toBe(false);
  });
});

describe("a pass", () => {
  let unsealed: () => Promise<UnsealedPaper[]>;
  let failing: ReadonlySet<number>;
  let sealed: number[];
  let published: number;
  let troubles: (number | undefined)[];
  const sealer = () =>
    createSealer({
      unsealed: () => unsealed(),
      actsOf: (sittingId) => Promise.resolve(sittingId === 2 ? [act("check_in"), act("start")] : []),
      seal: ({ sittingId }) => {
        if (failing.has(sittingId)) return Promise.reject(new Error("broken paper"));
        sealed.push(sittingId);
        return Promise.resolve(true);
      },
      publish: () => Promise.resolve(void (published += 1)),
      onSealed: () => undefined,
      onTrouble: (_error, one) => troubles.push(one?.sittingId),
    });
  beforeEach(() => {
    unsealed = () => Promise.resolve([paper(1), paper(2), paper(3)]);
    [failing, sealed, published, troubles] = [new Set(), [], 0, []];
  });

  test("seals in order what may be sealed, publishes, and says that all is done", async () => {
    const one = sealer();
    expect(one.summary()).toBe("!has not looked yet");
    await one.pass();
    expect([sealed, published, one.summary()]).toEqual([[1, 3], 1, "everything to come is sealed"]);
  });

  test("a paper that cannot be sealed keeps no other from it, and is told until it can", async () => {
    failing = new Set([1]);
    const one = sealer();
    await one.pass();
    expect([sealed, troubles, one.summary()]).toEqual([[3], [1], "!cannot seal sitting 1 (main)"]);
    [failing, unsealed] = [new Set(), () => Promise.resolve([paper(1)])];
    await one.pass();
    expect(one.summary()).toBe("everything to come is sealed");
  });

  test("without PostgreSQL it says so and goes on the next time", async () => {
    const one = sealer();
    const works = unsealed;
    unsealed = () => Promise.reject(new Error("away"));
    await one.pass();
    expect([troubles, one.summary()]).toEqual([[undefined], "!cannot look for what to seal"]);
    unsealed = works;
    await one.pass();
    expect(one.summary()).toBe("everything to come is sealed");
  });
});
