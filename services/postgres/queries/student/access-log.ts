/** Who saw what of whom; read by personal-data.ts. */
import { type Database, reading } from "#postgres/queries/reading";
import { accessLog } from "#postgres/schema/student";

export interface Access {
  readonly atMs: number;
  /** Name and role of a member of staff, or `student`. */
  readonly who: string;
  readonly personId: number | null;
  readonly competitionId: number | null;
  readonly what: string;
}
export const writeAccess = (database: Database, accesses: readonly Access[]): Promise<void> =>
  accesses.length === 0
    ? Promise.resolve()
    : reading("access log", async () => void (await database.insert(accessLog).values([...accesses])));
