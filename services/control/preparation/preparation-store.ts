/** Imports of a console, on PostgreSQL with control's own rights. */
import type { ImportAnswer } from "#contracts/console/preparation";
import {
  candidateChanges,
  countsOf,
  listedOf,
  previewOf,
  problemsOf,
  sameOf,
  staffChanges,
} from "#control/preparation/answer";
import type { ImportAsked, ImportDone, PreparationStore } from "#control/preparation/ports";
import { examProblems } from "#control/preparation/exam-problems";
import { StoreTrouble } from "#domain/ports/answer-stream";
import type { Problem } from "#domain/exam/problem";
import { type ExamRef, findExam, findExamById } from "#postgres/exam/exams";
import { type Database, reading } from "#postgres/queries/reading";
import { readCandidateFile } from "#preparation/candidate-file";
import { importCandidates } from "#preparation/candidate-import";
import type { Change } from "#preparation/change";
import { makeCredentials } from "#preparation/credentials";
import { planOfExam, readExamFile } from "#preparation/exam-file";
import { importExam } from "#preparation/exam-import";
import { lettersFor } from "#preparation/letters";
import { rehearsable } from "#preparation/rehearsable";
import { importStaff, readStaffFile } from "#preparation/staff-import";
import { UnreadableTable } from "#preparation/table-text";
import type { Passwords } from "#runtime/password";

/** All candidates of a nation, or the passwords of all its staff; the screen waits a little longer. */
const IMPORT_WITHIN_MS = 110_000;
const MEDIA_TYPES = { pdf: "application/pdf", csv: "text/csv" } as const;

export interface PreparationSources {
  readonly database: Database;
  /** Whether the journal of a sitting holds an act. Rejects with StoreTrouble. */
  hasBegun(sittingId: number): Promise<boolean>;
  /** Ends all sessions of an account. Rejects with StoreTrouble. */
  endSessions(accountId: number): Promise<void>;
  readonly passwords: Passwords;
  staffSecret(): Buffer;
}

const NOTHING: Pick<ImportAnswer, "changes" | "listed" | "preview" | "letters"> = {
  changes: [],
  listed: [],
  preview: { columns: [], rows: [] },
  letters: null,
};
const unreadable = (message: string): Problem => ({ rule: "unreadable", place: "", message, value: message });

export function createPreparationStore(sources: PreparationSources): PreparationStore {
  const { database } = sources;
  const imports = { exam: examImport, staff: staffImport, candidates: candidatesImport };

  /** A file of which nothing was understood, or nothing is right. */
  const refusedFile = (exam: ExamRef, problems: readonly Problem[], preview = NOTHING.preview): ImportDone => ({
    examId: exam.id,
    answer: { ...NOTHING, preview, stored: false, problems: problemsOf(problems) },
  });
  const told = (
    asked: ImportAsked,
    outcome: { readonly examId: number; readonly problems: readonly Problem[] },
    changes: readonly Change[],
    same: Parameters<typeof countsOf>[1],
    more: Partial<ImportAnswer> = {},
  ): ImportDone => ({
    examId: outcome.examId,
    answer: {
      ...NOTHING,
      stored: !asked.dryRun && outcome.problems.length === 0,
      changes: countsOf(changes, same),
      listed: listedOf(changes),
      problems: problemsOf(outcome.problems),
      ...more,
    },
  });

  async function examImport(exam: ExamRef, asked: ImportAsked): Promise<ImportDone> {
    let json: unknown;
    try {
      json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(asked.bytes));
    } catch (error) {
      return refusedFile(exam, [unreadable(error instanceof Error ? error.message : String(error))]);
    }
    const { file, problems } = readExamFile(json);
    if (file === null) return refusedFile(exam, problems);
    const taken = (slug: string) => findExam(database, slug).then((found) => found !== null);
    problems.push(...(await examProblems(exam.slug, file.plan, taken)));
    if (problems.length > 0) return refusedFile(exam, problems);
    const { hasBegun } = sources;
    const outcome = await rehearsable(database, asked.dryRun, (tx) =>
      importExam(tx, file, { hasBegun, papers: new Map() }),
    );
    return told(asked, outcome, outcome.changes, sameOf(outcome.named, outcome.changes));
  }

  async function staffImport(exam: ExamRef, asked: ImportAsked): Promise<ImportDone> {
    const { table, staff, problems } = readStaffFile(asked.bytes);
    if (problems.length > 0) return refusedFile(exam, problems, previewOf(table));
    const endAll = async (ids: readonly number[]) => {
      for (const id of ids) await sources.endSessions(id);
    };
    const outcome = await rehearsable(database, asked.dryRun, async (tx) => {
      const done = await importStaff(tx, exam, staff, asked, (login, role) =>
        makeCredentials(login, role, sources.passwords, sources.staffSecret),
      );
      const file = done.letters.length === 0 ? null : await lettersFor(asked.letters, exam.title, done.letters);
      // Before they are stored: while the control Redis is away, nobody stays in who should be out.
      if (!asked.dryRun && done.problems.length === 0) await endAll(done.outdated);
      return { ...done, examId: exam.id, file };
    });
    const stored = !asked.dryRun && outcome.problems.length === 0;
    // Once more, for who signed in between; what is stored is told in any case, the passwords above all.
    if (stored) await endAll(outcome.outdated).catch(unlessTrouble);
    const { plan, file } = outcome;
    const letters = file && {
      count: outcome.letters.length,
      fileName: `${exam.slug}-letters.${asked.letters}`,
      mediaType: MEDIA_TYPES[asked.letters],
      base64: file.toString("base64"),
    };
    const changes = staffChanges(plan, asked.removeMissing);
    return told(asked, outcome, changes, { account: plan.unchangedCount }, { preview: previewOf(table), letters });
  }

  async function candidatesImport(exam: ExamRef, asked: ImportAsked): Promise<ImportDone> {
    const file = readCandidateFile(asked.bytes);
    const preview = previewOf(file.table);
    if (file.problems.length > 0) return refusedFile(exam, file.problems, preview);
    const { plan, problems } = await rehearsable(database, asked.dryRun, (tx) => importCandidates(tx, exam, file));
    const same = { candidate: plan.unchangedCount };
    return told(asked, { examId: exam.id, problems }, candidateChanges(plan), same, { preview });
  }

  return {
    importFile: (examId, asked) =>
      reading(
        `import of ${asked.kind}`,
        async () => {
          const exam = await findExamById(database, examId);
          if (exam === null) return null;
          try {
            return await imports[asked.kind](exam, asked);
          } catch (error) {
            if (error instanceof UnreadableTable) return refusedFile(exam, [unreadable(error.message)]);
            throw error;
          }
        },
        IMPORT_WITHIN_MS,
      ),
    exportExam: (examId, as, days) =>
      reading("export", async () => {
        const exam = await findExamById(database, examId);
        return exam && planOfExam(database, exam, as ?? exam.slug, days);
      }),
  };
}

function unlessTrouble(error: unknown): void {
  if (!(error instanceof StoreTrouble)) throw error;
}
