import { describe, expect, test } from "vitest";
import { foldCandidate, securedSeq } from "#domain/answer/fold";
import { madeAtMs } from "#domain/answer/rule";
import { aLock, anAnswer, anEntry, aWaited } from "#domain/testing/builders";

const open = { nextMarker: () => null, endMs: null };
const verdicts = (...args: Parameters<typeof foldCandidate>) =>
  foldCandidate(...args).ruled.map(({ ruling }) => (ruling.counts ? (ruling.late ? "late" : "counts") : ruling.reason));

describe("what counts", () => {
  test("the highest (epoch, seq) is in force, whatever the order of arrival", () => {
    const first = anEntry(anAnswer({ seq: 1, value: { choice: ["A"] } }), "9000-0");
    const second = anEntry(anAnswer({ seq: 2, value: { choice: ["B"] } }), "5000-0");
    for (const entries of [
      [first, second],
      [second, first],
    ])
      expect(foldCandidate(entries, open).items.get("q1")?.answer?.value).toEqual({ choice: ["B"] });
  });

  test("[I9] after the lock of its step an answer is set aside and changes nothing", () => {
    const entries = [
      anEntry(anAnswer({ seq: 1 })),
      anEntry(aLock({ seq: 2 })),
      anEntry(anAnswer({ seq: 3, value: { choice: ["C"] } })),
      anEntry(anAnswer({ seq: 4, itemId: "q2" })),
    ];
    expect(verdicts(entries, open)).toEqual(["counts", "counts", "after_lock", "counts"]);
    expect(foldCandidate(entries, open).items.get("q1")).toEqual({
      answer: { epoch: 1, seq: 1, value: { choice: ["A"] } },
      lock: { epoch: 1, seq: 2 },
    });
  });

  test("[I8] an entry of a lower epoch counts up to the next marker in the stream, not after it", () => {
    const context = {
      endMs: null,
      nextMarker: (epoch: number) => (epoch === 1 ? { generation: 1, id: "6000-0" as const } : null),
    };
    const entries = [
      anEntry(anAnswer({ epoch: 1, seq: 1 }), "5999-9"),
      anEntry(anAnswer({ epoch: 1, seq: 2 }), "6000-1"),
      anEntry(anAnswer({ epoch: 2, seq: 1, value: { choice: ["D"] } }), "7000-0"),
    ];
    expect(verdicts(entries, context)).toEqual(["counts", "superseded_device", "counts"]);
  });

  test("a later life of the store follows every earlier one, even with a clock set back", () => {
    const context = { endMs: null, nextMarker: () => ({ generation: 1, id: "6000-0" as const }) };
    const entry = anEntry(anAnswer(), "10-0", { arrival: { generation: 2, id: "10-0" } });
    expect(verdicts([entry], context)).toEqual(["superseded_device"]);
  });

  test("made in time and delivered late counts, flagged; made after the end is set aside", () => {
    const entries = [
      anEntry(anAnswer({ seq: 1, claimedAtMs: 9_999 }), "9999-0"),
      anEntry(anAnswer({ seq: 2, claimedAtMs: 10_000 }), "50000-0"),
      anEntry(anAnswer({ seq: 3, claimedAtMs: 10_001 }), "50000-1"),
    ];
    expect(verdicts(entries, { ...open, endMs: 10_000 })).toEqual(["counts", "late", "after_end"]);
  });

  test("handing in a moment after the end counts: it changes no answer", () => {
    const submit = { v: 1, kind: "submit", epoch: 1, seq: 2, claimedAtMs: 10_050, proof: null } as const;
    const entries = [anEntry(anAnswer({ claimedAtMs: 9_000 }), "9000-0"), anEntry(submit, "10060-0")];
    expect(verdicts(entries, { ...open, endMs: 10_000 })).toEqual(["counts", "late"]);
  });

  test("how long a key was waited for is evidence: also behind the lock and after the end, and it changes no answer", () => {
    const entries = [
      anEntry(anAnswer({ seq: 1 }), "5000-0"),
      anEntry(aLock({ seq: 2 }), "5001-0"),
      anEntry(aWaited({ seq: 3, claimedAtMs: 10_050 }), "10060-0"),
    ];
    expect(verdicts(entries, { ...open, endMs: 10_000 })).toEqual(["counts", "counts", "late"]);
    expect(foldCandidate(entries, open).items).toEqual(foldCandidate(entries.slice(0, 2), open).items);
  });

  test("a claim is bounded by its neighbours: not before the previous entry, not after its receipt", () => {
    expect(madeAtMs(100, 500, 900)).toBe(500);
    expect(madeAtMs(5_000, 500, 900)).toBe(900);
    expect(madeAtMs(700, 500, 900)).toBe(700);
    const backdated = [
      anEntry(anAnswer({ seq: 1, claimedAtMs: 10_001 }), "10001-0"),
      anEntry(anAnswer({ seq: 2, claimedAtMs: 3_000 }), "20000-0"),
    ];
    expect(verdicts(backdated, { ...open, endMs: 10_000 })).toEqual(["after_end", "after_end"]);
  });

  test("D2 stops at the first gap", () => {
    expect(securedSeq(0, [1, 2, 4])).toBe(2);
    expect(securedSeq(2, [4, 3])).toBe(4);
    expect(securedSeq(7, [])).toBe(7);
  });
});
