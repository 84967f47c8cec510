import { afterEach, beforeEach, expect, test } from "vitest";
import { type Files, paperFile, someFiles } from "#cli/marking/testing/some-files";

let files: Files;
beforeEach(() => {
  files = someFiles();
});
afterEach(() => files.end());

const STEM =
  "Devant une suspicion d’embolie pulmonaire à probabilité clinique forte, l’examen de première intention est";
const withStem = (id: string, stem: string) => {
  const paper = paperFile(id);
  const [section] = paper.sections;
  return { ...paper, sections: [{ ...section, items: [{ id: `${id}-q`, type: "QROC", stem }] }] };
};

test("a question of an earlier paper is shown beside the new one", async () => {
  const fresh = files.write("new.json", withStem("new", STEM));
  const earlier = files.write("old.json", withStem("old", `${STEM} :`));
  const run = await files.amphi("exposure", "--paper", fresh, "--against", earlier);
  const folder = files.folder.split("/").at(-1) ?? "";
  expect([run.status, run.out.split("\n")]).toEqual([
    1,
    [
      `${folder}/new/new-q ~ ${folder}/old/old-q: 100 % alike, 100 % of the shorter`,
      "  Devant une suspicion d’embolie pulmonaire à probabilité  | Devant une suspicion d’embolie pulmonaire à probabilité",
      "  clinique forte, l’examen de première intention est       | clinique forte, l’examen de première intention est :",
      "1 pair among 1 passages and 1 earlier ones",
    ],
  ]);
});

test("without anything alike it ends well; what is no paper is refused", async () => {
  const fresh = files.write("new.json", withStem("new", STEM));
  const other = files.write(
    "old.json",
    withStem("old", "Quel est le traitement de la crise de goutte chez l’insuffisant rénal ?"),
  );
  expect(await files.amphi("exposure", "--paper", fresh, "--against", other)).toMatchObject({
    status: 0,
    out: "0 pairs among 1 passages and 1 earlier ones",
  });
  const none = await files.amphi("exposure", "--paper", fresh, "--against", files.write("x.json", { format: "x" }));
  expect([none.status, none.out]).toEqual([2, ""]);
  expect(none.err).toContain("x.json: sections: is missing");
});
