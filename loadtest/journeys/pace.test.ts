import { expect, test } from "vitest";
import type { ViewPaper } from "#contracts/paper/view";
import { paceOf } from "#loadtest/journeys/pace";
import { scriptOf } from "#loadtest/journeys/paper-script";
import { PaperWalk } from "#loadtest/journeys/paper-walk";
import { seededRandom } from "#loadtest/journeys/random";

const item = (type: string, id: string) => ({ type, id, options: [{ id: "a" }, { id: "b" }] });
const paper = {
  sections: [
    {
      id: "dp",
      navigation: "locked",
      items: [item("QRU", "1"), item("QRM", "2"), item("QROC", "3"), item("TCS", "4")],
    },
    { id: "qi", navigation: "free", items: [item("QRU", "5"), { type: "KFP", id: "k", items: [item("QRM", "6")] }] },
  ],
} as unknown as ViewPaper;
const mean = (times: readonly number[]) => times.reduce((sum, ms) => sum + ms, 0) / times.length;

test("people think longer about some kinds, and some think very long", () => {
  const pace = paceOf(paper, 6_000);
  const random = seededRandom(7);
  const drawn = (type: "QRU" | "QROC") =>
    Array.from({ length: 20_000 }, () => pace.beforeMs(type, random)).sort((a, b) => a - b);
  const single = drawn("QRU");
  expect(mean(drawn("QROC")) / mean(single)).toBeCloseTo(1.6, 1);
  expect((single[19_000] ?? 0) / (single[10_000] ?? 1)).toBeGreaterThan(3);
  expect(single[0]).toBeGreaterThan(0);
});

test.each([6_000, 30_000, 2_000])(
  "once through the paper, an entry comes every %i ms on average, locks included",
  (meanMs) => {
    const pace = paceOf(paper, meanMs);
    const times: number[] = [];
    for (let seed = 1; seed <= 2_000; seed++) {
      const random = seededRandom(seed);
      const free = new Set<string>();
      const walk = new PaperWalk(scriptOf(paper, seededRandom(1)), random);
      for (let step = walk.next(); step; step = walk.next()) {
        if (step.kind === "answer" && ["5", "6"].includes(step.itemId)) {
          if (free.has(step.itemId)) break; // revisions follow for ever
          free.add(step.itemId);
        }
        times.push(pace.beforeMs(step.kind === "answer" ? step.type : "lock", random));
      }
    }
    expect(mean(times) / meanMs).toBeGreaterThan(0.93);
    expect(mean(times) / meanMs).toBeLessThan(1.07);
  },
);
