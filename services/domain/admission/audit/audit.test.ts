import { describe, expect, test } from "vitest";
import { allocated, audited, CLEAN, type InputFile } from "#domain/admission/testing/input-file";
import { isClean } from "#domain/admission/audit/audit";
import { chosen, wishesInForceOf } from "#domain/admission/testing/brute-force";
import { randomInput } from "#domain/admission/testing/random-input";
import { seededNumbers } from "#domain/exam/seeded-numbers";

const MARKET: InputFile = {
  programmes: [
    { id: "P", places: 2, ranking: ["f1", "e1", "f2", "e2"], overQuota: [{ category: "f", max: 1 }] },
    { id: "Q", places: 1, ranking: ["e2", "e1"], caps: [{ category: "r", max: 0 }] },
  ],
  candidates: [
    { id: "e1", wishes: ["P", "Q"] },
    { id: "e2", wishes: ["P", "Q"] },
    { id: "f1", wishes: ["P"], categories: ["f"] },
    { id: "f2", wishes: ["P"], categories: ["f"] },
  ],
};
const RIGHT = { e1: "P", e2: "Q", f1: "P", f2: "P" };

test("the result of the engine passes", () => {
  expect(allocated(MARKET).seats).toEqual(RIGHT);
  expect(audited(MARKET, RIGHT)).toEqual(CLEAN);
});
describe("a result that was meddled with does not", () => {
  test.each([
    ["a free place left empty", { ...RIGHT, e2: null }, { stable: false, blockingPairs: 1 }],
    [
      "a foreigner left out: with them e2 could have taken the place that f2 gives back",
      { ...RIGHT, f1: null },
      { stable: false, blockingPairs: 2 },
    ],
    [
      "somebody ranked lower, in stead of another",
      { ...RIGHT, f2: null, e2: "P" },
      { stable: false, blockingPairs: 1 },
    ],
    ["one too many", { ...RIGHT, e2: "P" }, { feasible: false, stable: false, excess: 1 }],
    ["somebody who never wished for it", { ...RIGHT, f2: "Q" }, { feasible: false, stable: false }],
    ["nobody anywhere", {}, { stable: false, blockingPairs: 6 }],
  ] as const)("%s", (_name, seats, found) => {
    const said = audited(MARKET, seats);
    expect(said).toMatchObject(found);
    expect(isClean(said)).toBe(false);
  });
  test("somebody whom the programme does not rank, above a cap, in what was resigned, elsewhere than locked", () => {
    const unranked = {
      ...MARKET,
      programmes: MARKET.programmes.map((one) => ({ ...one, ranking: one.ranking.filter((id) => id !== "f2") })),
    };
    expect(audited(unranked, RIGHT).feasible).toBe(false);
    const repeater = {
      ...MARKET,
      candidates: MARKET.candidates.map((one) => (one.id === "e2" ? { ...one, categories: ["r"] } : one)),
    };
    expect(audited(repeater, RIGHT)).toMatchObject({ feasible: false, excess: 1 });
    expect(audited({ ...MARKET, resigned: ["e2"] }, RIGHT).feasible).toBe(false);
    expect(audited({ ...MARKET, previous: { e1: "Q" }, locked: ["e1"] }, RIGHT).feasible).toBe(false);
  });
  test("R29: somebody demoted, or out", () => {
    expect(audited({ ...MARKET, previous: { ...RIGHT, e2: "P" } }, RIGHT)).toMatchObject({ demoted: 1 });
    expect(audited({ ...MARKET, previous: RIGHT }, { ...RIGHT, f1: null })).toMatchObject({ demoted: 1 });
  });
  test("seats in excess in protected mode only for those who held them", () => {
    const file = { ...MARKET, previous: { ...RIGHT, e2: "P" } };
    expect(audited(file, { ...RIGHT, e2: "P" }, "protected")).toMatchObject({
      feasible: true,
      stable: true,
      excess: 1,
    });
    expect(audited({ ...MARKET, previous: RIGHT }, { ...RIGHT, e2: "P" }, "protected")).toMatchObject({
      feasible: false,
    });
  });
});
test("a seat moved at random is found out, as often as the definition says", () => {
  let unstable = 0;
  for (let seed = 1; seed <= 150; seed++) {
    const random = seededNumbers(seed);
    const file = randomInput(random, { candidates: 8, programmes: 3 });
    const { seats } = allocated(file);
    const moved = random.pick(file.candidates);
    const meddled = { ...seats, [moved.id]: random.pick([null, ...moved.wishes]) };
    const held = (id: string) => Object.keys(meddled).filter((one) => meddled[one] === id);
    const blocks = file.programmes.flatMap((programme) =>
      file.candidates.filter(({ id }) => {
        const wishes = wishesInForceOf(file, id);
        const [now, there] = [wishes.indexOf(meddled[id] ?? ""), wishes.indexOf(programme.id)];
        return (
          there !== -1 &&
          (now === -1 || there < now) &&
          chosen(file, programme, [...held(programme.id), id], "plain").includes(id)
        );
      }),
    );
    expect(audited(file, meddled).blockingPairs, `seed ${seed}`).toBe(blocks.length);
    if (blocks.length > 0) unstable++;
  }
  expect(unstable).toBeGreaterThan(30);
});
