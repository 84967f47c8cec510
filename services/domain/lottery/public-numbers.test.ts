import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { SyncHash } from "#domain/answer/chain";
import { numberString, selectFromPool } from "#domain/lottery/public-numbers";

const md5: SyncHash = (bytes) => createHash("md5").update(bytes).digest();

describe("RFC 3797, section 6: 16 selected from a pool of 25", () => {
  const sources = [["9319"], ["2", "5", "12", "8", "10"], ["9", "18", "26", "34", "41", "45"]];
  const text = "9319./2.5.8.10.12./9.18.26.34.41.45./";

  test("the canonical text of its three sources", () => {
    expect(numberString(sources)).toBe(text);
  });

  test("its table of digests, divisors and selections", () => {
    const table = selectFromPool(md5, text, 25, 16).map(
      ({ digest, among, selected }) => `${digest} ${among} ${selected}`,
    );
    expect(table).toEqual([
      "990DD0A5692A029A98B5E01AA28F3459 25 17",
      "3691E55CB63FCC37914430B2F70B5EC6 24 7",
      "FE814EDF564C190AC1D25753979990FA 23 2",
      "1863CCACEB568C31D7DDBDF1D4E91387 22 16",
      "F4AB33DF4889F0AF29C513905BE1D758 21 25",
      "13EAEB529F61ACFB9A29D0BA3A60DE4A 20 23",
      "992DB77C382CA2BDB9727001F3CDCCD9 19 8",
      "63AB4258ECA922976811C7F55C383CE7 18 24",
      "DFBC5AC97CED01B3A6E348E3CC63F40D 17 19",
      "31CB111C4A4EBE9287CEAE16FE51B909 16 13",
      "07FA46C122F164C215BBC72793B189A3 15 22",
      "AC52F8D75CCBE2E61AFEB3387637D501 14 5",
      "53306F73E14FC0B2FBF434218D25948E 13 18",
      "B5D1403501A81F9A47318BE7893B347C 12 9",
      "85B10B356AA06663EF1B1B407765100A 11 1",
      "3269E6CE559ABD57E2BA6AAB495EB9BD 10 4",
    ]);
  });
});

test("numbers have one spelling: no leading zeros, ascending by value, of any size", () => {
  expect(numberString([["007"], ["10", "9"], ["123456789012345678901234567890"]])).toBe(
    "7./9.10./123456789012345678901234567890./",
  );
  for (const wrong of [[[]], [["1.5"]], [["-1"]], [["1", "x"]], [[""]]]) expect(numberString(wrong)).toBeNull();
});

test("a pool is used up without anyone twice, and a larger one than two bytes count is refused", () => {
  const all = selectFromPool(md5, "1./", 300, 300).map(({ selected }) => selected);
  expect([...all].sort((a, b) => a - b)).toEqual(Array.from({ length: 300 }, (_, n) => n + 1));
  expect(() => selectFromPool(md5, "1./", 65_536, 1)).toThrow(RangeError);
});
