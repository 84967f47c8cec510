import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import { readCandidateFile } from "#preparation/candidate-file";
import { UnreadableTable } from "#preparation/table-text";
import { problemLine } from "#domain/exam/problem";

const HEADING = "N° étudiant;Nom;Prénom;Centre;Salle;Table;Temps majoré;Date de naissance";
const text = (...rows: string[]) => [HEADING, ...rows].join("\r\n");
const read = (content: string) => readCandidateFile(Buffer.from(content, "utf8"));
const linesOf = (content: string) => read(content).problems.map(problemLine);
const GOOD = "21000001;Lefèvre;Éloïse;LYO;A1;12;4/3;2001-03-04";

describe("a candidate file", () => {
  test("gives records, further columns as identity", () => {
    const { candidates, problems } = read(text(GOOD));
    expect(problems).toEqual([]);
    expect(candidates).toEqual([
      {
        studentNumber: "21000001",
        familyName: "Lefèvre",
        givenName: "Éloïse",
        centre: "LYO",
        room: "A1",
        seat: "12",
        extraTime: { numerator: 4, denominator: 3 },
        identity: { "Date de naissance": "2001-03-04" },
      },
    ]);
  });

  const expected = read(text(GOOD)).candidates;
  test.each<[string, Buffer, string]>([
    ["UTF-8 with BOM, ;", Buffer.from("\uFEFF" + text(GOOD)), "UTF-8"],
    ["UTF-8, comma", Buffer.from(text(GOOD).replaceAll(";", ",")), "UTF-8"],
    ["UTF-8, tab", Buffer.from(text(GOOD).replaceAll(";", "\t")), "UTF-8"],
    ["windows-1252, ;", iconv.encode(text(GOOD), "windows-1252"), "windows-1252"],
    [
      "windows-1252, tab, \\n",
      iconv.encode(text(GOOD).replaceAll(";", "\t").replaceAll("\r", ""), "windows-1252"),
      "windows-1252",
    ],
    ["UTF-16 of a spreadsheet", iconv.encode(text(GOOD), "utf16-le", { addBOM: true }), "UTF-16"],
    ["decomposed accents", Buffer.from(text(GOOD).normalize("NFD")), "UTF-8"],
    [
      "quotes and empty lines",
      Buffer.from(text('"21000001";"Lefèvre";Éloïse;LYO;A1;12;"1,33";2001-03-04', "", ";;;;;;;")),
      "UTF-8",
    ],
  ])("reads %s", (_, bytes, encoding) => {
    const file = readCandidateFile(bytes);
    expect(file.problems).toEqual([]);
    expect(file.table.encoding).toBe(encoding);
    expect(file.candidates.map(({ identity, ...one }) => ({ ...one, identity: Object.values(identity) }))).toEqual(
      expected.map(({ identity, ...one }) => ({ ...one, identity: Object.values(identity) })),
    );
  });

  test("keeps what windows-1252 has and ISO-8859-1 has not", () => {
    const file = readCandidateFile(iconv.encode(text("1;L’Œuvre;Zoë;LYO;A1;1;;"), "windows-1252"));
    expect(file.candidates[0]?.familyName).toBe("L’Œuvre");
  });

  test("reads English headings and the names of centres and rooms", () => {
    const file = read(
      "student number,family name,given name,centre,centre name,room,room name,seat\n1,Lee,Ann,LYO,Lyon,A1,Amphi 1,3",
    );
    expect(file.problems).toEqual([]);
    expect([...file.centreNames]).toEqual([["LYO", "Lyon"]]);
    expect([...file.roomNames.values()]).toEqual(["Amphi 1"]);
  });

  test("tells every problem at once, by line", () => {
    expect(
      linesOf(
        text(
          GOOD,
          "21000001;Petit;Anne;LYO;A1;13;;",
          "21000002;Durand;Paul;LYO;A1;12;;",
          "21000003;;Marie;LYO;A1;14;2;",
          "21000004;Roux;Jean;LYO",
          '21000005;"Roux\nSelle";Jean;LYO;A1;15;;',
          "21000006;Blanc;Luc;LY<O;A1;16;;",
        ),
      ),
    ).toEqual([
      "line 5: familyName is empty",
      'line 5: extra time "2" is not a factor from 1 to 4/3 (4/3, 1,25, 20 %)',
      "line 6: 4 cells where the heading has 8",
      "line 8: familyName holds a character that no name has",
      'line 9: centre "LY<O" may hold letters, digits, spaces and _ . / - only',
      "line 3: student number 21000001 is already on line 2",
      "line 4: seat LYO A1 12 is already on line 2",
    ]);
  });

  test("asks for missing columns by the names it knows", () => {
    expect(linesOf("Nom;Prénom;nom de famille\nA;B;C")).toEqual([
      'line 1: "nom de famille" names the familyName again',
      "line 1: no column for studentNumber: student number, student, numero etudiant, no etudiant…",
      "line 1: no column for centre: centre, center, code centre, centre d examen…",
      "line 1: no column for room: room, salle, amphi, code salle…",
      "line 1: no column for seat: seat, table, place, siege…",
    ]);
  });

  test("notes the same identity under two student numbers", () => {
    const file = read(text("1;Petit;Anne;LYO;A1;1;;2001-01-01", "2;PETIT;anne;LYO;A1;2;;2001-01-01"));
    expect(file.problems).toEqual([]);
    expect(file.notes).toEqual(["lines 2 and 3: PETIT anne, the same identity twice"]);
  });

  test("without any candidate is refused, and so is what is no table", () => {
    expect(linesOf(HEADING)).toEqual(["no candidate"]);
    expect(() => read("")).toThrow(UnreadableTable);
    expect(() => read("un texte\nsans colonnes")).toThrow(/separator/);
    expect(() => read(text('1;"Petit;Anne'))).toThrow(/line/);
  });
});
