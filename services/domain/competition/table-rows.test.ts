import { expect, test } from "vitest";
import { cellOf, markCell } from "#domain/competition/mark-cell";
import { guessMapping } from "#domain/competition/table-mapping";
import { readRecords } from "#domain/competition/table-rows";
import { aPlan, aUnit } from "#domain/competition/testing/a-plan";
import type { TableRow } from "#domain/exam/columns";

const rowsOf = (...lines: string[]): TableRow[] => lines.map((text, i) => ({ line: i + 1, cells: text.split(";") }));
const read = (plan: ReturnType<typeof aPlan>, ...lines: string[]) => {
  const rows = rowsOf(...lines);
  return readRecords(plan, guessMapping(plan, rows[0]?.cells ?? []), rows);
};

test("columns are proposed from headings in French or English, by code or by name, each target once", () => {
  expect(
    guessMapping(aPlan(), ["N° étudiant", "Nom", "Prénom", "Repeater", "ue1", "Unit UE2", "Nom", "Remarque"]),
  ).toEqual([
    ...["studentNumber", "familyName", "givenName", "identity:repeater", "unit:UE1", "unit:UE2", "ignore", "ignore"],
  ]);
  // A unit that a paper feeds is not typed, and without anonymity nobody has such a number.
  const plan = aPlan({ units: [aUnit("UE1", { source: "paper" }), aUnit("UE2")] });
  expect(guessMapping(plan, ["Anonymat", "UE1", "UE2"])).toEqual(["ignore", "ignore", "unit:UE2"]);
});

test("people, programmes, fields, marks and codes of one line", () => {
  const { problems, records } = read(
    aPlan(),
    "numero;nom;filieres;abroad;UE1;UE2",
    "21000001;Durand;MED, PHA;no;12,5;abs",
    "21000002;Petit;;yes;;",
  );
  expect(problems).toEqual([]);
  expect(records).toEqual([
    {
      ...{ line: 2, id: "21000001", by: "studentNumber", familyName: "Durand", programmes: ["MED", "PHA"] },
      ...{
        identity: { abroad: "no" },
        marks: { UE1: { mark: 12_500, maximum: 20_000 }, UE2: { code: "ABS" } },
        given: {},
      },
    },
    {
      ...{ line: 3, id: "21000002", by: "studentNumber", familyName: "Petit", programmes: [] },
      ...{ identity: { abroad: "yes" }, marks: {}, given: {} },
    },
  ]);
});

test("R8: every line that is wrong is named with its column, all at once, and nothing of it is kept", () => {
  const { problems } = read(
    aPlan(),
    "numero;nom;mail;filieres;abroad;born;UE1",
    "210;=cmd;x;MED;no;2004-02-30;12",
    "21000001;Durand;a@b.fr;LAW;perhaps;29/02/2004;20,001",
    "21000001;Durand;;;;;douze",
    "21000002;Durand;;MED;no;;7",
    "21000002;Petit;;MED;no;;7",
    "21000003;Petit",
  );
  expect(problems.map(({ column, line, rule }) => `${line} ${column ?? "-"} ${rule}`)).toEqual([
    "2 numero student-number",
    "2 nom formula",
    "2 mail mail",
    "2 born field-date",
    "3 filieres programme",
    "3 abroad field-value",
    "3 UE1 mark-above",
    "4 abroad field-missing",
    "4 UE1 mark",
    "7 - cell-count",
    "6 - repeated",
  ]);
  expect(read(aPlan(), "nom;UE1", "Durand;12").problems.map(({ rule }) => rule)).toEqual(["column-missing"]);
  expect(read(aPlan(), "numero;UE1").problems.map(({ rule }) => rule)).toEqual(["no-rows"]);
  const twice = readRecords(
    aPlan(),
    ["studentNumber", "unit:UE1", "unit:UE1", "unit:UE7"],
    rowsOf("a;b;c;d", "1;2;3;4"),
  );
  expect(twice.problems.map(({ rule }) => rule)).toEqual(["mapping-repeated", "mapping-unknown"]);
});

test("a cell reads back as it is shown", () => {
  const unit = aUnit("UE1");
  for (const text of ["0", "20", "12,5", "7,125", "ABS"]) {
    const read = markCell(text, unit, aPlan().codes);
    expect("value" in read && read.value && cellOf(read.value, 20_000)).toBe(text);
  }
  expect(markCell("12.50", unit, [])).toEqual({ value: { mark: 12_500, maximum: 20_000 } });
  expect(markCell(" ", unit, [])).toEqual({ value: null });
});
