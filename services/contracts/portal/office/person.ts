/** GET /api/office/competitions/{id}/people/{id}: one student with everything that an office may be asked about. */
import { z } from "zod";
import { AnswerKind, AnswerShown } from "#contracts/portal/office/answers";
import { PersonShown } from "#contracts/portal/office/http";
import { MailShown } from "#contracts/portal/office/mails";

const Id = z.int().min(1);
const Count = z.int().min(0);

export const PersonOpened = z.strictObject({
  person: PersonShown,
  /** Null: none. `waiting`: no password was chosen yet. */
  account: z.strictObject({ login: z.string(), state: z.enum(["ready", "waiting", "closed"]) }).nullable(),
  /** In the order of the rules; a unit without a mark has none of the rest. */
  marks: z.array(
    z.strictObject({
      ...{ unit: z.string(), name: z.string(), cell: z.string(), source: z.string() },
      ...{ by: z.string(), atMs: Count.nullable() },
    }),
  ),
  /** Lists of wishes, the newest first. */
  wishes: z.array(z.strictObject({ programmes: z.array(z.string()), atMs: Count, by: z.string() })),
  /** Of the publication that students read now; null: the person is not in it, or has no seat there. */
  seat: z
    .strictObject({
      ...{ publicationId: Id, programme: z.string(), name: z.string(), wish: Count.nullable() },
      answersUntilMs: Count.nullable(),
      said: AnswerShown.nullable(),
      /** What may still be said. */
      open: z.array(AnswerKind),
    })
    .nullable(),
  mails: z.array(MailShown),
  /** R39: who of the staff has seen what, the newest first. */
  seenBy: z.array(
    z.strictObject({
      ...{ atMs: Count, who: z.string(), what: z.string() },
      /** In a list of everybody. */
      inList: z.boolean(),
    }),
  ),
  /** Looks of the student. */
  ownLooks: z.strictObject({ count: Count, lastAtMs: Count.nullable() }),
});
export type PersonOpened = z.infer<typeof PersonOpened>;
