/** Properties P1–P6 of marks, for any paper, answers and rulings. */
import fc from "fast-check";
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { AnswerValue } from "#domain/answer/entry";
import type { ItemKey, ItemToMark } from "#domain/marking/item";
import { itemMarker } from "#domain/marking/mark-item";
import { RULES_1 } from "#domain/marking/marking-rules";
import { createEntriesDigest, entriesText, inputsDigest } from "#domain/marking/run-digest";
import type { Ruling } from "#domain/marking/rulings";
import { markOf, onCommonDenominator } from "#domain/marking/share";
import { anItem, answersOf, aRun, FIVE, markingOf, right, somePaper } from "#domain/marking/testing/a-paper";

const someOptions = fc.subarray(FIVE, { minLength: 1 });
const anyTicks = fc.subarray(FIVE);
const choiceType = fc.constantFrom("QRM" as const, "QRU" as const, "QRP" as const);
const valueOf = (ids: readonly string[]): AnswerValue => (ids.length === 0 ? { empty: true } : { choice: [...ids] });
const marked = (item: ItemToMark, key: ItemKey, ids: readonly string[]) =>
  markOf(item.weight, itemMarker(item, [key], RULES_1)(valueOf(ids)).share);

test("P1 permuting the options of the item, of the key or of the answer changes nothing", () => {
  fc.assert(
    fc.property(choiceType, someOptions, anyTicks, fc.infiniteStream(fc.nat()), (type, rights, ticks, numbers) => {
      const shuffled = <T>(list: readonly T[]): T[] =>
        list
          .map((one) => ({ one, at: numbers.next().value ?? 0 }))
          .sort((a, b) => a.at - b.at)
          .map(({ one }) => one);
      const item = anItem({ type, expected: rights.length });
      const again = { ...item, options: shuffled(item.options) };
      expect(marked(again, right(shuffled(rights).join("")), shuffled(ticks))).toBe(
        marked(item, right(rights.join("")), ticks),
      );
    }),
  );
});

test("P2 adding a discordance never raises a mark", () => {
  fc.assert(
    fc.property(choiceType, someOptions, someOptions, fc.constantFrom(...FIVE), (type, rights, ticks, option) => {
      const isRight = rights.includes(option);
      const isTicked = ticks.includes(option);
      // Beyond the announced number a QRP is 0 whatever is ticked: no tablet of ours lets that happen.
      fc.pre(type !== "QRP" || ticks.length <= rights.length);
      // Unticking what is right or ticking what is wrong adds one; the others are agreements already.
      fc.pre(isRight === isTicked);
      const worse = isTicked ? ticks.filter((id) => id !== option) : [...ticks, option];
      const item = anItem({ type, expected: rights.length });
      const key = right(rights.join(""));
      expect(marked(item, key, worse)).toBeLessThanOrEqual(marked(item, key, ticks));
    }),
  );
});

const someone = fc.record({ q1: anyTicks, q2: anyTicks, q3: fc.constantFrom("15", "16", "") });
const answering = ({ q1, q2, q3 }: { q1: string[]; q2: string[]; q3: string }) => ({
  q1: valueOf(q1),
  q2: valueOf(q2),
  ...(q3 === "" ? {} : { q3: { text: q3 } }),
});
const anItemId = fc.constantFrom("q1", "q2", "q3");

test("P3 annulling an item removes its effect: what was answered there is nothing, and so is its key", () => {
  fc.assert(
    fc.property(someone, anItemId, anyTicks, someOptions, (answers, id, otherTicks, otherRight) => {
      const rulings: Ruling[] = [{ id: "r", reason: "", decision: "annul", scope: { kind: "nation" }, items: [id] }];
      const marking = markingOf({ rulings });
      const mark = marking.mark(answersOf(marking, answering(answers))).mark;
      const other = { ...answering(answers), [id]: valueOf(otherTicks) };
      expect(marking.mark(answersOf(marking, other)).mark).toBe(mark);
      const paper = somePaper();
      const rekeyed = { ...paper, keys: { ...paper.keys, [id]: right(otherRight.join("")) } };
      const again = markingOf({ rulings, papers: [rekeyed] });
      expect(again.mark(answersOf(again, answering(answers))).mark).toBe(mark);
      // The same as a paper that never held it.
      const items = paper.items.filter((item) => item.id !== id);
      const without = markingOf({ papers: [{ ...paper, items }] });
      const bare = without.mark(answersOf(without, answering(answers)));
      expect(onCommonDenominator(bare.own.mark, bare.own.maximum, 3000)).toBe(mark);
    }),
  );
});

test("P4 neutralising an item never lowers a mark, and it is within 0 and the maximum whatever is ruled", () => {
  const decision = fc.constantFrom("annul" as const, "neutralise" as const);
  fc.assert(
    fc.property(someone, anItemId, fc.array(fc.tuple(decision, anItemId)), (answers, id, list) => {
      const ruling = (n: number, what: "annul" | "neutralise", item: string): Ruling => ({
        id: `r${n}`,
        reason: "",
        decision: what,
        scope: { kind: "nation" },
        items: [item],
      });
      const marking = markingOf({ rulings: list.map(([what, item], n) => ruling(n, what, item)) });
      const { mark, code } = marking.mark(answersOf(marking, answering(answers)));
      expect(code === null ? mark : 0).toBeGreaterThanOrEqual(0);
      expect(mark ?? 0).toBeLessThanOrEqual(marking.maximum);
      const [plain, full] = [markingOf(), markingOf({ rulings: [ruling(0, "neutralise", id)] })];
      const before = plain.mark(answersOf(plain, answering(answers))).mark ?? 0;
      expect(full.mark(answersOf(full, answering(answers))).mark).toBeGreaterThanOrEqual(before);
    }),
  );
});

test("P5 the order of items changes no mark, and that of candidates neither marks nor hash", () => {
  const hash = (text: string) => createHash("sha256").update(text).digest("hex");
  fc.assert(
    fc.property(fc.array(someone, { maxLength: 5 }), fc.boolean(), (people, reversed) => {
      const paper = somePaper();
      const turned = markingOf({ papers: [{ ...paper, items: [...paper.items].reverse() }] });
      const marking = markingOf();
      const numbered = people.map((answers, n) => ({ answers, anonymityNumber: String(10_000_000 + n) }));
      const run = (list: typeof numbered) => {
        const entries = createEntriesDigest(hash);
        const marks = new Map<string, number | null>();
        for (const { answers, anonymityNumber } of list) {
          const place = { anonymityNumber, centre: "", room: "" };
          const candidate = answersOf(marking, answering(answers), { place });
          const inForce = candidate.answers.map((answer) => answer && { answer, epoch: 1, seq: 1 });
          entries.add(anonymityNumber, entriesText(candidate, inForce));
          marks.set(anonymityNumber, marking.mark(candidate).mark);
          expect(turned.mark(answersOf(turned, answering(answers))).mark).toBe(marking.mark(candidate).mark);
        }
        return { marks: [...marks].sort(), inputs: inputsDigest(aRun(), entries.digest(), hash) };
      };
      // P6: run again, same hash and same marks.
      expect(run(reversed ? [...numbered].reverse() : [...numbered])).toEqual(run(numbered));
    }),
  );
});
