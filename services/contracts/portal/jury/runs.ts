/** Marking runs as the jury reads them: by anonymity number, never by name. Marks in thousandths. */
import { z } from "zod";
import { Ruling } from "#contracts/marking/rulings";
import { SET_ASIDE_REASONS } from "#domain/answer/rule";
import { SUSPICION_CODES } from "#domain/marking/suspicions";

const Id = z.int();
const Count = z.int().min(0);

export const RunSummary = z.strictObject({
  id: Id,
  sittingId: Id,
  unit: z.string(),
  state: z.enum(["waiting", "running", "done", "failed"]),
  candidates: Count,
  markedCandidates: Count,
  askedByName: z.string(),
  askedAtMs: z.int(),
  doneAtMs: z.int().nullable(),
  trouble: z.string().nullable(),
  maximum: Count.nullable(),
  /** Of the file of marks, hex: what is compared when two people speak of one run. */
  marksSha256: z.string().nullable(),
  rulings: Count,
  setAsideEntries: Count.nullable(),
  /** What has changed since (R11); empty: the marks of today, or a run that is not finished. */
  stale: z.array(z.enum(["newer_run", "rulings", "texts"])),
});
export type RunSummary = z.infer<typeof RunSummary>;

/** GET /api/jury/exams/:examId. */
export const ExamOverview = z.strictObject({
  exam: z.strictObject({ id: Id, title: z.string(), timeZone: z.string() }),
  sittings: z.array(
    z.strictObject({
      id: Id,
      title: z.string(),
      paperTitle: z.string(),
      plannedStartMs: z.int(),
      rehearsal: z.boolean(),
    }),
  ),
  /** The newest first. */
  runs: z.array(RunSummary),
  /** The newest first. */
  rankings: z.array(
    z.strictObject({
      id: Id,
      askedByName: z.string(),
      doneAtMs: z.int(),
      candidates: Count,
      runIds: z.array(Id),
      /** What has changed since (R11); empty: the ranks of today. */
      stale: z.array(z.enum(["rules", "lottery", "marks", "rulings"])),
    }),
  ),
  /** Signed and not withdrawn, the last one signed first: candidates read the first whose hour has come. */
  releases: z.array(
    z.strictObject({
      decisionId: Id,
      runIds: z.array(Id),
      rankingRunId: Id.nullable(),
      publishAtMs: z.int(),
      /** Why it could not be released today. */
      problems: z.array(z.strictObject({ code: z.string(), place: z.string(), message: z.string() })),
    }),
  ),
});
export type ExamOverview = z.infer<typeof ExamOverview>;

/** POST /api/jury/exams/:examId/sittings/:sittingId/runs. Refusal: `refused`, with what the marking process says. */
export const RunAsked = z.strictObject({ runId: Id });

/** POST /api/jury/exams/:examId/rankings. Refusal: `refused`, with what the marking process says. */
export const RankingAsked = z.strictObject({ rankingRunId: Id });

/** Candidates with a mark from `from` on, below `to` (the last: up to it). */
export const Bin = z.strictObject({ from: Count, to: Count, candidates: Count });
export type Bin = z.infer<typeof Bin>;
/** Five numbers of a group's marks. */
export const Box = z.strictObject({
  name: z.string(),
  candidates: Count,
  lowest: Count,
  quarter: Count,
  median: Count,
  threeQuarters: Count,
  highest: Count,
});
export type Box = z.infer<typeof Box>;

export const RunItem = z.strictObject({
  position: Count,
  itemId: z.string(),
  paper: Count,
  maximum: Count,
  type: z.string().nullable(),
  /** Null: it counted for nobody. */
  candidates: Count.nullable(),
  answered: Count.nullable(),
  /** Mean share of the maximum. */
  difficulty: z.number().nullable(),
  discrimination: z.number().nullable(),
  suspicions: z.array(z.enum(SUSPICION_CODES)),
});
export type RunItem = z.infer<typeof RunItem>;

/** GET /api/jury/exams/:examId/runs/:runId. */
export const RunDetail = z.strictObject({
  run: RunSummary,
  rulings: z.array(Ruling),
  decisionIds: z.array(Id),
  papers: z.array(
    z.strictObject({
      paper: Count,
      candidates: Count,
      mean: z.number(),
      deviation: z.number(),
      alpha: z.number().nullable(),
    }),
  ),
  histogram: z.array(Bin),
  centres: z.array(Box),
  /** Suspicious ones first, then in the order of the paper. */
  items: z.array(RunItem),
});
export type RunDetail = z.infer<typeof RunDetail>;

/** GET /api/jury/exams/:examId/runs/:runId/items/:position. */
export const ItemDetail = z.strictObject({
  item: RunItem,
  choices: z.array(
    z.strictObject({
      chosen: z.string(),
      right: z.boolean().nullable(),
      count: Count,
      rate: z.number(),
      discrimination: z.number().nullable(),
    }),
  ),
  /** Mean share of the item among candidates grouped by the rest of their paper, weakest group first. */
  curve: z.array(z.strictObject({ candidates: Count, restFrom: Count, restTo: Count, share: z.number() })),
});
export type ItemDetail = z.infer<typeof ItemDetail>;

/** GET /api/jury/exams/:examId/runs/:runId/set-aside: the first two thousand. */
export const SetAsideList = z.strictObject({
  total: Count,
  entries: z.array(
    z.strictObject({
      anonymityNumber: z.string(),
      centre: z.string(),
      room: z.string(),
      itemId: z.string(),
      value: z.string(),
      reason: z.enum(SET_ASIDE_REASONS),
      epoch: Count,
      seq: Count,
      madeAtMs: z.int(),
      receivedAtMs: z.int(),
      endMs: z.int().nullable(),
      counted: z.boolean(),
    }),
  ),
});
export type SetAsideList = z.infer<typeof SetAsideList>;

/** POST /api/jury/exams/:examId/runs/:runId/what-if; answered with a WhatIfAnswer. */
export const WhatIfAsked = z.strictObject({
  rulings: z.array(Ruling).max(200),
  without: z.array(z.string().max(80)).max(200),
  line: z.int().min(1).max(10_000_000).nullable(),
});
export type WhatIfAsked = z.infer<typeof WhatIfAsked>;
