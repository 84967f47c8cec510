import { afterEach, beforeEach, expect, test } from "vitest";
import { ANSWERS_HEADER, answerLine, type Files, someFiles } from "#cli/marking/testing/some-files";

let files: Files;
beforeEach(() => {
  files = someFiles();
  const texts = ["le SAMU", "Le samu.", "=15", "le 15", "17"];
  const lines = texts.map((text, n) => answerLine(`1000000${n}`, "q3", { text }));
  files.write("answers.csv", [ANSWERS_HEADER, ...lines, ""].join("\n"));
});
afterEach(() => files.end());

const RUN = () => ["--paper", files.folder, "--answers", files.path("answers.csv")];
const judged = (name: string, verdicts: Readonly<Record<string, string>>) => {
  const lines = files.read("sheet.csv").trim().split("\n");
  const text = (line: string) => line.split(",")[1] ?? "";
  return files.write(name, lines.map((line, n) => (n === 0 ? line : line + (verdicts[text(line)] ?? ""))).join("\n"));
};
const settle = (...more: string[]) =>
  files.amphi(
    "review",
    "settle",
    "--first",
    files.path("a.csv"),
    "--second",
    files.path("b.csv"),
    "--out",
    files.path("r.json"),
    ...more,
  );

test("texts are judged by two, disputed ones by a third, and what is accepted counts for everyone", async () => {
  await files.amphi("review", "sheet", ...RUN(), "--out", files.path("sheet.csv"));
  expect(files.read("sheet.csv")).toBe(
    "item,text,candidates,written,verdict\nq3,le samu,2,Le samu. | le SAMU,\nq3,17,1,17,\nq3,'=15,1,'=15,\nq3,le 15,1,le 15,\n",
  );
  judged("a.csv", { "le samu": "yes", "17": "no", "'=15": "oui", "le 15": "yes" });
  judged("b.csv", { "le samu": "no", "17": "non", "'=15": "yes", "le 15": "Yes" });
  const first = await settle("--disputed", files.path("third.csv"));
  expect([first.status, first.out.split(": ")[1]]).toEqual([
    1,
    "2 accepted, 1 refused, 1 disputed, 0 not judged by both",
  ]);
  expect(files.read("third.csv")).toBe("item,text,candidates,written,verdict\nq3,le samu,2,Le samu. | le SAMU,\n");
  files.write("third.csv", files.read("third.csv").replace("SAMU,", "SAMU,yes"));
  const second = await settle("--third", files.path("third.csv"));
  expect([second.status, second.out.split(": ")[1]]).toEqual([
    0,
    "3 accepted, 1 refused, 0 disputed, 0 not judged by both",
  ]);
  await files.amphi("mark", ...RUN(), "--rulings", files.path("r.json"), "--out", files.path("marks.csv"));
  const marks = files.read("marks.csv").trim().split("\n").slice(1);
  expect(marks.map((line) => line.split(",")[2])).toEqual(["1000", "1000", "1000", "1000", "0"]);
});

test("a text that one did not judge stays open; sheets of other texts and other words are refused", async () => {
  await files.amphi("review", "sheet", ...RUN(), "--out", files.path("sheet.csv"));
  judged("a.csv", { "17": "no" });
  judged("b.csv", { "17": "no", "le 15": "yes" });
  expect((await settle()).out).toContain("0 accepted, 1 refused, 0 disputed, 3 not judged by both");
  files.write("b.csv", files.read("sheet.csv").replace("17,1,17,", "18,1,18,perhaps"));
  const refused = await settle();
  expect([refused.status, refused.err.replaceAll(`${files.folder}/`, "").split("\n")]).toEqual([
    2,
    [
      'b.csv: line 3: "perhaps" is neither yes nor no',
      'b.csv: missing: "17" of q3',
      'b.csv: not in a.csv: "18" of q3',
      "3 problems; nothing was written",
    ],
  ]);
  expect((await files.amphi("review", "settle", "--first", "x", "--second", "x", "--out", "y")).err).toContain(
    "each reviewer has a sheet of their own",
  );
});
