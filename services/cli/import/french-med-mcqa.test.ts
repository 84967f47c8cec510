import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkPaper } from "#cli/import/check-paper";
import { FrenchMedMcqaFile, paperFromQuestions, usableQuestions } from "#cli/import/french-med-mcqa";
import { renderBlock } from "#cli/import/markdown";
import { projectRoot } from "#runtime/project-root";

type Question = ReturnType<typeof usableQuestions>[number];
const aQuestion = (n: number, over: Partial<Question> = {}): Question => ({
  id: `id-${n}`,
  question: `Question ${n} ?`,
  answers: { a: "un", b: "deux", c: "trois", d: "quatre", e: "cinq" },
  correct_answers: ["b"],
  ...over,
});
const many = Array.from({ length: 400 }, (_, n) => aQuestion(n, n % 2 ? { correct_answers: ["a", "e"] } : {}));
const shown = (markdown: string) =>
  renderBlock(markdown)
    .html.replace(/<\/?p>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");

describe("FrenchMedMCQA as a paper", () => {
  test("leaves out what cannot be asked", () => {
    const usable = usableQuestions([
      aQuestion(1),
      aQuestion(1),
      aQuestion(2, { question: " " }),
      aQuestion(3, { correct_answers: [] }),
      aQuestion(4, { answers: { a: "un", b: "Un ", c: "trois", d: "quatre", e: "cinq" } }),
      aQuestion(5, { answers: { a: "", b: "deux", c: "trois", d: "quatre", e: "cinq" } }),
    ]);
    expect(usable.map((one) => one.id)).toEqual(["id-1"]);
  });

  test("the same seed draws the same questions whatever the order of the file, another seed others", () => {
    const drawn = paperFromQuestions(many, 120, 7);
    expect(paperFromQuestions([...many].reverse(), 120, 7)).toEqual(drawn);
    expect(paperFromQuestions(many, 120, 8).paper).not.toEqual(drawn.paper);
  });

  test("more than a section holds makes several, and the key fits", () => {
    const { paper, key } = paperFromQuestions(many, 310, 1);
    const checked = checkPaper({ paper, key, files: new Map() });
    expect(checked.ok && checked.paper.items.length).toBe(310);
    expect((paper as { sections: unknown[] }).sections).toHaveLength(3);
  });

  test.each(["2*3*4 = 24", "1. Fièvre", "- non", "a_b_c [x](y) <60 & #1", "# Titre", "`code` ~~s~~ | \\", "+ de 3"])(
    "%j is shown as it is written",
    (question) => {
      const { paper } = paperFromQuestions([aQuestion(1, { question })], 1, 1);
      const source = paper as { sections: { items: { stem: string }[] }[] };
      expect(shown(source.sections[0]?.items[0]?.stem ?? "")).toBe(question);
    },
  );
});

describe("the reference questions", () => {
  const file = join(projectRoot(), "../shared/data/questions/frenchmedmcqa/train.json");
  const present = existsSync(file);
  if (!present) console.log("skipped: reference data not present");

  test.skipIf(!present)("make a complete paper of 120 questions with its key", () => {
    const questions = FrenchMedMcqaFile.parse(JSON.parse(readFileSync(file, "utf8")));
    const checked = checkPaper({ ...paperFromQuestions(usableQuestions(questions), 120, 7), files: new Map() });
    expect(checked.ok ? [] : checked).toEqual([]);
    expect(checked.ok && checked.notes).toEqual([]);
    expect(checked.ok && checked.paper.items.length).toBe(120);
  });
});
