/** What students see of a competition, and what they send. Times are server times, ms. */
import { z } from "zod";
import { STATUSES } from "#domain/ranking/rank";
import { SEAT_ANSWERS } from "#domain/student/seat-answer";

const Code = z.string().min(1).max(64);
const Atms = z.int().nonnegative();
const Window = z.strictObject({ name: z.string(), opensAtMs: Atms, closesAtMs: Atms });

export const WishListView = z.strictObject({
  programmes: z.array(z.string()),
  version: z.int().nonnegative(),
  atMs: Atms.nullable(),
});
export type WishListView = z.infer<typeof WishListView>;

/** GET /api/student/competitions. */
export const TakenCompetition = z.strictObject({
  id: z.int(),
  slug: z.string(),
  title: z.string(),
  studentNumber: z.string(),
  windows: z.array(Window),
  hasWishes: z.boolean(),
  /** Newest publication in force, ms; null: nothing is published. */
  publishedAtMs: Atms.nullable(),
});
export const TakenCompetitions = z.strictObject({ competitions: z.array(TakenCompetition), serverTimeMs: Atms });
export type TakenCompetitions = z.infer<typeof TakenCompetitions>;

/** GET /api/student/competitions/:id/wishes. */
export const WishesView = z.strictObject({
  list: WishListView,
  programmes: z.array(
    z.strictObject({ code: z.string(), name: z.string(), places: z.int().nonnegative(), allowed: z.boolean() }),
  ),
  /** 0: as many as there are. */
  most: z.int().nonnegative(),
  windows: z.array(Window),
  frozen: z.boolean(),
  /** Whoever chooses also says what they compete for. */
  enrols: z.boolean(),
  serverTimeMs: Atms,
});
export type WishesView = z.infer<typeof WishesView>;

const PROGRAMMES_MAX = 1_000;
/** POST /api/student/competitions/:id/wishes. */
export const WishesToSave = z.strictObject({
  programmes: z.array(Code).max(PROGRAMMES_MAX),
  /** Of the list that was changed into this one. */
  version: z.int().nonnegative(),
});
/** Not saved: everything that is wrong, at once, and the list that is in force. */
export const WishProblemView = z.discriminatedUnion("rule", [
  z.strictObject({ rule: z.literal("wishes_frozen") }),
  z.strictObject({ rule: z.literal("wishes_closed"), opensAtMs: Atms.nullable(), closedAtMs: Atms.nullable() }),
  z.strictObject({ rule: z.enum(["wish_repeated", "wish_not_allowed"]), programme: z.string() }),
  z.strictObject({ rule: z.literal("too_many_wishes"), most: z.int() }),
  z.strictObject({ rule: z.literal("saved_elsewhere"), current: WishListView }),
]);
export const WishesSaved = z.discriminatedUnion("outcome", [
  z.strictObject({ outcome: z.literal("saved"), list: WishListView, serverTimeMs: Atms }),
  z.strictObject({ outcome: z.literal("refused"), problems: z.array(WishProblemView), serverTimeMs: Atms }),
]);
export type WishesSaved = z.infer<typeof WishesSaved>;

/** GET /api/student/competitions/:id/history. */
export const StudentHistory = z.strictObject({
  wishes: z.array(WishListView.extend({ by: z.string() })),
  answers: z.array(z.strictObject({ programme: z.string(), answer: z.enum(SEAT_ANSWERS), atMs: Atms, by: z.string() })),
});
export type StudentHistory = z.infer<typeof StudentHistory>;

const ShownWish = z.strictObject({
  programme: z.string(),
  number: z.int(),
  rank: z.int().nullable(),
  lastRank: z.int().nullable(),
  waiting: z.int().nullable(),
  outcome: z.enum([
    ...(["admitted", "inAddition", "kept", "givenUp", "locked", "unranked", "full", "held", "capped"] as const),
    ...(["beyond", "amiss"] as const),
  ]),
});
export const OwnResultView = z.strictObject({
  marks: z
    .array(
      z.strictObject({
        unit: z.string(),
        value: z
          .union([z.strictObject({ mark: z.number(), maximum: z.number() }), z.strictObject({ code: z.string() })])
          .nullable(),
      }),
    )
    .nullable(),
  rankings: z
    .array(
      z.strictObject({
        ranking: z.string(),
        total: z.number().nullable(),
        outOf: z.number().nullable(),
        rank: z.int().nullable(),
        ranked: z.int().nullable(),
        status: z.enum(STATUSES),
        excludedBy: z.string().nullable(),
      }),
    )
    .nullable(),
  seat: z
    .strictObject({
      round: z.int(),
      programme: z.string().nullable(),
      code: z.string().nullable(),
      wish: z.int().nullable(),
      wishes: z.array(ShownWish),
    })
    .nullable(),
  explanation: z.strictObject({ fr: z.array(z.string()), en: z.array(z.string()) }).nullable(),
  reorientation: z.string().nullable(),
});
export type OwnResultView = z.infer<typeof OwnResultView>;

/** GET /api/student/competitions/:id/results. `result` null: nothing is published, or this student is not in it. */
export const ResultsView = z.strictObject({
  publicationId: z.int().nullable(),
  publishedAtMs: Atms.nullable(),
  /** When something comes that two have signed; told only as a time. */
  nextAtMs: Atms.nullable(),
  /** Null: nobody is asked. */
  answersUntilMs: Atms.nullable(),
  hasEveryone: z.boolean(),
  result: OwnResultView.nullable(),
  serverTimeMs: Atms,
});
export type ResultsView = z.infer<typeof ResultsView>;

/** GET /api/student/competitions/:id/everyone. */
export const EveryoneView = z.strictObject({
  marks: z.array(z.strictObject({ unit: z.string(), marks: z.array(z.number()) })),
  rankings: z.array(
    z.strictObject({
      ranking: z.string(),
      outOf: z.number().nullable(),
      lines: z.array(
        z.strictObject({ rank: z.int().nullable(), total: z.number().nullable(), seat: z.string().nullable() }),
      ),
    }),
  ),
  wishes: z.array(z.strictObject({ programme: z.string(), first: z.int(), all: z.int() })),
});

/** GET /api/student/competitions/:id/answer: what may still be said, and what was. */
export const SeatAnswerView = z.strictObject({
  publicationId: z.int().nullable(),
  programme: z.string().nullable(),
  last: z.enum(SEAT_ANSWERS).nullable(),
  lastAtMs: Atms.nullable(),
  open: z.array(z.enum(SEAT_ANSWERS)),
  untilMs: Atms.nullable(),
  serverTimeMs: Atms,
});
export type SeatAnswerView = z.infer<typeof SeatAnswerView>;
/**
 * POST /api/student/competitions/:id/answer. Refusal `refused`, whose problem has the code `no_seat`, `seat_changed`,
 * `answers_over`, `answer_final`, `confirmation_needed` or `sign_in_again`.
 */
export const SeatAnswerToGive = z.strictObject({
  publicationId: z.int().positive(),
  programme: Code,
  answer: z.enum(SEAT_ANSWERS),
  confirmed: z.boolean(),
});
