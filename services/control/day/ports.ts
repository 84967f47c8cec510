/** What single acts of the day need besides acting: the list of candidates and the plan, in PostgreSQL. */
import type { ExamPlanView, RescheduleAsked } from "#contracts/console/day";
import type { StaffListed } from "#contracts/console/preparation";
import type { ActParts } from "#control/acts/ports";
import type { ExtraTime } from "#domain/sitting/clock";
import type { Reason } from "#domain/sitting/reason";

export type DayOutcome<T> = { readonly done: T } | { readonly refused: Reason };
export interface CandidateAt {
  readonly candidateId: number;
  readonly roomId: number;
  readonly seat: string;
}
export interface Admission {
  readonly roomId: number;
  readonly seat: string;
  readonly studentNumber: string;
  readonly familyName: string;
  readonly givenName: string;
  readonly extraTime: ExtraTime;
}

/** All reject with StoreTrouble while PostgreSQL is away; asked again they find what they did the first time. */
export interface DayStore {
  reissueCard(candidateId: number, codeHmac: Buffer): Promise<DayOutcome<CandidateAt>>;
  admit(examId: number, admission: Admission, codeHmac: Buffer): Promise<DayOutcome<CandidateAt>>;
  move(candidateId: number, roomId: number, seat: string): Promise<DayOutcome<CandidateAt>>;
  reschedule(
    asked: Omit<RescheduleAsked, "cause"> & { readonly cancelledSittingId: number },
  ): Promise<DayOutcome<{ sittingId: number }>>;
  plan(examId: number): Promise<ExamPlanView>;
  staff(examId: number): Promise<StaffListed>;
}

export interface DayParts extends ActParts {
  readonly day: DayStore;
  readonly book: ActParts["book"] & {
    /** Reads the exam again, so that consoles see what was changed. Rejects while PostgreSQL is away. */
    refresh(examId: number): Promise<void>;
  };
  /** A fresh card: its code in clear, to be shown once, and what is stored of it. */
  newCard(): { readonly code: string; readonly codeHmac: Buffer };
  /** A fresh id of an act. */
  newId(): string;
}
