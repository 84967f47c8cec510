/** Candidates against what is stored: all of a file or nothing. In one transaction. */
import { randomInt } from "node:crypto";
import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import { anonymityNumbers } from "#domain/exam/anonymity";
import { type CandidatePlan, planCandidates, seatsTakenByKept } from "#domain/exam/candidate-plan";
import type { Problem } from "#domain/exam/problem";
import { commitCandidates, openSittings, storedCandidates, takenAnonymityNumbers } from "#postgres/exam/candidates";
import { lockExam, type ExamRef } from "#postgres/exam/exams";
import { placeKey, storePlaces } from "#postgres/exam/places";
import type { CandidateFile } from "#preparation/candidate-file";

export interface CandidateImport {
  readonly plan: CandidatePlan;
  readonly problems: readonly Problem[];
}

/** `objection`: what a person has to agree to first, told as a problem. */
export async function importCandidates(
  tx: NodePgDatabase,
  exam: ExamRef,
  file: CandidateFile,
  objection: (plan: CandidatePlan) => Problem | null = () => null,
): Promise<CandidateImport> {
  await lockExam(tx, exam.id);
  const plan = planCandidates(file.candidates, await storedCandidates(tx, exam.id));
  const objected = objection(plan);
  const problems = [
    ...takenSeats(plan, file),
    ...(await removals(tx, exam, plan)),
    ...(objected === null ? [] : [objected]),
  ];
  if (problems.length === 0) await write(tx, exam, plan, file);
  return { plan, problems };
}

const takenSeats = (plan: CandidatePlan, file: CandidateFile): Problem[] =>
  seatsTakenByKept(plan, file.candidates).map((one) => ({
    rule: "seat-kept",
    place: "",
    message:
      `${one.studentNumber} ${one.familyName}: the seat ${one.centre} ${one.room} ${one.seat} is held by somebody ` +
      "who is not in the file and has answers",
    value: `${one.centre} ${one.room} ${one.seat}`,
  }));

async function removals(tx: NodePgDatabase, exam: ExamRef, plan: CandidatePlan): Promise<Problem[]> {
  const [open] = plan.gone.length === 0 ? [] : await openSittings(tx, exam.id);
  if (!open) return [];
  const message = `"${open.title}" is open: nobody can be removed before it has ended`;
  return [{ rule: "sitting-open", place: "", message, value: open.title }];
}

async function write(tx: NodePgDatabase, exam: ExamRef, plan: CandidatePlan, file: CandidateFile): Promise<void> {
  await storePlaces(
    tx,
    exam.id,
    file.candidates.map(({ centre, room }) => ({
      centre,
      centreName: file.centreNames.get(centre) ?? "",
      room,
      roomName: file.roomNames.get(placeKey(centre, room)) ?? "",
    })),
  );
  const taken = await takenAnonymityNumbers(tx, exam.id);
  await commitCandidates(
    tx,
    exam.id,
    plan,
    anonymityNumbers(plan.added.length, taken, (limit) => randomInt(limit)),
  );
}
