import { describe, expect, test } from "vitest";
import { paperProblems, type FileFacts } from "#domain/exam/completeness";
import { problemLine } from "#domain/exam/problem";

const HASH = "a".repeat(64);
const files = new Map<string, FileFacts>([
  ["thorax.png", { sha256: HASH, mediaType: "image/png" }],
  ["notes.txt", { sha256: HASH, mediaType: null }],
]);
const options = (count: number) => Array.from({ length: count }, (_, n) => ({ id: `o${n}`, text: `Proposition ${n}` }));
const image = (over: object = {}) => ({ file: "thorax.png", sha256: HASH, alt: "Radiographie", ...over });
const item = (over: object = {}) => ({ id: "q1", type: "QRM", stem: "Énoncé", options: options(5), ...over });
const section = (over: object = {}) => ({
  id: "s1",
  kind: "isolated_questions",
  title: "QI",
  items: [item()],
  ...over,
});
const paper = (...sections: object[]) => ({ id: "p", sections });
const withItem = (over: object) => paper(section({ items: [item(over)] }));
const container = (items: object[], over: object = {}) => ({ id: "k", type: "KFP", stem: "Énoncé", items, ...over });

/** One negative fixture per rule, named after it: the place and the message that an author gets. */
const BROKEN: Record<string, { paper: unknown; says: string[] }> = {
  "not-an-object": { paper: [], says: ["the paper is not a JSON object"] },
  "paper-without-sections": { paper: paper(), says: ["sections: the paper has no section"] },
  "section-without-items": {
    paper: paper(section(), section({ id: "s2", items: [] })),
    says: ["sections[1].items: the section has no item"],
  },
  "case-without-introduction": {
    paper: paper(section({ kind: "progressive_case" })),
    says: ["sections[0].introduction: the case has no introduction"],
  },
  "article-without-body": {
    paper: paper(section({ kind: "article_reading", article: { title: "A", body: "  " } })),
    says: ["sections[0].article.body: the article has no text"],
  },
  "id-repeated": {
    paper: paper(section(), section({ id: "q1", items: [item({ id: "q2" })] })),
    says: ['sections[1].id: the id "q1" is already used by sections[0].items[0]'],
  },
  "item-without-stem": {
    paper: paper(section({ items: [item(), item({ id: "q2", stem: " \n" })] })),
    says: ["sections[0].items[1].stem: the item has no stem"],
  },
  "container-not-of-three": {
    paper: paper(section({ items: [container([item(), item({ id: "q2" })])] })),
    says: ["sections[0].items[0].items: a key-feature container holds 3 items, not 2"],
  },
  "script-without-hypothesis": {
    paper: withItem({ type: "TCS", finding: "Vous trouvez" }),
    says: ["sections[0].items[0].hypothesis: the hypothesis is missing"],
  },
  "script-without-finding": {
    paper: withItem({ type: "TCS", hypothesis: "Vous pensez" }),
    says: ["sections[0].items[0].finding: the new finding is missing"],
  },
  "option-count": {
    paper: withItem({ type: "QRPL", options: options(9) }),
    says: ["sections[0].items[0].options: QRPL takes 10 to 25 options, there are 9"],
  },
  "option-without-text": {
    paper: withItem({ options: [...options(4), { id: "z", text: "" }] }),
    says: ["sections[0].items[0].options[4].text: the option has no text"],
  },
  "option-id-repeated": {
    paper: withItem({ options: [...options(4), { id: "o1", text: "Autre" }] }),
    says: ['sections[0].items[0].options[4]: the option id "o1" is already used by options[1]'],
  },
  "option-repeated": {
    paper: withItem({ options: [...options(4), { id: "z", text: "proposition   2" }] }),
    says: ["sections[0].items[0].options[4]: the option repeats options[2]"],
  },
  "expected-above-options": {
    paper: withItem({ type: "QRP", options: options(4), expected: 5 }),
    says: ["sections[0].items[0].expected: 5 answers expected of 4 options"],
  },
  "image-missing": {
    paper: withItem({ images: [image(), image({ file: "ecg.png" })] }),
    says: ['sections[0].items[0].images[1].file: the file "ecg.png" is missing'],
  },
  "image-unreadable": {
    paper: withItem({ type: "QZP", zoneImage: image({ file: "notes.txt" }) }),
    says: ['sections[0].items[0].zoneImage.file: the file "notes.txt" is neither a PNG nor a JPEG image'],
  },
  "image-of-another-hash": {
    paper: paper(
      section({ kind: "article_reading", article: { body: "x", images: [image({ sha256: "b".repeat(64) })] } }),
    ),
    says: [`sections[0].article.images[0].sha256: the file "thorax.png" has another hash: ${HASH}`],
  },
};

describe("a complete paper", () => {
  test("has no problem, whatever its items", () => {
    const inContainer = ["k1", "k2", "k3"].map((id) => item({ id, images: [image()] }));
    expect(
      paperProblems(
        paper(
          section({ kind: "progressive_case", introduction: "Un patient", items: [item(), container(inContainer)] }),
          section({ id: "s2", items: [item({ id: "q2", type: "QZP", options: undefined, zoneImage: image() })] }),
        ),
        files,
      ),
    ).toEqual([]);
  });
});

describe("an incomplete paper is refused with its place", () => {
  test.each(Object.entries(BROKEN))("%s", (rule, { paper: broken, says }) => {
    const problems = paperProblems(broken, files);
    expect(problems.map(problemLine)).toEqual(says);
    expect(problems.map((one) => one.rule)).toEqual(says.map(() => rule));
  });

  test("all problems at once, within containers too", () => {
    const inContainer = [item({ id: "q1", stem: "" }), item({ id: "q2", options: [] }), item({ id: "q2" })];
    const problems = paperProblems(paper(section({ items: [container(inContainer, { stem: null })] })), files);
    expect(problems.map((one) => one.place)).toEqual([
      "sections[0].items[0].items[2].id",
      "sections[0].items[0].stem",
      "sections[0].items[0].items[0].stem",
      "sections[0].items[0].items[1].options",
    ]);
  });

  test("values of the wrong type read as absent and never throw", () => {
    for (const odd of [
      null,
      3,
      "x",
      { sections: 4 },
      { sections: [null, { items: [7, { type: "QRM", options: {} }] }] },
    ])
      expect(paperProblems(odd, files).length).toBeGreaterThan(0);
  });
});
