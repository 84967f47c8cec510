import { expect, test } from "vitest";
import type { ViewPaper } from "#contracts/paper/view";
import { scriptOf, type Step } from "#loadtest/journeys/paper-script";
import { PaperWalk } from "#loadtest/journeys/paper-walk";
import { seededRandom } from "#loadtest/journeys/random";

const options = ["a", "b", "c", "d"].map((id) => ({ id }));
const qru = (id: string) => ({ id, type: "QRU", options });
const paper = (sections: unknown[]) => ({ sections }) as unknown as ViewPaper;
const locked = {
  id: "case",
  navigation: "locked",
  items: [qru("c1"), { id: "c2", type: "KFP", items: [qru("c2a"), qru("c2b")] }],
};
const free = { id: "free", navigation: "free", items: [qru("f1"), qru("f2"), qru("f3")] };
const steps = (walk: PaperWalk, count: number): Step[] =>
  Array.from({ length: count }, () => walk.next()).flatMap((s) => s ?? []);

test.each([1, 2, 3, 4])("a locked section is taken once, in order, each step validated (seed %i)", (seed) => {
  const all = steps(new PaperWalk(scriptOf(paper([locked]), seededRandom(1)), seededRandom(seed)), 50);
  const order = all.map((step) => (step.kind === "lock" ? `lock ${step.itemIds.join("+")}` : step.itemId));
  expect(order.filter((one, n) => one !== order[n - 1])).toEqual(["c1", "lock c1", "c2a", "c2b", "lock c2a+c2b"]);
});

test("every section is visited, then those that are free are revised for ever", () => {
  const all = steps(new PaperWalk(scriptOf(paper([locked, free]), seededRandom(1)), seededRandom(5)), 200);
  expect(all).toHaveLength(200);
  expect(all.filter(({ kind }) => kind === "lock")).toHaveLength(2);
  const revised = all.slice(-30).flatMap((step) => (step.kind === "answer" ? step.itemId : []));
  expect(new Set(revised)).toEqual(new Set(["f1", "f2", "f3"]));
});

test("an empty paper has no step, and the same seed the same steps", () => {
  expect(new PaperWalk(scriptOf(paper([]), seededRandom(1)), seededRandom(1)).next()).toBeNull();
  const walk = () => steps(new PaperWalk(scriptOf(paper([locked, free]), seededRandom(1)), seededRandom(9)), 40);
  expect(walk()).toEqual(walk());
});

test("a sample has different elements, at most as many as there are", () => {
  const random = seededRandom(3);
  for (let n = 0; n < 100; n++) {
    const drawn = random.sample(options, 3);
    expect(new Set(drawn).size).toBe(3);
  }
  expect(random.sample(options, 9)).toHaveLength(4);
  expect(options.map(({ id }) => id)).toEqual(["a", "b", "c", "d"]);
});
