import { readJson, refuseInput } from "#cli/admission/json-file";
import { BadInput, type Command, UsageError } from "#cli/command";
import { writeWhole } from "#cli/evidence/write-whole";
import { readArguments } from "#cli/import/arguments";
import { readReorientation } from "#domain/admission/reorientation/read-strategy";
import { reorient } from "#domain/admission/reorientation/reorient";

/** R33–R37: who must turn elsewhere. `--result`: of `allocate`, when the strategy runs after admissions. */
export const reorientCommand: Command = {
  path: ["reorient"],
  usage: "reorient --in STRATEGY.json --out OUT.json [--result RESULT.json]",
  summary: "says who is reoriented, who may repeat, and who must not be called as a replacement; files only",
  async run(args, context) {
    const { values, positionals } = readArguments(args, {
      in: { type: "string" },
      out: { type: "string" },
      result: { type: "string" },
    });
    const { in: from, out: to, result } = values;
    if (from === undefined || to === undefined || positionals.length > 0)
      throw new UsageError("--in FILE and --out FILE are needed, and nothing else");
    const seats = result === undefined ? null : seatsIn(result, await readJson(result));
    const read = readReorientation(await readJson(from), seats);
    if ("problems" in read) return refuseInput(from, read.problems, "nothing was written");
    const { strategy, ranking, registered, initialPlaces } = read.input;
    const { bound, leave, mayRepeat, reoriented } = reorient(strategy, ranking, registered, initialPlaces);
    const said = { strategy: strategy.name, moment: strategy.moment, bound, reoriented, mayRepeat, leave };
    await writeWhole(to, `${JSON.stringify(said, null, 1)}\n`);
    context.err(`${reoriented.length} reoriented, ${mayRepeat.length} may repeat, bound ${bound ?? "by totals"}`);
    return 0;
  },
};

/** The seats of a result, by id. */
function seatsIn(path: string, json: unknown): ReadonlyMap<string, string | null> {
  const { seats } = (json ?? {}) as { seats?: unknown };
  if (typeof seats !== "object" || seats === null || Array.isArray(seats))
    throw new BadInput(`${path}: seats: must be an object`);
  return new Map(Object.entries(seats as Record<string, string | null>));
}
