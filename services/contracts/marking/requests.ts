/**
 * What the portal and the command line ask of the marking process, and what it answers. Questions travel as jobs of one
 * queue on the control Redis (services/redis/marking-desk.ts); runs, their marks and statistics are read from PostgreSQL
 * (services/postgres/queries/marking-runs.ts, ranking-runs.ts).
 */
import { z } from "zod";
import { PaperRef } from "#contracts/frames/fields";
import { Ruling } from "#contracts/marking/rulings";
import { ItemKey } from "#contracts/paper/key";

const Id = z.int().min(1).max(2_147_483_647);
const Count = z.int().min(0);
const Anonymity = z.string().min(1).max(64);

/** Who asks; `accountId` null: somebody at the command line. Kept with the run. */
export const Asker = z.strictObject({ accountId: Id.nullable(), name: z.string().min(1).max(200) });

/** Marks a closed sitting, with every ruling and every accepted text in force now. Answered at once with the run's number. */
export const MarkRequest = z.strictObject({
  ask: z.literal("mark"),
  sittingId: Id,
  /** Code of the unit that the marks are of; null: the paper's. */
  unit: PaperRef.nullable(),
  by: Asker,
});
/** Ranks an exam by its rules: the last finished run of each unit, or those named here, and imported marks. */
export const RankRequest = z.strictObject({
  ask: z.literal("rank"),
  examId: Id,
  runIds: z.array(Id).max(100).nullable(),
  by: Asker,
});
/**
 * What the marks and ranks of a run would be with other rulings. Nothing is stored. Ranked by the exam's rules with the
 * other units as they stand; without rules, or without the other units' marks, by the mark of this unit alone.
 */
export const WhatIfRequest = z.strictObject({
  ask: z.literal("what_if"),
  runId: Id,
  /** Besides those of the run. */
  rulings: z.array(Ruling).max(200),
  /** Ids of rulings of the run, as it names them, that would no longer hold. */
  without: z.array(z.string().max(80)).max(200).default([]),
  /** A rank, as 500: how many cross it in each ranking. */
  line: z.int().min(1).max(10_000_000).nullable(),
});
/** Who changed between two runs of one unit, and by how much. */
export const CompareRequest = z.strictObject({ ask: z.literal("compare"), before: Id, after: Id });
/** Each item of one candidate in a run, with the reason of its mark. */
export const WhyRequest = z.strictObject({ ask: z.literal("why"), runId: Id, anonymityNumber: Anonymity });

/** What a run takes for right of one item. */
export const KeyRequest = z.strictObject({ ask: z.literal("key"), runId: Id, item: PaperRef });

export const MarkingRequest = z.discriminatedUnion("ask", [
  MarkRequest,
  RankRequest,
  WhatIfRequest,
  CompareRequest,
  WhyRequest,
  KeyRequest,
]);
export type MarkingRequest = z.infer<typeof MarkingRequest>;

export const MARKING_REFUSALS = [
  "sitting_unknown",
  /** Its collection is not closed: `detail` is its phase. */
  "sitting_not_closed",
  /** Closed, but not everything that was received before is stored yet. */
  "still_arriving",
  /** Rehearsals and demonstrations are never marked. */
  "rehearsal",
  /** No key is stored, or another sitting of the paper is not over. */
  "key_shut",
  /** The paper or its key is not whole. */
  "paper_not_whole",
  /** Rulings that contradict each other, or that name what the papers do not have. */
  "rulings_problems",
  "run_unknown",
  "run_not_done",
  "candidate_unknown",
  "item_unknown",
  "exam_unknown",
  /** Nobody has given rules of ranking for this exam. */
  "no_ranking_rules",
  /** What stands in the way of ranking: units without marks, candidates without a line, unknown codes. */
  "ranking_problems",
  /** Equal candidates are left after every tie-break and no lottery is drawn. */
  "ties_left",
] as const;
export type MarkingRefusal = (typeof MARKING_REFUSALS)[number];

export const Refused = z.strictObject({
  kind: z.literal("refused"),
  code: z.enum(MARKING_REFUSALS),
  /** In English, for who prepared the files: every problem, the first hundred of them. */
  details: z.array(z.string()),
});
export type Refused = z.infer<typeof Refused>;

export const RunStarted = z.strictObject({ kind: z.literal("run_started"), runId: Id });
export const RankingStarted = z.strictObject({ kind: z.literal("ranking_started"), rankingRunId: Id });

