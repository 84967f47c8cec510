import { expect, test } from "vitest";
import type { ViewPaper } from "#contracts/paper/view";
import { paceOf } from "#loadtest/journeys/pace";
import { seededRandom } from "#loadtest/journeys/random";

const paper = {
  sections: [{ items: [{ type: "QRU" }, { type: "QRM" }, { type: "KFP", items: [{ type: "QROC" }] }] }],
} as unknown as ViewPaper;

test("people think as long as the profile says on average, longer about some kinds, and some very long", () => {
  const pace = paceOf(paper, 6_000);
  const random = seededRandom(7);
  const drawn = (type: "QRU" | "QRM" | "QROC") =>
    Array.from({ length: 20_000 }, () => pace.thinkMs(type, random)).sort((a, b) => a - b);
  const mean = (times: readonly number[]) => times.reduce((sum, ms) => sum + ms, 0) / times.length;
  const [single, multiple, text] = [drawn("QRU"), drawn("QRM"), drawn("QROC")];
  expect(mean([...single, ...multiple, ...text]) / 6_000).toBeCloseTo(1, 1);
  expect(mean(text) / mean(single)).toBeCloseTo(1.6, 1);
  expect((single[19_000] ?? 0) / (single[10_000] ?? 1)).toBeGreaterThan(3);
  expect(single[0]).toBeGreaterThan(0);
});
