import { expect, test } from "vitest";
import { normalText } from "#domain/marking/normal-text";

test.each([
  ["  Œdème   AIGU du poumon ! ", null, "oedeme aigu du poumon"],
  ["l’œdème", null, "l oedeme"],
  ["l'oedème", null, "l oedeme"],
  ["Guillain–Barré", null, "guillain barre"],
  ["CO₂", null, "co 2"],
  ["co 2", null, "co 2"],
  ["m²", null, "m 2"],
  ["1 000", null, "1000"],
  ["1\u202f000", null, "1000"],
  ["3,50", null, "3.50"],
  ["3.5mg", null, "3.5 mg"],
  ["3,5 mg", "mg", "3.5"],
  ["94 %", "%", "94"],
  ["94%", "%", "94"],
  ["5 mm3", "mm³", "5"],
  ["12 g/dL", "g/dl", "12"],
  ["−2", null, "-2"],
  ["- 2", null, "2"],
  ["> 2", null, ">2"],
  ["15.", null, "15"],
  ["½", null, "1/2"],
  ["10 µg", "ug", "10"],
  ["quidam", "am", "quidam"],
  ["mg", "mg", "mg"],
  ["…", null, ""],
])("%j with the unit %j is %j", (text, unit, expected) => {
  expect(normalText(text, unit)).toBe(expected);
});

test("is its own normal form", () => {
  for (const text of ["Œdème 3,5mg", "−2 à −7", "1 000 000", "CO₂ > 45 mmHg", "a/b  %"]) {
    const once = normalText(text, null);
    expect(normalText(once, null)).toBe(once);
  }
});
