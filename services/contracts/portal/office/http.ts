/** What the exam office's screens ask of the portal, under /api/office. Ids are those of the tables. */
import { z } from "zod";
import { RefusalProblem } from "#contracts/errors";
import { CompetitionPlan } from "#contracts/portal/office/plan";
import { BeaconRound, LotteryCommitment, LotterySource } from "#contracts/ranking/lottery";
import { CALCULATION_KINDS, CALCULATION_STATES } from "#domain/competition/calculation";
import { DECISION_STATES } from "#domain/decision/decision";
import { STATUSES } from "#domain/ranking/rank";

const Id = z.int().min(1).max(2_147_483_647);
const Count = z.int().min(0);
export const Slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/);

/** GET populations. */
export const Population = z.strictObject({
  ...{ id: Id, code: z.string(), name: z.string() },
  members: z.array(z.strictObject({ accountId: Id, login: z.string(), name: z.string(), role: z.string() })),
});
export type Population = z.infer<typeof Population>;
/** POST populations. */
export const PopulationMade = z.strictObject({ code: Slug, name: z.string().trim().min(1).max(200) });
/** PUT populations/{id}/members: these logins and no other. */
export const MembersSet = z.strictObject({ logins: z.array(z.string().min(1).max(64)).max(500) });

/** GET competitions. */
export const Competition = z.strictObject({
  ...{ id: Id, slug: z.string(), title: z.string(), population: z.string(), populationId: Id, registered: Count },
});
export type Competition = z.infer<typeof Competition>;
/** POST populations/{id}/competitions. `from`: the plan of last year's; `plan`: an imported file; neither: an empty one. */
export const CompetitionMade = z.strictObject({
  slug: Slug,
  title: z.string().trim().min(1).max(200),
  from: Id.nullable(),
  plan: z.unknown().optional(),
});

/** GET competitions/{id}. */
export const CompetitionOpened = Competition.extend({ plan: CompetitionPlan, version: Count, revision: Count });
export type CompetitionOpened = z.infer<typeof CompetitionOpened>;
/** PUT competitions/{id}/plan: refused with every problem, or `conflict` when somebody saved another version meanwhile. */
export const PlanSaved = z.strictObject({ version: Count, plan: z.unknown() });

/** GET competitions/{id}/people. */
export const PersonShown = z.strictObject({
  ...{ personId: Id, studentNumber: z.string(), familyName: z.string(), givenName: z.string(), mail: z.string() },
  ...{
    anonymityNumber: z.string().nullable(),
    programmes: z.array(z.string()),
    wishes: z.array(z.string()).nullable(),
  },
  identity: z.record(z.string(), z.string()),
});
export type PersonShown = z.infer<typeof PersonShown>;
/** POST competitions/{id}/people: one line as it would stand in a table, by target (domain/competition/table-mapping.ts). */
export const PersonTyped = z.strictObject({ cells: z.record(z.string().max(80), z.string().max(400)) });

/** POST competitions/{id}/import?dryRun=1|0&mapping=JSON: the file as body. Nothing is stored while there is a problem. */
export const TableImported = z.strictObject({
  stored: z.boolean(),
  encoding: z.string(),
  separator: z.string(),
  headings: z.array(z.string()),
  mapping: z.array(z.string()),
  /** What a column can say. */
  targets: z.array(z.string()),
  /** The first rows as they were understood. */
  preview: z.array(z.array(z.string())).max(10),
  /** Lines of the file. */
  lines: Count,
  counts: z.strictObject({
    ...{ peopleNew: Count, peopleChanged: Count, enrolmentsNew: Count, enrolmentsChanged: Count },
    ...{ marksNew: Count, marksChanged: Count, values: Count, same: Count },
  }),
  problemCount: Count,
  problems: z.array(
    z.strictObject({ line: Count.nullable(), column: z.string(), code: z.string(), message: z.string() }),
  ),
});
export type TableImported = z.infer<typeof TableImported>;

/** GET competitions/{id}/units/{unit}/marks, in an order that says nothing where marks are anonymous. */
export const MarksGrid = z.strictObject({
  unit: z.strictObject({ code: z.string(), name: z.string(), scale: Count }),
  codes: z.array(z.strictObject({ code: z.string(), name: z.string() })),
  /** Marks of a paper are not typed. */
  readOnly: z.boolean(),
  lines: z.array(
    z.strictObject({ personId: Id, number: z.string(), name: z.string(), cell: z.string(), source: z.string() }),
  ),
});
export type MarksGrid = z.infer<typeof MarksGrid>;
/** PUT the same: cells that changed, as typed. `before` is what the screen showed: another value stands there now → conflict. */
export const MarksTyped = z.strictObject({
  cells: z
    .array(z.strictObject({ personId: Id, text: z.string().max(40), before: z.string().max(40) }))
    .min(1)
    .max(2_000),
});

/** GET competitions/{id}/calculations, newest first. */
export const CalculationShown = z.strictObject({
  ...{ id: Id, kind: z.enum(CALCULATION_KINDS), strategy: z.string(), state: z.enum(CALCULATION_STATES) },
  ...{ ranksId: Id.nullable(), roundId: Id.nullable(), askedBy: z.string(), askedAtMs: Count },
  finishedAtMs: Count.nullable(),
  inputsHash: z.string().nullable(),
  /** R11: what it was computed from has changed since. False while nothing was computed. */
  stale: z.boolean(),
  problems: z.array(RefusalProblem),
});
export type CalculationShown = z.infer<typeof CalculationShown>;
/** POST competitions/{id}/calculations. A round without `roundId` is the first. */
export const CalculationAsked = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("ranks") }),
  z.strictObject({ kind: z.literal("round"), ranksId: Id, roundId: Id.nullable() }),
  z.strictObject({ kind: z.literal("reorientation"), strategy: z.string(), ranksId: Id, roundId: Id.nullable() }),
]);

