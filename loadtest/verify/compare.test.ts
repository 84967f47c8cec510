import { describe, expect, test } from "vitest";
import type { EntryFrame } from "#contracts/frames/tablet";
import { parseLedgerLine, ledgerText } from "#loadtest/ledger/line";
import { emptyLedger, enter, type Ledger } from "#loadtest/ledger/read-ledger";
import { compare, isClean } from "#loadtest/verify/compare";
import type { Stored, StoredCurrent, StoredRow } from "#loadtest/verify/stored";

const who = { sittingId: 1, candidateId: 7, epoch: 2 };
const position = (seq: number) => ({ v: 1 as const, epoch: who.epoch, seq, claimedAtMs: 1_000 + seq });
const answer = (seq: number, itemId: string, option: string): EntryFrame => ({
  ...position(seq),
  kind: "answer",
  itemId,
  value: { choice: [option] },
});
const lock = (seq: number, itemId: string): EntryFrame => ({
  ...position(seq),
  kind: "lock",
  stepId: itemId,
  itemIds: [itemId],
});

/** Three answers, the last acknowledged ones of item q1 and q2, and a lock of q2: all made, acknowledged and stored. */
function rehearsal(
  frames: readonly EntryFrame[] = [answer(1, "q1", "a"), answer(2, "q2", "b"), lock(3, "q2"), answer(4, "q1", "c")],
) {
  const ledger = emptyLedger();
  for (const frame of frames) enter(ledger, { line: "made", ...who, seq: frame.seq, frame: JSON.stringify(frame) });
  enter(ledger, { line: "received", ...who, seq: frames.length });
  enter(ledger, { line: "secured", ...who, seq: frames.length });
  const log: StoredRow[] = frames.map((f) => ({
    ...who,
    seq: f.seq,
    kind: f.kind,
    frame: JSON.stringify(f),
  }));
  const current: StoredCurrent[] = [
    { ...who, itemId: "q1", seq: 4, value: { choice: ["c"] } },
    { ...who, itemId: "q2", seq: 2, value: { choice: ["b"] } },
  ];
  return { ledger, stored: { log, current, quarantined: 0 } };
}
const judge = (ledger: Ledger, stored: Stored) => {
  const findings = compare(ledger, stored);
  return { findings, clean: isClean(findings) };
};

describe("the verifier", () => {
  test("finds nothing when the log holds exactly what was acknowledged", () => {
    const { ledger, stored } = rehearsal();
    const { findings, clean } = judge(ledger, stored);
    expect(clean).toBe(true);
    expect(findings).toMatchObject({ tablets: 1, made: 4, received: 4, secured: 4, stored: 4, currentChecked: 2 });
  });

  test("finds an acknowledged entry that is missing", () => {
    const { ledger, stored } = rehearsal();
    const { findings, clean } = judge(ledger, { ...stored, log: stored.log.filter((row) => row.seq !== 3) });
    expect(findings.missing).toEqual(["1:7:2:3"]);
    expect(clean).toBe(false);
  });

  test("does not miss an entry that nobody acknowledged", () => {
    const { ledger, stored } = rehearsal();
    enter(ledger, { line: "made", ...who, seq: 5, frame: JSON.stringify(answer(5, "q1", "d")) });
    expect(judge(ledger, stored).clean).toBe(true);
  });

  test("finds an altered frame, even by a space", () => {
    const { ledger, stored } = rehearsal();
    const log = stored.log.map((row) => (row.seq === 1 ? { ...row, frame: `${row.frame} ` } : row));
    const { findings, clean } = judge(ledger, { ...stored, log });
    expect(findings.altered).toEqual(["1:7:2:1"]);
    expect(clean).toBe(false);
  });

  test("finds an extra entry, of the same epoch or of a later one", () => {
    const { ledger, stored } = rehearsal();
    const extra = { ...who, kind: "answer", frame: JSON.stringify(answer(9, "q9", "a")), seq: 9 };
    const log = [...stored.log, extra, { ...extra, epoch: 3, seq: 1 }];
    const { findings, clean } = judge(ledger, { ...stored, log });
    expect(findings.unexpected).toEqual(["1:7:2:9", "1:7:3:1"]);
    expect(clean).toBe(false);
  });

  test("leaves entries of an earlier epoch alone, and honours their locks", () => {
    const { ledger, stored } = rehearsal();
    const earlier: StoredRow = {
      ...who,
      epoch: 1,
      seq: 1,
      kind: "lock",
      frame: JSON.stringify(lock(1, "q1")),
    };
    const { findings, clean } = judge(ledger, {
      ...stored,
      log: [...stored.log, earlier],
      current: stored.current.slice(1),
    });
    expect(clean).toBe(true);
    expect(findings.currentChecked).toBe(1);
  });

  test("finds a current answer that is not the last one, or not there", () => {
    const { ledger, stored } = rehearsal();
    const stale = stored.current.map((row) =>
      row.itemId === "q1" ? { ...row, seq: 1, value: { choice: ["a"] } } : row,
    );
    expect(judge(ledger, { ...stored, current: stale }).findings.wrongCurrent).toEqual(["1:7:q1"]);
    expect(judge(ledger, { ...stored, current: [] }).findings.wrongCurrent).toEqual(["1:7:q1", "1:7:q2"]);
  });

  test("expects the answer before the lock, not the one after it", () => {
    const { ledger, stored } = rehearsal([answer(1, "q2", "a"), lock(2, "q2"), answer(3, "q2", "b")]);
    const current = [{ ...who, itemId: "q2", seq: 1, value: { choice: ["a"] } }];
    expect(judge(ledger, { ...stored, current }).clean).toBe(true);
  });

  test("finds quarantined records, and is not content with an empty log", () => {
    const { ledger, stored } = rehearsal();
    expect(judge(ledger, { ...stored, quarantined: 1 }).clean).toBe(false);
    expect(judge(emptyLedger(), { log: [], current: [], quarantined: 0 }).clean).toBe(false);
  });
});

describe("the ledger", () => {
  test("reads what it wrote and refuses anything else", () => {
    const line = { line: "made" as const, ...who, seq: 1, frame: '{"é":"\\n"}' };
    expect(parseLedgerLine(ledgerText(line))).toEqual(line);
    for (const bad of [
      '{"line":"made"}',
      '{"line":"other","sittingId":1,"candidateId":1,"epoch":1,"seq":1}',
      "[]",
      "null",
    ])
      expect(() => parseLedgerLine(bad)).toThrow("not a ledger line");
  });

  test("refuses two texts for one entry", () => {
    const { ledger } = rehearsal();
    expect(() => enter(ledger, { line: "made", ...who, seq: 1, frame: "{}" })).toThrow("two entries 1:7:2:1");
  });
});
