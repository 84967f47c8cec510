import fc from "fast-check";
import { expect, test } from "vitest";
import { AnswerValue } from "#contracts/frames/fields";
import type { ViewSimpleItem } from "#contracts/paper/view";
import { textAnswer } from "#client-core/answer-text";
import { wordCount } from "../items/choice.ts";
import { budgetFor, paceFor, type Planned, planStep, within } from "./planner.ts";

const image = { sha256: "0".repeat(64), alt: "", width: 10, height: 10 };
const options = (n: number) => Array.from({ length: n }, (_, i) => ({ id: `o${i}`, html: `${i}` }));
const anItem: fc.Arbitrary<ViewSimpleItem> = fc
  .record({
    id: fc.stringMatching(/^[a-z0-9-]{1,12}$/),
    type: fc.constantFrom("QRM", "QRU", "QRP", "QRPL", "QROC", "QZP", "TCS"),
    count: fc.integer({ min: 4, max: 25 }),
    expected: fc.integer({ min: 1, max: 5 }),
    pictured: fc.boolean(),
  })
  .map(({ count, expected, id, pictured, type }): ViewSimpleItem => {
    const base = { id, stemHtml: "", images: pictured ? [image] : [] };
    switch (type) {
      case "QRM":
      case "QRU":
        return { ...base, type, options: options(count) };
      case "QRP":
      case "QRPL":
        return { ...base, type, options: options(count), expected: Math.min(expected, count) };
      case "QROC":
        return { ...base, type, wordsMax: expected, unit: null };
      case "QZP":
        return { ...base, type, zoneImage: image, expected };
      case "TCS":
        return { ...base, type, hypothesisHtml: "", findingHtml: "" };
    }
  });
const steps = fc.uniqueArray(anItem, { minLength: 1, maxLength: 3, selector: ({ id }) => id });

/** What a tablet would refuse, or no finger could do. */
function impossible(item: ViewSimpleItem, { act }: Planned): string | null {
  if (act.kind === "zoom") return item.type === "QZP" || item.images.length > 0 ? null : "zooms without an image";
  if (act.kind === "write") {
    if (item.type !== "QROC") return "writes where nothing is written";
    if (wordCount(act.text) > item.wordsMax) return "too many words";
    return AnswerValue.safeParse(textAnswer(act.text)).success ? null : "text that no frame carries";
  }
  if (act.kind !== "answer") return null;
  const { value } = act;
  if (!AnswerValue.safeParse(value).success) return "no answer";
  if ("choice" in value) {
    if (!("options" in item)) return "ticks where there is nothing to tick";
    const most = item.type === "QRU" ? 1 : "expected" in item ? item.expected : item.options.length;
    if (value.choice.length > most || new Set(value.choice).size !== value.choice.length) return "too many ticks";
    return value.choice.every((id) => item.options.some((one) => one.id === id)) ? null : "ticks what is not there";
  }
  if ("points" in value) return item.type === "QZP" && value.points.length <= item.expected ? null : "too many points";
  if ("scale" in value) return item.type === "TCS" ? null : "a scale where there is none";
  return "erases";
}

test("the same seed plans the same, nothing impossible is planned, every question is answered", () => {
  fc.assert(
    fc.property(steps, fc.string(), fc.double({ min: 0, max: 1, noNaN: true }), (items, seed, pace) => {
      const planned = planStep(items, seed, pace);
      expect(planStep(items, seed, pace)).toEqual(planned);
      for (const { afterMs } of planned) expect(afterMs >= 0 && afterMs <= 360_000).toBe(true);
      for (const item of items) {
        const own = planStep([item], seed, pace);
        expect(own.map((one) => impossible(item, one)).filter((why) => why !== null)).toEqual([]);
        const last = own.findLast(({ act }) => act.kind === "answer" || act.kind === "write")?.act;
        const full = last?.kind === "answer" && "points" in last.value ? last.value.points.length : null;
        expect(last).toBeDefined();
        if (item.type === "QZP") expect(full).toBe(item.expected);
      }
    }),
  );
});

test("other candidates do other things, a person's pauses have the median of their type", () => {
  const item: ViewSimpleItem = { id: "q", stemHtml: "", images: [], type: "QRU", options: options(5) };
  const plans = Array.from({ length: 400 }, (_, n) => planStep([item], `1:${n}`, 1));
  const chosen = new Set(plans.map(([first]) => JSON.stringify(first?.act)));
  expect(chosen.size).toBe(5);
  const thinking = plans.map(([first]) => first?.afterMs ?? 0).sort((a, b) => a - b);
  expect(thinking[200]).toBeGreaterThan(24_000);
  expect(thinking[200]).toBeLessThan(36_000);
  expect(plans.filter((plan) => plan.filter(({ act }) => act.kind === "answer").length > 1).length).toBeGreaterThan(40);
});

test("it is as fast as the time left asks for, and never slower than a person", () => {
  expect(paceFor(3 * 3_600_000, 100)).toBe(1);
  expect(paceFor(60_000, 10)).toBeCloseTo(0.087, 2);
  expect(paceFor(0, 10)).toBe(0);
  expect(paceFor(60_000, 0)).toBeLessThanOrEqual(1);
});

test("a step keeps to its budget, and does the same things", () => {
  fc.assert(
    fc.property(
      steps,
      fc.integer({ min: 0, max: 10_800_000 }),
      fc.integer({ min: 1, max: 120 }),
      (items, left, more) => {
        const planned = planStep(items, "seed", 1);
        const budget = budgetFor(left, items.length + more, items.length);
        const fitted = within(planned, budget);
        expect(fitted.map(({ act }) => act)).toEqual(planned.map(({ act }) => act));
        expect(fitted.reduce((sum, { afterMs }) => sum + afterMs, 0)).toBeLessThanOrEqual(budget);
        expect(budget).toBeLessThan(left || 1);
      },
    ),
  );
  expect(budgetFor(100_000, 1, 1)).toBe(80_000);
});
