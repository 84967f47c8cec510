/** What preparation on screen needs: imports and exports, on PostgreSQL. */
import type { ImportAnswer, ImportKind, LetterFormat } from "#contracts/console/preparation";
import type { ExamPlan } from "#contracts/exam/plan";
import type { ConsoleParts } from "#control/http/console-request";

export interface ImportAsked {
  readonly kind: ImportKind;
  readonly bytes: Buffer;
  readonly dryRun: boolean;
  /** Of staff: disables who is not in the file. */
  readonly removeMissing: boolean;
  readonly letters: LetterFormat;
  /** The account that asks. */
  readonly by: number;
}
export interface ImportDone {
  readonly answer: ImportAnswer;
  /** The exam that was stored: the one asked for, or its copy. */
  readonly examId: number;
}
/** Both reject with StoreTrouble while PostgreSQL is away. Null: there is no such exam. */
export interface PreparationStore {
  importFile(examId: number, asked: ImportAsked): Promise<ImportDone | null>;
  /** The plan as a file; `as` names a copy, whose dates are `days` later. */
  exportExam(examId: number, as: string | null, days: number): Promise<ExamPlan | null>;
}

export interface PreparationParts extends Pick<ConsoleParts, "sessionOf"> {
  readonly preparation: PreparationStore;
  readonly book: {
    /** Reads the exam again, so that consoles see what was changed. Rejects while PostgreSQL is away. */
    refresh(examId: number): Promise<void>;
  };
}