const PersonNamed = z.strictObject({ personId: Id, studentNumber: z.string(), name: z.string() });
/** GET competitions/{id}/calculations/{id}. */
export const CalculationResult = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("ranks"),
    rankings: z.array(
      z.strictObject({
        ...{ code: z.string(), name: z.string(), outOf: Count.nullable() },
        /** Ranked people first, best first. */
        lines: z.array(
          PersonNamed.extend({
            ...{ rank: Count.nullable(), total: Count.nullable(), status: z.enum(STATUSES) },
            ...{ decidedBy: z.string().nullable(), excludedBy: z.string().nullable() },
          }),
        ),
      }),
    ),
  }),
  z.strictObject({
    kind: z.literal("round"),
    ...{ number: Count, mode: z.enum(["plain", "protected"]), blockingPairs: Count, demoted: Count, excess: Count },
    ...{ byWish: z.array(Count), nowhere: Count, wouldDiffer: Count },
    programmes: z.array(
      z.strictObject({
        ...{ code: z.string(), name: z.string(), places: Count, admitted: Count, lastRank: Count.nullable() },
      }),
    ),
    lines: z.array(PersonNamed.extend({ seat: z.string().nullable(), wish: Count.nullable() })),
  }),
  z.strictObject({
    kind: z.literal("reorientation"),
    ...{ name: z.string(), bound: Count.nullable(), registered: Count },
    reoriented: z.array(PersonNamed),
    mayRepeat: z.array(PersonNamed),
  }),
]);
export type CalculationResult = z.infer<typeof CalculationResult>;
/** GET …/calculations/{id}/people/{personId}: a decision of a round in words (R32). */
export const Explained = z.strictObject({ fr: z.array(z.string()), en: z.array(z.string()) });

/** PUT competitions/{id}/people/{personId}/wishes, where students enter none themselves (R19). */
export const WishesTyped = z.strictObject({ programmes: z.array(z.string()).max(1_000) });

/** POST competitions/{id}/publications: what is prepared for students; `jobs` makes it. */
export const PublicationAsked = z.strictObject({
  ranksId: Id.nullable(),
  roundId: Id.nullable(),
  reorientationIds: z.array(Id).max(20),
});
export const DecisionShown = z.strictObject({
  ...{ id: Id, kind: z.enum(["release", "withdrawal"]), state: z.enum(DECISION_STATES), reason: z.string() },
  /** Of the text that is signed: whoever signs sends back the one they have read. */
  payloadSha256: z.string(),
  ...{ proposedBy: z.string(), own: z.boolean(), settledBy: z.string().nullable() },
  /** Null: a withdrawal, or nobody is asked. */
  ...{ publishAtMs: Count.nullable(), answersUntilMs: Count.nullable() },
});
/** GET competitions/{id}/publications. */
export const PublicationShown = z.strictObject({
  ...{ id: Id, state: z.enum(["asked", "ready", "refused"]), people: Count, sha256: z.string().nullable() },
  ...{ ranksId: Id.nullable(), roundId: Id.nullable(), askedBy: z.string(), askedAtMs: Count },
  /** What it shows is no longer what the competition's rows give. */
  stale: z.boolean(),
  problems: z.array(RefusalProblem),
  withdrawn: z.boolean(),
  decisions: z.array(DecisionShown),
});
export type PublicationShown = z.infer<typeof PublicationShown>;
/** POST competitions/{id}/publications/{id}/release: the first key. */
export const ReleaseProposed = z.strictObject({
  reason: z.string().trim().min(1).max(2_000),
  publishAtMs: Count,
  answersUntilMs: Count.nullable(),
});
/** POST competitions/{id}/decisions/{id}: the second key. */
export const ReleaseSettled = z.strictObject({
  verdict: z.enum(["signed", "refused", "taken_back"]),
  payloadSha256: z.string(),
  reason: z.string().max(2_000),
});

/** POST competitions/{id}/lottery: bound to whoever is registered now, to the rules, and to a source that has not spoken. */
export const LotteryCommitted = z.strictObject({ source: LotterySource });
/** POST competitions/{id}/lottery/opening: what the source has said; one line of numbers per committed source. */
export const LotteryOpened = z.strictObject({
  beacon: BeaconRound.optional(),
  numbers: z.string().max(10_000).optional(),
});
/** GET competitions/{id}/lottery; null: none is committed. */
export const LotteryShown = z.strictObject({
  commitment: LotteryCommitment,
  ...{ committedBy: z.string(), committedAtMs: Count, publicValue: z.string().nullable(), seed: z.string().nullable() },
});
export type LotteryShown = z.infer<typeof LotteryShown>;

/** GET competitions/{id}/feeds: runs that were released, and which units have their marks from one. */
export const FeedsShown = z.strictObject({
  runs: z.array(
    z.strictObject({
      ...{ runId: Id, exam: z.string(), unit: z.string(), candidates: Count, doneAtMs: Count },
      marksSha256: z.string(),
    }),
  ),
  feeds: z.array(
    z.strictObject({
      ...{ unit: z.string(), runId: Id, runHash: z.string(), by: z.string(), atMs: Count },
      /** The release that it stood in was taken back. */
      withdrawn: z.boolean(),
      /** A later run of the same unit was released; null: none. */
      newerRunId: Id.nullable(),
    }),
  ),
});
export type FeedsShown = z.infer<typeof FeedsShown>;
/** POST competitions/{id}/units/{unit}/feed. */
export const UnitFed = z.strictObject({ runId: Id });
