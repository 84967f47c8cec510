/** The demo exam, from the project's own files into an empty or already seeded database. */
import { createHmac } from "node:crypto";
import { join } from "node:path";
import type pg from "pg";
import { drizzle } from "drizzle-orm/node-postgres";
import { checkPaper, type CheckedPaper } from "#cli/import/check-paper";
import { readPaperFolder } from "#cli/import/paper-files";
import { demoCardCode, type HmacSha256 } from "#domain/exam/card-code";
import { demoCandidates } from "#domain/exam/demo-candidates";
import { DEMO_EXAM } from "#domain/exam/demo-exam";
import { demoCentres } from "#domain/exam/demo-places";
import { problemLine } from "#domain/exam/problem";
import { cardHmac, issueCards } from "#postgres/exam/cards";
import { candidateIds, insertCandidates } from "#postgres/exam/candidates";
import { createExam } from "#postgres/exam/exams";
import { insertPaper, replaceKeys } from "#postgres/exam/papers";
import { roomIds, storePlaces } from "#postgres/exam/places";
import { projectRoot } from "#runtime/project-root";

export const hmacSha256: HmacSha256 = (key, message) => createHmac("sha256", key).update(message).digest();

/** The demo paper and its key, checked. Throws when the project's own files are not complete: a defect. */
export function demoPaper(): { paper: CheckedPaper; keys: Record<string, unknown> } {
  const checked = checkPaper(readPaperFolder(join(projectRoot(), "infra/demo/paper"), null));
  if (!checked.ok) throw new Error([...checked.inPaper, ...checked.inKey].map(problemLine).join("\n"));
  if (!checked.keys) throw new Error("the demo paper has no key");
  return { paper: checked.paper, keys: checked.keys };
}

/**
 * Stores the demo exam: centres, rooms, candidates, a card for each, the paper and its key, in one transaction. Resolves
 * to false, changing nothing, when the exam is there already.
 */
export async function seedDemo(pool: pg.Pool, cardSecret: Buffer): Promise<boolean> {
  const { paper, keys } = demoPaper();
  return drizzle(pool).transaction(async (tx) => {
    // Making the exam comes first: its unique slug lets one of several starts at once do the work.
    const exam = await createExam(tx, DEMO_EXAM.slug, DEMO_EXAM.title);
    if (!exam) return false;
    await storePlaces(
      tx,
      exam.id,
      demoCentres().flatMap((centre) =>
        centre.rooms.map((room) => ({
          centre: centre.code,
          centreName: centre.name,
          room: room.code,
          roomName: room.name,
        })),
      ),
    );
    const candidates = demoCandidates();
    const anonymity = candidates.map((one) => one.anonymityNumber);
    await insertCandidates(tx, exam.id, candidates, anonymity, await roomIds(tx, exam.id));
    const stored = await candidateIds(tx, exam.id);
    await issueCards(
      tx,
      stored.map(({ id, studentNumber }) => ({
        candidateId: id,
        codeHmac: cardHmac(cardSecret, demoCardCode(studentNumber, hmacSha256)),
      })),
    );
    await replaceKeys(tx, await insertPaper(tx, { examId: exam.id, ...paper }), keys);
    return true;
  });
}
