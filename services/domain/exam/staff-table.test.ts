import { describe, expect, test } from "vitest";
import { problemLine } from "#domain/exam/problem";
import { planStaff, type StoredStaff } from "#domain/exam/staff-plan";
import { readStaff, roomsNamed } from "#domain/exam/staff-table";

const rows = (...lines: string[]) => lines.map((line, n) => ({ line: n + 1, cells: line.split(";") }));
const HEADING = "Identifiant;Nom;Rôle;Centre;Salles";
const problemsOf = (...lines: string[]) => readStaff(rows(HEADING, ...lines)).problems.map(problemLine);

describe("a staff file", () => {
  test("is read with headings and roles in French or English, logins in lower case", () => {
    const { staff, problems } = readStaff(
      rows(HEADING, "A.Petit;Anne Petit;surveillante;LYO;LYO-1 LYO-2", "org;O;organiser;;"),
    );
    expect(problems).toEqual([]);
    expect(staff).toEqual([
      { line: 2, login: "a.petit", name: "Anne Petit", role: "proctor", centre: "LYO", rooms: "LYO-1 LYO-2" },
      { line: 3, login: "org", name: "O", role: "organiser", centre: "", rooms: "" },
    ]);
  });

  test("tells all that is wrong at once, with lines", () => {
    expect(
      problemsOf("é;A;proctor;LYO;R", "abc;;chief;;", "abd;B;proctor;;", "abe;B;organiser;LYO;", "abf;B;lead;L;R", "x"),
    ).toEqual([
      'line 2: login "é" is not 3 to 64 letters, digits and . _ - @',
      'line 3: name "" is empty, too long or damaged',
      'line 3: role "chief" is none of proctor, lead_proctor, technician, organiser, operator, jury, office, teacher',
      "line 4: a proctor belongs to a centre",
      "line 4: a proctor has rooms",
      "line 5: organiser: belongs to no centre, not to LYO",
      "line 6: only a proctor has rooms, not a lead_proctor",
      "line 7: 1 cells where the heading has 5",
    ]);
    expect(problemsOf("abc;A;organiser;;", "ABC;B;organiser;;")).toEqual(["line 3: login abc is already on line 2"]);
    expect(problemsOf("demo.organiser;A;organiser;;")).toEqual([
      'line 2: login "demo.organiser" looks like one of the demo',
    ]);
    expect(readStaff(rows("login;name")).problems.map(problemLine)).toEqual([
      "line 1: no column for role: role, fonction…",
    ]);
    expect(problemsOf()).toEqual(["nobody is in the file"]);
  });

  test("rooms are parted by commas or spaces; a code may hold a space", () => {
    const codes = new Set(["A1", "B2", "Amphi 3"]);
    expect(roomsNamed("A1 B2  A1", codes)).toEqual({ known: ["A1", "B2"], unknown: [] });
    expect(roomsNamed("Amphi 3, A1", codes)).toEqual({ known: ["Amphi 3", "A1"], unknown: [] });
    expect(roomsNamed("Amphi 3", codes)).toEqual({ known: ["Amphi 3"], unknown: [] });
    expect(roomsNamed("A1 C9", codes)).toEqual({ known: ["A1"], unknown: ["C9"] });
  });
});

describe("the plan of an import", () => {
  const centres = [
    {
      id: 1,
      code: "LYO",
      rooms: [
        { id: 11, code: "R1" },
        { id: 12, code: "R2" },
      ],
    },
  ];
  const stored = (over: Partial<StoredStaff>): StoredStaff => ({
    id: 1,
    login: "abc",
    name: "A",
    role: "proctor",
    examId: 7,
    centreId: 1,
    roomIds: [11],
    disabled: false,
    hasSecondFactor: false,
    ...over,
  });
  const plan = (lines: string[], ...known: StoredStaff[]) => {
    const { plan, problems } = planStaff(7, readStaff(rows(HEADING, ...lines)).staff, known, centres);
    return { ...plan, problems: problems.map(problemLine) };
  };

  test("new, changed, as before, gone", () => {
    const before = [
      stored({}),
      stored({ id: 2, login: "old" }),
      stored({ id: 3, login: "op", role: "operator", examId: null }),
    ];
    expect(plan(["abc;A;proctor;LYO;R1"], ...before)).toMatchObject({
      added: [],
      changed: [],
      unchangedCount: 1,
      gone: [{ login: "old" }],
      problems: [],
    });
    expect(plan(["abc;B;proctor;LYO;R2 R1", "new;N;technician;LYO;"], before[0] as StoredStaff)).toMatchObject({
      added: [{ login: "new", centreId: 1, roomIds: [] }],
      changed: [{ fields: ["name", "rooms"], after: { roomIds: [11, 12] }, needsSecondFactor: false }],
    });
  });

  test("who becomes an organiser gets a second factor; who is disabled stays so", () => {
    expect(plan(["abc;A;organiser;;"], stored({}))).toMatchObject({ changed: [{ needsSecondFactor: true }] });
    expect(plan(["abc;A;proctor;LYO;R1"], stored({ disabled: true })).stillDisabled).toHaveLength(1);
  });

  test("unknown places, logins of others, and the way in or out of the operators are refused", () => {
    expect(plan(["abc;A;proctor;XXX;R1", "abd;A;proctor;LYO;R1 R9"]).problems).toEqual([
      'line 2: the exam has no centre "XXX"',
      'line 3: centre LYO has no room "R9"',
    ]);
    expect(plan(["abc;A;proctor;LYO;R1"], stored({ examId: 8 })).problems).toEqual([
      "line 2: login abc belongs to another exam",
    ]);
    expect(plan(["abc;A;operator;;"], stored({})).problems).toEqual([
      "line 2: abc is proctor: give an operator another login",
    ]);
  });
});
