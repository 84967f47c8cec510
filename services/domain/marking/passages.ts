/** What of a paper is compared with other papers: each question, and each case as a whole. */
import { listOf, recordOf, textOf, type JsonRecord } from "#domain/exam/json-tree";
import { itemsOf, sectionsOf } from "#domain/exam/paper-walk";

export interface Passage {
  /** Id of the paper, as whoever compares names it. */
  readonly paper: string;
  /** Id of the item or section. */
  readonly id: string;
  /** Cases are compared with cases: a question always stands in its own. */
  readonly kind: "question" | "case";
  /** Stem, options and whatever else is read; their order is nothing. */
  readonly texts: readonly string[];
}

/** Passages of a checked paper (contracts/paper/source.ts), in its order. A case: any section with a text of its own. */
export function passagesOf(paper: string, source: unknown): Passage[] {
  return sectionsOf(recordOf(source)).flatMap((placed) => {
    const { section } = placed;
    const questions = itemsOf(placed).map(({ item }): Passage => {
      return { paper, id: textOf(item["id"]) ?? "", kind: "question", texts: textsOf(item) };
    });
    const own = [textOf(section["introduction"]), textOf(recordOf(section["article"])["body"])];
    const said = own.filter((text) => text !== null);
    if (said.length === 0) return questions;
    const texts = [...said, ...questions.flatMap((question) => question.texts)];
    return [{ paper, id: textOf(section["id"]) ?? "", kind: "case" as const, texts }, ...questions];
  });
}

function textsOf(item: JsonRecord): string[] {
  const options = listOf(item["options"]).map((option) => textOf(recordOf(option)["text"]));
  return [textOf(item["stem"]), textOf(item["hypothesis"]), textOf(item["finding"]), ...options].filter(
    (text) => text !== null,
  );
}
