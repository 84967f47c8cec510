import { describe, expect, test } from "vitest";
import type { EntryFrame } from "#contracts/frames/tablet";
import { emptyLedger, enter, type Ledger } from "#loadtest/ledger/read-ledger";
import { compare, isClean, noFindings, together, withFindings } from "#loadtest/verify/compare";
import type { Stored, StoredCurrent, StoredRow } from "#loadtest/verify/stored";

const who = { candidateId: 7, epoch: 2 };
const END_MS = 2_000;
const GENESIS = "ab".repeat(32);
const ends = new Map<number, number | null>([[who.candidateId, END_MS]]);
/** A ledger line of this tablet; nothing here depends on when. */
const at = { ...who, atMs: 5 };
const made = (frame: string) => ({ line: "made", ...at, lateMs: 0, frame }) as const;
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
  enter(ledger, { line: "begun", ...at, sittingId: 1, genesis: GENESIS });
  for (const frame of frames) enter(ledger, made(JSON.stringify(frame)));
  enter(ledger, { line: "received", ...at, seq: frames.length });
  enter(ledger, { line: "secured", ...at, seq: frames.length });
  enter(ledger, { line: "left", ...at, endMs: END_MS });
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
  return { ledger, stored: { log, current, quarantined: 0, ends } };
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
    expect(findings.examples.missing).toEqual(["7:2:3"]);
    expect(clean).toBe(false);
  });

  test("does not miss an entry that nobody acknowledged", () => {
    const { ledger, stored } = rehearsal();
    enter(ledger, made(JSON.stringify(answer(5, "q1", "d"))));
    expect(judge(ledger, stored).clean).toBe(true);
  });

  test("finds an altered frame, even by a space", () => {
    const { ledger, stored } = rehearsal();
    const log = stored.log.map((row) => (row.seq === 1 ? { ...row, frame: `${row.frame} ` } : row));
    const { findings, clean } = judge(ledger, { ...stored, log });
    expect(findings.examples.altered).toEqual(["7:2:1"]);
    expect(clean).toBe(false);
  });

  test("finds an extra entry, of the same epoch or of a later one", () => {
    const { ledger, stored } = rehearsal();
    const extra = { ...who, kind: "answer", frame: JSON.stringify(answer(9, "q9", "a")), seq: 9 };
    const log = [...stored.log, extra, { ...extra, epoch: 3, seq: 1 }];
    const { findings, clean } = judge(ledger, { ...stored, log });
    expect(findings.examples.unexpected).toEqual(["7:2:9", "7:3:1"]);
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
    expect(judge(ledger, { ...stored, current: stale }).findings.examples.wrongCurrent).toEqual(["7:q1"]);
    expect(judge(ledger, { ...stored, current: [] }).findings.examples.wrongCurrent).toEqual(["7:q1", "7:q2"]);
  });

  test("expects the answer before the lock, not the one after it", () => {
    const { ledger, stored } = rehearsal([answer(1, "q2", "a"), lock(2, "q2"), answer(3, "q2", "b")]);
    const current = [{ ...who, itemId: "q2", seq: 1, value: { choice: ["a"] } }];
    expect(judge(ledger, { ...stored, current }).clean).toBe(true);
  });

  test("finds quarantined records, and is not content with an empty log", () => {
    const { ledger, stored } = rehearsal();
    expect(judge(ledger, { ...stored, quarantined: 1 }).clean).toBe(false);
    expect(judge(emptyLedger(), { log: [], current: [], quarantined: 0, ends }).clean).toBe(false);
  });

  test("leaves an answer made after the end aside", () => {
    const { ledger, stored } = rehearsal([answer(1, "q1", "a"), { ...answer(2, "q1", "b"), claimedAtMs: END_MS + 1 }]);
    const inTime = [{ ...who, itemId: "q1", seq: 1, value: { choice: ["a"] } }];
    expect(judge(ledger, { ...stored, current: inTime }).clean).toBe(true);
    const late = [{ ...who, itemId: "q1", seq: 2, value: { choice: ["b"] } }];
    expect(judge(ledger, { ...stored, current: late }).findings.examples.wrongCurrent).toEqual(["7:q1"]);
  });

  test("finds a tablet whose time was over at another instant than the journal says", () => {
    const { ledger, stored } = rehearsal();
    const { findings, clean } = judge(ledger, { ...stored, ends: new Map([[7, END_MS + 1]]) });
    expect(findings.counts.wrongEnds).toBe(1);
    expect(findings.examples.wrongEnds[0]).toContain("7:2 ends at 2000, by the journal at 2001");
    expect(clean).toBe(false);
  });

  test("expects neither an end nor entries that were not acknowledged of a tablet that broke, and all others", () => {
    const { ledger, stored } = rehearsal();
    for (const tablet of ledger.tablets.values()) Object.assign(tablet, { left: null, broken: true });
    enter(ledger, made(JSON.stringify(answer(5, "q3", "a"))));
    expect(judge(ledger, stored)).toMatchObject({ clean: true, findings: { broken: 1 } });
    expect(judge(ledger, { ...stored, log: stored.log.slice(0, 3) }).findings.counts.missing).toBe(1);
  });

  test("finds a tablet that never left", () => {
    const { ledger, stored } = rehearsal();
    for (const tablet of ledger.tablets.values()) tablet.left = null;
    expect(judge(ledger, stored).findings.examples.unfinished).toEqual(["7:2"]);
    expect(judge(ledger, stored).clean).toBe(false);
  });

  test("adds up what was found about parts of the candidates, with some examples of each kind", () => {
    const { ledger, stored } = rehearsal();
    const one = compare(ledger, { ...stored, log: [], current: [] });
    const all = Array.from({ length: 5 }, () => one).reduce(together, noFindings());
    expect(all).toMatchObject({ tablets: 5, made: 20, received: 20, stored: 0 });
    expect(all.counts.missing).toBe(20);
    expect(all.examples.missing).toHaveLength(10);
    expect(withFindings(noFindings(), "wrongReceipts", ["7"]).counts.wrongReceipts).toBe(1);
  });
});
