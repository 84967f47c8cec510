/** Markdown texts of a paper: every one must show something, and none may hold an image that would vanish. */
import { listOf, recordOf, textOf, type JsonRecord } from "#domain/exam/json-tree";
import { itemsOf, sectionsOf } from "#domain/exam/paper-walk";
import { below, type Problem } from "#domain/exam/problem";
import { renderBlock, renderLine, showsNothing, type Rendered } from "#cli/import/markdown";

interface PlacedText {
  readonly place: string;
  readonly rendered: Rendered;
}

export interface TextReview {
  readonly problems: readonly Problem[];
  /** What was taken out of texts and is worth a look, one line each. */
  readonly notes: readonly string[];
}

/** Reviews all texts of a paper whose shape may still be wrong. */
export function reviewTexts(paper: unknown): TextReview {
  const problems: Problem[] = [];
  const notes: string[] = [];
  for (const { place, rendered } of textsOfPaper(recordOf(paper))) {
    const others = rendered.removedTags.filter((tag) => tag !== "img");
    if (others.length !== rendered.removedTags.length)
      problems.push({ rule: "image-in-text", place, message: "an image in the text is not shown: list it in images" });
    else if (showsNothing(rendered.html))
      problems.push({ rule: "text-shows-nothing", place, message: "nothing of the text is left to show" });
    if (others.length > 0) notes.push(`${place}: removed ${others.map((tag) => `<${tag}>`).join(", ")}`);
  }
  return { problems, notes };
}

function textsOfPaper(paper: JsonRecord): PlacedText[] {
  return sectionsOf(paper).flatMap((placed) => [
    ...blocks(placed.place, placed.section, ["introduction"]),
    ...blocks(below(placed.place, "article"), recordOf(placed.section["article"]), ["body"]),
    ...itemsOf(placed).flatMap(({ place, item }) => [
      ...blocks(place, item, ["stem", "hypothesis", "finding"]),
      ...listOf(item["options"]).flatMap((option, n) => {
        const text = textOf(recordOf(option)["text"]);
        const at = below(below(below(place, "options"), n), "text");
        return text?.trim() ? [{ place: at, rendered: renderLine(text) }] : [];
      }),
    ]),
  ]);
}

function blocks(place: string, of: JsonRecord, fields: readonly string[]): PlacedText[] {
  return fields.flatMap((field) => {
    const text = textOf(of[field]);
    return text?.trim() ? [{ place: below(place, field), rendered: renderBlock(text) }] : [];
  });
}
