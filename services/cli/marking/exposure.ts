import { basename, dirname } from "node:path";
import { statSync } from "node:fs";
import { type Command, UsageError } from "#cli/command";
import { readOptions } from "#cli/import/arguments";
import { readPaperFolder } from "#cli/import/paper-files";
import { readable } from "#cli/marking/papers";
import { createProblemList, type ProblemList } from "#cli/problem-list";
import { pairLines } from "#cli/marking/side-by-side";
import { SourcePaper } from "#contracts/paper/source";
import { problemLine } from "#domain/exam/problem";
import { alikePairs } from "#domain/marking/exposure";
import { type Passage, passagesOf } from "#domain/marking/passages";
import { schemaProblems } from "#preparation/schema-problems";

/** Which questions and cases have been used before, from plain files. */
export const exposureCommand: Command = {
  path: ["exposure"],
  usage: "exposure --paper P.json|DIR [--paper …] [--against EARLIER.json|DIR …]",
  summary:
    "finds questions and cases that are nearly those of earlier papers, or twice in the new ones, side by side;\n      exit 1 when there are any",
  async run(args, context) {
    const values = readOptions(args, {
      paper: { type: "string", multiple: true },
      against: { type: "string", multiple: true },
    });
    if (values.paper === undefined) throw new UsageError("--paper is needed");
    const problems = createProblemList();
    const fresh = values.paper.flatMap((path) => passagesIn(path, problems));
    const earlier = (values.against ?? []).flatMap((path) => passagesIn(path, problems));
    problems.refuse();
    const pairs = alikePairs(fresh, earlier);
    for (const pair of pairs) for (const line of pairLines(pair)) context.out(line);
    context.out(
      `${pairs.length} ${pairs.length === 1 ? "pair" : "pairs"} among ${fresh.length} passages and ${earlier.length} earlier ones`,
    );
    return Promise.resolve(pairs.length === 0 ? 0 : 1);
  },
};

/** A paper is named by its id and, since ids come again from year to year, by the folder it lies in. */
function passagesIn(path: string, problems: ProblemList): Passage[] {
  const { paper, paperFile } = readable(() => readPaperFolder(path, null));
  const read = SourcePaper.safeParse(paper);
  if (!read.success) {
    for (const problem of schemaProblems(SourcePaper, paper)) problems.say(`${paperFile}: ${problemLine(problem)}`);
    return [];
  }
  const folder = basename(statSync(path).isDirectory() ? path : dirname(path));
  return passagesOf(`${folder}/${read.data.id}`, paper);
}
