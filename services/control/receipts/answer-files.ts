/** An answer file that somebody dropped on their console: for the places in which they may do without a receipt. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { AnswerFileOutcome } from "#contracts/answer-file";
import { answer, refused } from "#http/request";
import { type ConsoleParts, withSitting } from "#control/http/console-request";
import type { Bringer } from "#evidence/answer-files/import-file";
import type { Places } from "#domain/sitting/places";
import { signatureOf, type StaffAccount } from "#domain/staff/account";
import { authorityFor } from "#domain/staff/authority";

export interface AnswerFileParts extends ConsoleParts {
  readonly book: ConsoleParts["book"] & { places(sittingId: number): Places };
  /** Rejects with StoreTrouble. Null: the exam office keeps its key, and imports by the command line. */
  readonly takeAnswerFile: ((bytes: Uint8Array, bringer: Bringer) => Promise<AnswerFileOutcome>) | null;
}

export function addAnswerFiles(app: OpenAPIHono, { takeAnswerFile, ...parts }: AnswerFileParts): void {
  app.post(
    "/api/console/sittings/:sittingId/answer-files",
    withSitting(parts, async (c, { account, sitting }) => {
      if (takeAnswerFile === null)
        return answer(c, refused("not_found", "answer files are imported by the exam office"));
      // An operator, or a technician, has no candidate whose file this could be: nothing is opened for them.
      if (!mayBring(account)) return answer(c, refused("not_allowed"));
      const bytes = new Uint8Array(await c.req.arrayBuffer());
      return answer(c, await takeAnswerFile(bytes, bringerOf(account, sitting.id, parts.book.places(sitting.id))));
    }),
  );
}

const mayBring = ({ role }: StaffAccount): boolean => role !== "operator" && role !== "technician";

const bringerOf = (account: StaffAccount, sittingId: number, places: Places): Bringer => ({
  name: signatureOf(account),
  objection(file) {
    if (file.sittingId !== sittingId)
      return { code: "other_sitting", detail: `of sitting ${file.sittingId}, not of ${sittingId}` };
    const scope = { kind: "candidate", id: file.candidateId } as const;
    const authority = authorityFor(account, { kind: "waive_receipt", scope }, places, { twoPersonActs: [] });
    return "refusal" in authority ? { code: "other_place", detail: "of a candidate of another room" } : null;
  },
});
