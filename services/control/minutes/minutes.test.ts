/** Minutes: what they say, and that the PDF says it to a screen reader too. */
import { inflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { Block } from "#preparation/tagged-document";
import { minutesOf } from "#control/minutes/minutes";
import { taggedPdf } from "#preparation/tagged-pdf";
import { aDay, at } from "#control/minutes/testing/a-day";
import { EN } from "#control/minutes/words-en";
import { FR } from "#control/minutes/words-fr";

const textOf = (block: Block): string =>
  block.kind === "table" || block.kind === "facts"
    ? block.rows.map((row) => row.join(" | ")).join("\n")
    : block.kind === "signatures"
      ? block.lines.join("\n")
      : block.text;
/** What stands under a heading. */
function section(blocks: readonly Block[], heading: string): string {
  const from = blocks.findIndex((block) => block.kind === "heading" && block.text === heading);
  const until = blocks.findIndex((block, n) => n > from && block.kind === "heading");
  return blocks
    .slice(from + 1, until < 0 ? undefined : until)
    .map(textOf)
    .join("\n");
}

describe("what the minutes of a centre say", () => {
  const { blocks } = minutesOf(aDay(), FR);
  const under = (heading: keyof typeof FR.headings) => section(blocks, FR.headings[heading]);

  test("times: the pause of the room and the nation's, the credit, who ends at another time", () => {
    // 14:00 + 3 h + 6 min 12 s + 45 min + 5 min of credit; room B without the room's pause and credit.
    expect(under("times")).toContain("Amphithéâtre A | 14:00:00 | 17:56:12 | 1 × (18:56:12) | 51 min 12 s");
    expect(under("times")).toContain("Salle B | 14:00:00 | 17:45:00 | – | 45 min");
    expect(under("pauses")).toContain("national | 15:00:00 | 15:45:00 | 45 min | Marie Duval (organisateur national)");
  });

  test("acts with author, second person and cause; incidents, instructions, changes", () => {
    expect(under("acts")).toContain(
      "Début à 14:00:00 | national | Marie Duval (organisateur national), confirmé par Luc Martin (organisateur national)",
    );
    expect(under("acts")).toContain("malgré ce qui manquait : deux centres suivent");
    expect(under("incidents")).toContain("14:21:10 | réseau | Amphithéâtre A | Ana Silva (surveillant) | Coupure");
    expect(under("instructions")).toContain("1 | 14:25:00 | tous, national | Question 12");
    expect(under("credits")).toContain("temps majoré : durée × 4/3 | A-003, Dvořák");
    expect(under("credits")).toContain("15:50:00 | Temps rendu : 5 min | Amphithéâtre A | Paul Le Goff");
    expect(under("changes")).toContain("Tablette remplacée | A-004");
    expect(JSON.stringify(blocks)).not.toContain("ailleurs");
  });

  test("attendance with a receipt's code, or why there is none", () => {
    expect(under("attendance")).toContain("A-000 | 7000000 | Abgrall Jean-Noël | présent | K7Q0-W2MX-9R4A-BC8D");
    expect(under("attendance")).toMatch(/A-005 .* absent \| –/);
    expect(under("attendance")).toMatch(/A-006 .* parti avant la fin \| K7Q6-W/);
    expect(under("attendance")).toMatch(/A-007 .* dispense : tablette tombée en panne/);
    expect(under("attendance")).toMatch(/A-008 .* non rendu/);
    expect(under("attendance")).toMatch(/A-009 .* rendu, réception incomplète/);
    expect(textOf(blocks[0] as Block)).toContain("70 attendus, 69 présents (1 parti avant la fin), 1 absent");
    expect(textOf(blocks[0] as Block)).toContain("signé par Paul Le Goff (responsable de centre)");
  });

  test("lost time by room and candidate, less what was given; the chat of the centre", () => {
    expect(under("lost")).toContain("Amphithéâtre A | 51 min 12 s de pause, 3 candidats hors ligne plus de 60 s");
    expect(under("lost")).toContain("A-008, Abgrall-8 | 1 ×, 4 min 30 s | – | – | – | 5 min | –");
    expect(under("chat")).toContain("14:23:00 | centre | Paul Le Goff (responsable de centre) | Réseau coupé");
  });

  test("what is out of reach is said to be missing; an act that was taken back is marked, not told as standing", () => {
    const away = minutesOf(aDay({ submissions: null, connections: null, chat: null }), FR)
      .blocks.map(textOf)
      .join("\n");
    for (const sentence of Object.values(FR.missing)) expect(away).toContain(sentence);
    const text = minutesOf(aDay(), EN).blocks.map(textOf).join("\n");
    expect(text).toContain("confirmed by Luc Martin (national organiser)");
    expect(
      minutesOf(aDay({ timeZone: "Indian/Reunion" }), EN)
        .blocks.map(textOf)
        .join(),
    ).toContain("17:00:00");
    expect(at("14:00:00")).toBeGreaterThan(0);
  });
});

describe("the PDF", () => {
  test("is tagged, in French, with a title, headings, table headers and numbered pages", async () => {
    const bytes = await taggedPdf(minutesOf(aDay(), FR));
    const pdf = plain(bytes);
    expect(pdf).toMatch(/\/Lang \(fr-FR\)/);
    expect(pdf).toMatch(/\/Marked true/);
    expect(pdf).toMatch(/\/DisplayDocTitle true/);
    expect(pdf).toContain("pdfuaid");
    const count = (tag: string) => pdf.match(new RegExp(`/S /${tag}\\b`, "g"))?.length ?? 0;
    expect(count("H1")).toBe(1);
    expect(count("H2")).toBe(Object.keys(FR.headings).length);
    expect(count("TR")).toBeGreaterThan(100);
    expect(count("TH")).toBeGreaterThan(40);
    expect(pdf.match(/\/Scope \/Column/g)?.length ?? 0).toBeGreaterThan(30);
    expect(pdf).toMatch(/FontFile2/);
  });
});

/** The file with its compressed streams opened, for looking at what it says of itself. */
function plain(bytes: Buffer): string {
  const text = bytes.toString("latin1");
  const streams = [...text.matchAll(/stream\r?\n/g)].map(({ index, 0: mark }) => {
    const from = index + mark.length;
    try {
      return inflateSync(bytes.subarray(from, text.indexOf("endstream", from))).toString("latin1");
    } catch {
      return "";
    }
  });
  return [text, ...streams].join("\n");
}
