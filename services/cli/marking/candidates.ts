/** Who was to sit the paper, where, on which paper, and who never signed in: from the files of an export. */
import { csvRows, plainCell } from "#cli/marking/csv-rows";
import type { ProblemList } from "#cli/problem-list";
import type { CandidatePlace } from "#domain/marking/rulings";

export interface MarkedCandidate {
  readonly place: CandidatePlace;
  /** Index of the paper taken. */
  readonly paper: number;
  readonly absent: boolean;
}
/** By anonymity number. */
export type CandidateList = ReadonlyMap<string, MarkedCandidate>;

const NEEDED = ["anonymity_number", "centre", "room"] as const;

/**
 * `candidates.csv` of an export. `present`: numbers of those who signed in; null: nobody knows, so nobody is absent.
 * With several papers the column `paper` must say which one each took: `main`, `backup`, or an id.
 */
export async function readCandidateList(
  path: string,
  paperIds: readonly string[],
  present: ReadonlySet<string> | null,
  problems: ProblemList,
): Promise<CandidateList> {
  const list = new Map<string, MarkedCandidate>();
  let header: readonly string[] | null = null;
  for await (const rows of csvRows(path))
    for (const { line, cells } of rows) {
      if (header === null) {
        header = cells;
        const needed = paperIds.length > 1 ? [...NEEDED, "paper"] : NEEDED;
        for (const name of needed)
          if (!cells.includes(name)) problems.say(`${path}: line ${line}: the column ${name} is missing`);
        continue;
      }
      const at = header;
      const cell = (name: string) => plainCell(cells[at.indexOf(name)] ?? "");
      const anonymityNumber = cell("anonymity_number");
      const paper = at.includes("paper") ? paperIn(cell("paper"), paperIds) : 0;
      const say = (text: string) => problems.say(`${path}: line ${line}: ${text}`);
      if (anonymityNumber === "") say("no anonymity number");
      else if (list.has(anonymityNumber)) say(`"${anonymityNumber}" comes twice`);
      if (paper === -1) say(`took the paper "${cell("paper")}", which is not given`);
      const place = { anonymityNumber, centre: cell("centre"), room: cell("room") };
      list.set(anonymityNumber, { place, paper, absent: present !== null && !present.has(anonymityNumber) });
    }
  return list;
}

/** The first paper given is the main one, the second the backup paper. */
function paperIn(name: string, paperIds: readonly string[]): number {
  const index = ["main", "backup"].indexOf(name);
  return index === -1 ? paperIds.indexOf(name) : index < paperIds.length ? index : -1;
}
