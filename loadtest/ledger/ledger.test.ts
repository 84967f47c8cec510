import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { type LedgerLine, type TabletLine, ledgerText, parseLedgerLine } from "#loadtest/ledger/line";
import { emptyLedger, enter } from "#loadtest/ledger/read-ledger";
import { splitLedger } from "#loadtest/ledger/split-ledger";

const at = { candidateId: 7, epoch: 2, atMs: 1_234 };
const LINES: readonly LedgerLine[] = [
  { line: "begun", ...at, sittingId: 3, genesis: "ab12" },
  { line: "made", ...at, lateMs: 4, frame: '{"seq":1,"é":"two words\\n"}' },
  { line: "received", ...at, seq: 1 },
  { line: "secured", ...at, seq: 1 },
  { line: "step", ...at, tookMs: 90 },
  { line: "open", ...at },
  { line: "lost", ...at, why: "restarting" },
  { line: "left", ...at, endMs: null },
  { line: "left", ...at, endMs: 1_700_000_000_000 },
  { line: "broken", ...at },
  { line: "refused", tablet: 5, atMs: 9, reason: "sign-in: 503 no room" },
];

describe("a line", () => {
  test.each(LINES)("is read as it was written: $line", (line) => {
    expect(parseLedgerLine(ledgerText(line))).toEqual(line);
  });

  test("that was cut, or is something else, is not one", () => {
    const lines = [
      "",
      "m 7 2",
      "m 7 2 1 0 ",
      "q 7 2 1",
      "r 7 2 1",
      "r 7 2 1 x",
      "e 7 2 1",
      "null",
      '{"line":"made"}',
      "b 7 2 1 3",
    ];
    for (const text of lines) expect(() => parseLedgerLine(text), text).toThrow("not a ledger line");
  });
});

test("two texts for one entry are refused", () => {
  const ledger = emptyLedger();
  const made = (frame: string): TabletLine => ({ line: "made", ...at, lateMs: 0, frame });
  enter(ledger, made('{"seq":1}'));
  expect(() => enter(ledger, made('{"seq":1,"v":2}'))).toThrow("two entries 7:2:1");
  expect(() => enter(ledger, made("{}"))).toThrow("without a number");
});

describe("dealing a ledger into parts", () => {
  let folder = "";
  afterEach(() => rmSync(folder, { recursive: true }));
  const ledgers = (...texts: string[]) => {
    folder = mkdtempSync(join(tmpdir(), "amphi-ledger-"));
    return texts.map((text, n) => {
      const file = join(folder, `${n}.ledger`);
      writeFileSync(file, text);
      return file;
    });
  };
  const of = (file: string | undefined) => readFileSync(String(file), "utf8");

  test("keeps a candidate's lines together and in order, and tells those of nobody apart", async () => {
    const files = ledgers("o 7 1 1\no 8 1 2\nr 7 1 3 1\n", "o 9 1 1\nx 4 9 no room\n");
    const split = await splitLedger(files, folder, 2);
    expect(split.files.map(of)).toEqual(["o 8 1 2\n", "o 7 1 1\nr 7 1 3 1\no 9 1 1\n"]);
    expect(split.others).toEqual(["x 4 9 no room"]);
    expect(split.cut).toEqual([]);
  });

  test("sets aside the line in which writing stopped, and refuses a damaged one before it", async () => {
    expect((await splitLedger(ledgers('o 7 1 1\nm 7 1 2 0 {"se'), folder, 1)).cut).toEqual(['m 7 1 2 0 {"se']);
    await expect(splitLedger(ledgers("o 7 1 1\n\u0000\u0000\no 7 1 2\n"), folder, 1)).rejects.toThrow(
      /line \d: not a ledger line/,
    );
  });
});
