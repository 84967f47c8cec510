import { createProblemList } from "#cli/problem-list";
import { eachRow } from "#cli/ranking/table-stream";
import { type Columns, readColumns } from "#domain/exam/columns";
import { inLine } from "#domain/exam/problem";
import { CANDIDATE } from "#domain/ranking/mark-book";

const HEADINGS = { candidate: ["candidate", "candidat", "anonymity number", "numero d anonymat", "anonymat"] } as const;

/** Numbers of the candidates of a file, ascending; its other columns do not matter. Throws BadInput. */
export async function readCandidateList(path: string): Promise<string[]> {
  const problems = createProblemList();
  const lines = new Map<string, number>();
  let columns: Columns<"candidate"> | null = null;
  await eachRow(path, (row) => {
    if (columns === null) {
      const read = readColumns<"candidate">(HEADINGS, ["candidate"], row);
      for (const problem of read.problems) problems.add(path, problem);
      columns = read.columns;
      return;
    }
    const candidate = row.cells[columns.at.get("candidate") ?? -1] ?? "";
    const first = lines.get(candidate);
    if (!CANDIDATE.test(candidate))
      problems.add(path, inLine(row.line, "candidate", `"${candidate}" is no candidate's number`));
    else if (first !== undefined)
      problems.add(path, inLine(row.line, "candidate-repeated", `candidate ${candidate} is already on line ${first}`));
    else lines.set(candidate, row.line);
  });
  if (lines.size === 0) problems.add(path, { rule: "no-rows", place: "", message: "no candidate" });
  problems.refuse();
  return [...lines.keys()].sort();
}
