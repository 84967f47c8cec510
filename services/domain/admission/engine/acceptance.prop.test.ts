import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { deferredAcceptance } from "#domain/admission/engine/deferred-acceptance";
import { differing, programmeProposing } from "#domain/admission/engine/programme-proposing";
import { stableSeatings } from "#domain/admission/testing/brute-force";
import { allocated, CLEAN, inputOf, seatsById } from "#domain/admission/testing/input-file";
import { randomInput } from "#domain/admission/testing/random-input";
import { seededNumbers } from "#domain/exam/seeded-numbers";

const seeds = fc.integer({ min: 0, max: 2 ** 31 });
const runs = { numRuns: 100 };

test("R21: the order of proposals changes nothing", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const random = seededNumbers(seed);
      const { market, round } = inputOf(randomInput(random, { candidates: 30, programmes: 6 }));
      const order = Int32Array.from(random.shuffle([...market.kindOf.keys()]));
      expect(deferredAcceptance(market, round, "plain", order)).toEqual(deferredAcceptance(market, round, "plain"));
    }),
    runs,
  );
});
test("nor does the order of the file", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const random = seededNumbers(seed);
      const file = randomInput(random, { candidates: 30, programmes: 6 });
      const turned = {
        programmes: random.shuffle(file.programmes).map((one) => ({ ...one, caps: [...(one.caps ?? [])].reverse() })),
        candidates: random
          .shuffle(file.candidates)
          .map((one) => ({ ...one, categories: [...(one.categories ?? [])].reverse() })),
      };
      const [one, other] = [allocated(file), allocated(turned)];
      expect(other.seats).toEqual(one.seats);
      expect(other.audit).toEqual(one.audit);
    }),
    runs,
  );
});
test("one order for all programmes: everybody chooses in turn what is left", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const file = randomInput(seededNumbers(seed), {
        candidates: 40,
        programmes: 6,
        commonRanking: true,
        plain: true,
      });
      const left = new Map(file.programmes.map(({ id, places }) => [id, places]));
      const turns = file.programmes[0]?.ranking ?? [];
      const expected = Object.fromEntries(
        turns.map((id) => {
          const wishes = file.candidates.find((one) => one.id === id)?.wishes ?? [];
          const got = wishes.find((wish) => (left.get(wish) ?? 0) > 0) ?? null;
          if (got !== null) left.set(got, (left.get(got) ?? 0) - 1);
          return [id, got];
        }),
      );
      expect(allocated(file).seats).toEqual(expected);
    }),
    runs,
  );
});
test("what programmes would propose is stable too, and nobody is better off with it", () => {
  let differ = 0;
  fc.assert(
    fc.property(seeds, (seed) => {
      const file = randomInput(seededNumbers(seed), { candidates: 6, programmes: 3 });
      const input = inputOf(file);
      const seats = programmeProposing(input.market, input.round, "plain");
      const best = deferredAcceptance(input.market, input.round, "plain");
      differ += differing(best, seats);
      const [worst] = [stableSeatings({ ...file, candidates: file.candidates }, "plain")];
      expect(differing(best, seats) > 0).toBe(worst.count > 1);
    }),
    { numRuns: 200 },
  );
  expect(differ).toBeGreaterThan(0);
});

describe("an example that is easy to get wrong", () => {
  test("R21: each is first where the other would rather go, so both get what they prefer", () => {
    const file = {
      programmes: [
        { id: "F1", places: 1, ranking: ["s1", "s2"] },
        { id: "F2", places: 1, ranking: ["s2", "s1"] },
      ],
      candidates: [
        { id: "s1", wishes: ["F2", "F1"] },
        { id: "s2", wishes: ["F1", "F2"] },
      ],
    };
    expect(allocated(file).seats).toEqual({ s1: "F2", s2: "F1" });
    const input = inputOf(file);
    const theirs = programmeProposing(input.market, input.round, "plain");
    expect(seatsById(input, theirs)).toEqual({ s1: "F1", s2: "F2" });
    expect(differing(theirs, deferredAcceptance(input.market, input.round, "plain"))).toBe(2);
  });
  test("R22: lists may be short or empty, a programme may not rank whoever wishes for it, and some are admitted nowhere", () => {
    const { seats, audit, standings } = allocated({
      programmes: [
        { id: "P", places: 1, ranking: ["a", "b"] },
        { id: "Q", places: 3, ranking: ["a"] },
        { id: "R", places: 0, ranking: ["a", "b", "c", "d"] },
      ],
      candidates: [
        { id: "a", wishes: ["R", "P"] },
        { id: "b", wishes: ["P"] },
        { id: "c", wishes: ["Q", "R"] },
        { id: "d", wishes: [] },
      ],
    });
    expect(seats).toEqual({ a: "P", b: null, c: null, d: null });
    expect(audit).toEqual(CLEAN);
    expect(standings.map(({ lastRank }) => lastRank)).toEqual([1, null, null]);
  });
});
