/** `amphi round`: from ranks and wishes to what `amphi allocate` reads. */
import { BadInput, type Command, UsageError } from "#cli/command";
import { writeWhole } from "#cli/evidence/write-whole";
import { readOptions } from "#cli/import/arguments";
import { type ProblemList, createProblemList } from "#cli/problem-list";
import { eachRow } from "#cli/ranking/table-stream";
import { type Columns, readColumns } from "#domain/exam/columns";
import { inLine } from "#domain/exam/problem";
import { allocationInput, type ProgrammePlaces } from "#domain/ranking/allocation-input";

const CANDIDATE = ["candidate", "candidat", "anonymity number", "numero d anonymat", "anonymat"];
const PROGRAMME = ["programme", "filiere", "ranking", "classement"];

export const roundCommand: Command = {
  path: ["round"],
  usage: "round --ranks RANKS.csv --places PLACES.csv --wishes WISHES.csv --out IN.json",
  summary: "joins the ranks of amphi rank, places by programme and wishes into the input of amphi allocate",
  async run(args, context) {
    const values = readOptions(args, {
      ranks: { type: "string" },
      places: { type: "string" },
      wishes: { type: "string" },
      out: { type: "string" },
    });
    const { out, places: placesFile, ranks: ranksFile, wishes: wishesFile } = values;
    if (out === undefined || placesFile === undefined || ranksFile === undefined || wishesFile === undefined)
      throw new UsageError("--ranks, --places, --wishes and --out are needed");
    const problems = createProblemList();
    const programmes = await readPlaces(placesFile, problems);
    problems.refuse();
    const known = new Set(programmes.map(({ id }) => id));
    const ranks: { ranking: string; anonymityNumber: string; rank: number | null }[] = [];
    const ranked = { candidate: CANDIDATE, programme: PROGRAMME, rank: ["rank", "rang"] };
    await eachLine(ranksFile, ranked, problems, ({ candidate, programme, rank }, say) => {
      if (rank !== "" && !isWhole(rank)) say("rank", `"${rank}" is no rank`);
      ranks.push({ ranking: programme, anonymityNumber: candidate, rank: rank === "" ? null : Number(rank) });
    });
    const wishes = new Map<string, string[]>();
    const wished = { candidate: CANDIDATE, wishes: ["wishes", "voeux", "programmes", "filieres"] };
    await eachLine(wishesFile, wished, problems, ({ candidate, wishes: text }, say) => {
      const list = text.split(/[\s|]+/).filter((one) => one !== "");
      for (const one of list) if (!known.has(one)) say("wish", `"${one}" is no programme of ${placesFile}`);
      if (new Set(list).size < list.length) say("wish", `${candidate} wishes the same twice`);
      if (wishes.has(candidate)) say("candidate", `${candidate} stands twice`);
      wishes.set(candidate, list);
    });
    problems.refuse();
    for (const { id } of programmes)
      if (!ranks.some(({ ranking }) => ranking === id)) throw new BadInput(`${ranksFile}: nobody is ranked in ${id}`);
    await writeWhole(out, `${JSON.stringify(allocationInput(ranks, programmes, wishes))}\n`);
    context.out(`${out}: ${programmes.length} programmes, ${wishes.size} candidates with wishes`);
    return 0;
  },
};

const isWhole = (text: string): boolean => /^\d{1,9}$/.test(text);

async function readPlaces(path: string, problems: ProblemList): Promise<ProgrammePlaces[]> {
  const programmes: ProgrammePlaces[] = [];
  const headings = { programme: PROGRAMME, places: ["places", "places offertes"] };
  await eachLine(path, headings, problems, ({ places, programme }, say) => {
    if (!isWhole(places)) say("places", `"${places}" is no number of places`);
    if (programmes.some(({ id }) => id === programme)) say("programme", `${programme} stands twice`);
    programmes.push({ id: programme, places: Number(places) });
  });
  return programmes;
}

type Say = (rule: string, message: string) => void;

/** Every line below the heading, by the names of its columns; all of them are needed. */
async function eachLine<Field extends string>(
  path: string,
  headings: Readonly<Record<Field, readonly string[]>>,
  problems: ProblemList,
  take: (cells: Readonly<Record<Field, string>>, say: Say) => void,
): Promise<void> {
  const names = Object.keys(headings) as Field[];
  let columns: Columns<Field> | null = null;
  await eachRow(path, (row) => {
    if (columns === null) {
      const read = readColumns<Field>(headings, names, row);
      columns = read.columns;
      for (const problem of read.problems) problems.add(path, problem);
      return;
    }
    const { at } = columns;
    const cells = Object.fromEntries(names.map((name) => [name, row.cells[at.get(name) ?? -1] ?? ""]));
    take(cells as Record<Field, string>, (rule, message) => problems.add(path, inLine(row.line, rule, message)));
  });
}