const Move = z.strictObject({
  candidate: Anonymity,
  /** Null: no rank. Without a lottery equal candidates share the best of their ranks. */
  rankBefore: Count.nullable(),
  rankAfter: Count.nullable(),
  totalBefore: Count.nullable(),
  totalAfter: Count.nullable(),
});
export type Move = z.infer<typeof Move>;

export const WhatIfRanking = z.strictObject({
  /** Code and name of the ranking; the unit's where there are no rules. */
  code: z.string(),
  name: z.string(),
  ranked: Count,
  moved: Count,
  /** The largest ways up and down, in ranks. */
  mostUp: Count,
  mostDown: Count,
  /** Those who move furthest, the first fifty. */
  movers: z.array(Move),
  /** Null where no line was asked for. */
  line: z
    .strictObject({
      rank: Count,
      /** How many come in at the line or above, and how many fall below it. */
      comeIn: Count,
      fallOut: Count,
      /** Who they are, the first two hundred. */
      crossing: z.array(Move),
    })
    .nullable(),
});
export type WhatIfRanking = z.infer<typeof WhatIfRanking>;

export const MarkChanges = z.strictObject({
  candidates: Count,
  changed: Count,
  higher: Count,
  lower: Count,
  /** Thousandths. */
  mostGained: z.int(),
  mostLost: z.int(),
  meanBefore: z.number(),
  meanAfter: z.number(),
  /** How many candidates each changed item touches, most first. */
  items: z.array(z.strictObject({ item: PaperRef, candidates: Count })),
});
export type MarkChanges = z.infer<typeof MarkChanges>;

export const WhatIfAnswer = z.strictObject({
  kind: z.literal("what_if"),
  runId: Id,
  /** Common maximum, thousandths. */
  maximum: Count,
  marks: MarkChanges,
  rankings: z.array(WhatIfRanking),
  /** By the exam's rules, or by the mark of this unit alone. */
  rankedBy: z.enum(["rules", "unit"]),
  /** Milliseconds that the answer took. */
  tookMs: z.number(),
});
export type WhatIfAnswer = z.infer<typeof WhatIfAnswer>;

export const CompareAnswer = z.strictObject({
  kind: z.literal("compare"),
  before: Id,
  after: Id,
  marks: MarkChanges,
  /** Largest change first, the first two hundred. Marks in thousandths; null with a code in its place. */
  changes: z.array(
    z.strictObject({
      candidate: Anonymity,
      before: Count.nullable(),
      after: Count.nullable(),
      codeBefore: z.string().nullable(),
      codeAfter: z.string().nullable(),
      items: z.array(z.strictObject({ item: PaperRef, before: Count.nullable(), after: Count.nullable() })),
    }),
  ),
});
export type CompareAnswer = z.infer<typeof CompareAnswer>;

export const WhyAnswer = z.strictObject({
  kind: z.literal("why"),
  runId: Id,
  anonymityNumber: Anonymity,
  mark: Count.nullable(),
  maximum: Count,
  code: z.string().nullable(),
  items: z.array(
    z.strictObject({
      item: PaperRef,
      /** Thousandths; null where the item is out of mark and maximum. */
      mark: Count.nullable(),
      maximum: Count,
      /** JSON of the value that counts; empty: none. */
      answer: z.string(),
      /** In English, as in why.csv. */
      why: z.string(),
      /** Of the ruling that decided it, as the run names it; null: marked as answered. */
      ruling: z.string().nullable(),
    }),
  ),
});
export type WhyAnswer = z.infer<typeof WhyAnswer>;

export const KeyAnswer = z.strictObject({
  kind: z.literal("key"),
  runId: Id,
  item: PaperRef,
  /** QRM, QROC… */
  type: z.string(),
  /** The key, or what rulings of the run put in its place; several are alternatives. */
  keys: z.array(ItemKey).min(1),
});
export type KeyAnswer = z.infer<typeof KeyAnswer>;

export const MarkingAnswer = z.discriminatedUnion("kind", [
  Refused,
  RunStarted,
  RankingStarted,
  WhatIfAnswer,
  CompareAnswer,
  WhyAnswer,
  KeyAnswer,
]);
export type MarkingAnswer = z.infer<typeof MarkingAnswer>;

interface Answers {
  readonly mark: typeof RunStarted;
  readonly rank: typeof RankingStarted;
  readonly what_if: typeof WhatIfAnswer;
  readonly compare: typeof CompareAnswer;
  readonly why: typeof WhyAnswer;
  readonly key: typeof KeyAnswer;
}
/** What a question of that name is answered with, or refused. */
export type AnswerTo<Ask extends MarkingRequest["ask"]> = z.infer<Answers[Ask]> | Refused;
