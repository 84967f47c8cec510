import { Refusal, UsageError } from "#cli/command";
import type { Database } from "#postgres/queries/reading";
import { populationByCode } from "#postgres/queries/student/invitations";

/** The population of `--population`. Throws Refusal where there is none. */
export async function chosenPopulation(database: Database, code: string | undefined): Promise<number> {
  if (code === undefined) throw new UsageError("--population takes the code of a population");
  const id = await populationByCode(database, code);
  if (id === null) throw new Refusal(`no population "${code}"`);
  return id;
}
