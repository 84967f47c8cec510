/** Wishes: the list in force and its history; a save is one transaction, with its mail. */
import { and, asc, eq, sql } from "drizzle-orm";
import type { CompetitionPlan } from "#domain/competition/plan";
import { NO_WISHES, type SaveOutcome, saveWishes, type WishesAsked, type WishList } from "#domain/student/wish-list";
import { openTimesOf, windowAt } from "#domain/student/wish-window";
import { type Database, reading } from "#postgres/queries/reading";
import { competition, enrolment } from "#postgres/schema/competition";
import { wishChange, wishList } from "#postgres/schema/student";

export interface WishPlace {
  readonly competitionId: number;
  readonly personId: number;
}
/** What a student may do with their list, and what it is. */
export interface WishState {
  readonly plan: CompetitionPlan;
  readonly list: WishList;
  readonly allowed: readonly string[];
  /** The programmes of the list are also those that the student competes for. */
  readonly enrols: boolean;
  readonly frozen: boolean;
}

/** Lists are frozen once seats made from them were signed for publication, also if that was withdrawn since (R20). */
const FROZEN = sql<boolean>`EXISTS (
  SELECT FROM decision d
  JOIN decision_outcome o ON o.decision_id = d.id AND o.verdict = 'signed'
  JOIN publication p ON p.id = (d.payload::jsonb->>'publicationId')::int AND p.round_id IS NOT NULL
  WHERE d.subject_kind = 'competition' AND d.subject_id = competition.id AND d.kind = 'competition_release')`;

/** Null: not enrolled there. `lock`: nobody else saves this list until the transaction ends. */
export async function wishState(
  database: Database,
  place: WishPlace,
  atMs: number,
  lock = false,
): Promise<WishState | null> {
  const query = database
    .select({
      ...{ plan: competition.plan, programmes: enrolment.programmes, frozen: FROZEN },
      ...{ wishes: wishList.programmes, version: wishList.version, savedAtMs: wishList.atMs, enrols: wishList.enrols },
    })
    .from(enrolment)
    .innerJoin(competition, eq(competition.id, enrolment.competitionId))
    .leftJoin(
      wishList,
      and(eq(wishList.competitionId, enrolment.competitionId), eq(wishList.personId, enrolment.personId)),
    )
    .where(and(eq(enrolment.competitionId, place.competitionId), eq(enrolment.personId, place.personId)));
  const [row] = await (lock ? query.for("no key update", { of: enrolment }) : query);
  if (!row) return null;
  const { enrols, frozen, plan, programmes, savedAtMs, version, wishes } = row;
  const list = version === null ? NO_WISHES : { programmes: wishes ?? [], version, atMs: savedAtMs };
  const window = windowAt(openTimesOf(plan.wishes), atMs);
  // Whoever the office enrolled in nothing chooses in the window in which they first save.
  const choosing =
    version === null
      ? programmes.length === 0
      : enrols === true && window.kind === "open" && (savedAtMs ?? 0) >= window.window.opensAtMs;
  const all = plan.programmes.map(({ code }) => code);
  const allowed = choosing ? all : all.filter((code) => programmes.includes(code));
  return { plan, list, allowed, enrols: choosing, frozen };
}

export const wishRules = ({ allowed, frozen, plan }: WishState) => ({
  ...{ allowed, frozen, most: plan.wishes.most, windows: openTimesOf(plan.wishes) },
});

/** What a save runs besides, in its transaction: a mail is queued with the list or not at all. */
export type WithSave = (tx: Database, state: WishState, list: WishList) => Promise<void>;

/** Null: not enrolled there. `receivedAtMs`: server time when the request came in. */
export const saveWishList = (
  database: Database,
  place: WishPlace,
  asked: WishesAsked,
  receivedAtMs: number,
  withSave: WithSave,
): Promise<SaveOutcome | null> =>
  reading("wishes", () =>
    database.transaction(async (tx) => {
      const state = await wishState(tx, place, receivedAtMs, true);
      if (state === null) return null;
      const outcome = saveWishes(state.list, asked, wishRules(state), receivedAtMs);
      if (outcome.kind !== "saved" || !outcome.changed) return outcome;
      await writeList(tx, place, outcome.list, "student", state.enrols);
      await withSave(tx, state, outcome.list);
      return outcome;
    }),
  );

async function writeList(
  tx: Database,
  place: WishPlace,
  { atMs, programmes, version }: WishList,
  by: string,
  enrols: boolean,
): Promise<void> {
  const row = { programmes: [...programmes], version, atMs: atMs ?? 0, by, enrols };
  await tx
    .insert(wishList)
    .values({ ...place, ...row })
    .onConflictDoUpdate({ target: [wishList.competitionId, wishList.personId], set: row });
  if (enrols)
    await tx
      .update(enrolment)
      .set({ programmes: [...programmes] })
      .where(and(eq(enrolment.competitionId, place.competitionId), eq(enrolment.personId, place.personId)));
  // One row for everybody: raised only while a computation stands that this list would make stale (R11).
  await tx.execute(sql`
    UPDATE competition SET revision = revision + 1
    WHERE id = ${place.competitionId} AND EXISTS (
      SELECT FROM calculation c WHERE c.competition_id = competition.id
      AND (c.state = 'asked' OR (c.state = 'done' AND c.revision = competition.revision)))`);
}

export interface KeptList extends WishList {
  readonly by: string;
}
/** Every list that was ever in force, the oldest first. */
export const wishHistory = (database: Database, { competitionId, personId }: WishPlace): Promise<KeptList[]> =>
  reading("wishes", () =>
    database
      .select({
        ...{ programmes: wishChange.programmes, version: wishChange.version, atMs: wishChange.atMs, by: wishChange.by },
      })
      .from(wishChange)
      .where(and(eq(wishChange.competitionId, competitionId), eq(wishChange.personId, personId)))
      .orderBy(asc(wishChange.version)),
  );

/** Lists in force by person: what a round is computed from. */
export async function wishesIn(
  database: Database,
  competitionId: number,
): Promise<ReadonlyMap<number, readonly string[]>> {
  const rows = await reading("wishes", () =>
    database
      .select({ personId: wishList.personId, programmes: wishList.programmes })
      .from(wishList)
      .where(eq(wishList.competitionId, competitionId)),
  );
  return new Map(rows.map(({ personId, programmes }) => [personId, programmes]));
}

/** Lists that the office enters where no window is (R19): each the next version of its own, in the caller's transaction. */
export async function writeOfficeWishes(
  tx: Database,
  competitionId: number,
  lists: ReadonlyMap<number, readonly string[]>,
  by: string,
  nowMs: number,
): Promise<void> {
  for (const [personId, programmes] of lists) {
    const row = { programmes: [...programmes], atMs: nowMs, by, enrols: false };
    await tx
      .insert(wishList)
      .values({ competitionId, personId, version: 1, ...row })
      .onConflictDoUpdate({
        target: [wishList.competitionId, wishList.personId],
        set: { ...row, version: sql`${wishList.version} + 1` },
      });
  }
}
