/** Files of a small run in a temporary folder: QRM q1 (a b c), QRU q2 (a), QROC q3 (15), each on 1. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Run, runAmphi, settingsWith } from "#cli/testing/run-amphi";

const options = [..."abcde"].map((id) => ({ id, text: `Proposition ${id}` }));

export const paperFile = (id = "p1", prefix = "q", weight = 1000) => ({
  format: "amphi-paper",
  version: 1,
  id,
  title: "Épreuve",
  language: "fr",
  durationMinutes: 30,
  sections: [
    {
      id: `${prefix}-s1`,
      kind: "isolated_questions",
      title: "Questions isolées",
      items: [
        { id: `${prefix}1`, type: "QRM", stem: "Lesquelles ?", options, weight },
        { id: `${prefix}2`, type: "QRU", stem: "Laquelle ?", options },
        { id: `${prefix}3`, type: "QROC", stem: "Quel numéro ?", wordsMax: 1 },
      ],
    },
  ],
});
export const keyFile = (paperId = "p1", prefix = "q") => ({
  format: "amphi-key",
  version: 1,
  paperId,
  items: {
    [`${prefix}1`]: { type: "options", right: ["a", "b", "c"] },
    [`${prefix}2`]: { type: "options", right: ["a"] },
    [`${prefix}3`]: { type: "texts", accepted: ["15"] },
  },
});

export const ANSWERS_HEADER = "anonymity_number,item_id,epoch,seq,locked,value";
/** One line of `counted-answers.csv`. */
export const answerLine = (candidate: string, item: string, value: unknown, epoch = 1, seq = 1): string =>
  `${candidate},${item},${epoch},${seq},false,${value === null ? "" : `"${JSON.stringify(value).replaceAll('"', '""')}"`}`;

export interface Files {
  readonly folder: string;
  path(name: string): string;
  write(name: string, content: unknown): string;
  read(name: string): string;
  names(): string[];
  amphi(...args: string[]): Promise<Run>;
  /** Takes the folder away. */
  end(): void;
}

/** With `paper.json`, `key.json`, and `answers.csv` of 10000001 (1.5 of 3) and 10000002 (2 of 3). */
export function someFiles(): Files {
  const folder = mkdtempSync(join(tmpdir(), "amphi-marking-"));
  const path = (name: string) => join(folder, name);
  const write = (name: string, content: unknown) => {
    writeFileSync(path(name), typeof content === "string" ? content : JSON.stringify(content));
    return path(name);
  };
  write("paper.json", paperFile());
  write("key.json", keyFile());
  write(
    "answers.csv",
    [
      ANSWERS_HEADER,
      answerLine("10000001", "q1", { choice: ["b", "a"] }),
      answerLine("10000001", "q2", { choice: ["a"] }, 1, 2),
      answerLine("10000001", "q3", { text: '17, ou\n18 "peut-être"' }, 1, 3),
      answerLine("10000002", "q1", { choice: ["a", "b", "c"] }),
      answerLine("10000002", "q3", { text: " 15. " }, 1, 2),
      "",
    ].join("\n"),
  );
  return {
    folder,
    path,
    write,
    read: (name) => readFileSync(path(name), "utf8"),
    names: () => readdirSync(folder).sort(),
    amphi: (...args) => runAmphi(settingsWith({}), ...args),
    end: () => rmSync(folder, { recursive: true, force: true }),
  };
}
