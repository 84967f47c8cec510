import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkPaper } from "#cli/import/check-paper";
import { readPaperFolder } from "#cli/import/paper-files";
import { ViewPaper } from "#contracts/paper/view";
import { problemLine } from "#domain/exam/problem";
import { projectRoot } from "#runtime/project-root";

const options = ["a", "b", "c", "d"].map((id) => ({ id, text: `Proposition ${id}` }));
const item = (over: object = {}) => ({ id: "q1", type: "QRU", stem: "Énoncé", options, ...over });
const paper = (items: object[], over: object = {}) => ({
  format: "amphi-paper",
  version: 1,
  id: "p1",
  title: "Épreuve",
  language: "fr",
  durationMinutes: 60,
  sections: [{ id: "s1", kind: "isolated_questions", title: "QI", items }],
  ...over,
});
const linesOf = (source: unknown, key: unknown = null): string[] => {
  const checked = checkPaper({ paper: source, key, files: new Map() });
  return checked.ok ? [] : [...checked.inPaper, ...checked.inKey].map(problemLine);
};

describe("checking a paper", () => {
  test("what a schema sees and what it cannot see come out together, in words", () => {
    const broken = paper(
      [
        item({ stem: undefined }),
        item({ id: "q2", options: [...options, { id: "a", text: "encore" }], colour: "red" }),
        item({ id: "q3", type: "QRX" }),
        item({ id: "q4", stem: "![](thorax.png)" }),
        item({ id: "q5", stem: "<!-- à écrire -->" }),
        item({ id: "q 6" }),
      ],
      { durationMinutes: "60", sectons: 1 },
    );
    expect(linesOf(broken).sort()).toEqual(
      [
        'unknown field "sectons"',
        "durationMinutes: must be number",
        "sections[0].items[0].stem: the item has no stem",
        'sections[0].items[1].options[4]: the option id "a" is already used by options[0]',
        'sections[0].items[1]: unknown field "colour"',
        'sections[0].items[2].type: "QRX" is not one of the known values',
        "sections[0].items[3].stem: an image in the text is not shown: list it in images",
        "sections[0].items[4].stem: nothing of the text is left to show",
        'sections[0].items[5].id: "q 6" is not well formed',
      ].sort(),
    );
  });

  test("problems of the key come with those of the paper", () => {
    const key = { format: "amphi-key", version: 2, paperId: "p1", items: { zz: { type: "texts", accepted: [] } } };
    expect(linesOf(paper([item({ stem: "" })]), key)).toEqual([
      "sections[0].items[0].stem: the item has no stem",
      'items.zz: the paper has no item "zz"',
      "items.q1: sections[0].items[0] has no key",
      expect.stringContaining("version: "),
      expect.stringContaining("items.zz.accepted: "),
    ]);
  });

  test("a file name cannot lead out of the paper's folder", () => {
    const image = { file: "images/../../key.png", sha256: "0".repeat(64), alt: "x" };
    expect(linesOf(paper([item({ images: [image] })]))).toEqual([
      'sections[0].items[0].images[0].file: the file "images/../../key.png" is missing',
    ]);
  });

  test("the view holds no key, no weight, and keeps the order", () => {
    const checked = checkPaper({
      paper: paper([item({ weight: 2000 }), item({ id: "q2" })]),
      key: null,
      files: new Map(),
    });
    if (!checked.ok) throw new Error("not complete");
    const text = checked.paper.view.toString("utf8");
    expect(text).not.toContain("weight");
    expect(ViewPaper.parse(JSON.parse(text)).sections[0]?.items.map((one) => one.id)).toEqual(["q1", "q2"]);
    expect(checked.paper.items.map((one) => [one.itemId, one.position, one.weight])).toEqual([
      ["q1", 1, 2000],
      ["q2", 2, 1000],
    ]);
  });
});

describe("the demo paper", () => {
  const folder = readPaperFolder(join(projectRoot(), "infra/demo/paper"), null);
  const checked = checkPaper(folder);

  test("is complete, with a key for every item", () => {
    if (!checked.ok) throw new Error([...checked.inPaper, ...checked.inKey].map(problemLine).join("\n"));
    expect(Object.keys(checked.keys ?? {}).sort()).toEqual(checked.paper.items.map((one) => one.itemId).sort());
    expect(checked.notes).toEqual([]);
  });

  test("has two cases, thirty isolated questions of every type, and an article", () => {
    if (!checked.ok) throw new Error("not complete");
    const view = ViewPaper.parse(JSON.parse(checked.paper.view.toString("utf8")));
    expect(view.durationMinutes).toBe(210);
    expect(view.sections.map((one) => [one.kind, one.navigation, one.items.length])).toEqual([
      ["progressive_case", "locked", 8],
      ["progressive_case", "locked", 7],
      ["isolated_questions", "free", 30],
      ["article_reading", "free", 6],
    ]);
    const isolated = new Set(view.sections[2]?.items.map((one) => one.type));
    expect([...isolated].sort()).toEqual(["QRM", "QROC", "QRP", "QRPL", "QRU", "QZP", "TCS"]);
    expect(view.sections[0]?.items.some((one) => one.type === "KFP")).toBe(true);
    expect(view.sections[3]?.article?.html).toContain("<table>");
  });

  test("gives no answer away in what tablets get", () => {
    if (!checked.ok) throw new Error("not complete");
    const view = checked.paper.view.toString("utf8");
    for (const word of ['"right"', "accepted", "unacceptable", "indispensable", "naloxone", "Murphy"])
      expect([word, view.includes(word)]).toEqual([word, false]);
    expect(readFileSync(join(projectRoot(), "infra/demo/paper/key.json"), "utf8")).toContain("naloxone");
  });
});
