/** Mails of the exam office (R40), under /api/office/competitions/{id}, and invitations, under /api/office/populations/{id}. */
import { z } from "zod";
import { READER_KINDS } from "#domain/mail/readers";
import { MAIL_KINDS, MAIL_STATES } from "#domain/mail/mail";

const Id = z.int().min(1);
const Count = z.int().min(0);
/** Lengths are the domain's to refuse, with their place. */
const Text = z.strictObject({ subject: z.string(), body: z.string() });
export const MailTemplate = z.strictObject({ fr: Text, en: Text });

/** Texts that an office may write: of an event of the rules, or for whenever it likes (`office`). */
export const WRITTEN_KINDS = ["wishes-saved", "results-published", "seat-offered", "resignation", "office"] as const;
export type WrittenKind = (typeof WRITTEN_KINDS)[number];

/** GET mail-templates: of each event the text that goes out now, then the office's own by name. */
export const TemplateShown = z.strictObject({
  /** Null: the built-in text. */
  id: Id.nullable(),
  ...{ kind: z.enum(WRITTEN_KINDS), name: z.string(), template: MailTemplate },
  /** 0: the built-in text. */
  ...{ version: Count, by: z.string(), atMs: Count.nullable() },
  /** The rules send it by themselves. */
  inRules: z.boolean(),
});
export type TemplateShown = z.infer<typeof TemplateShown>;
export const TemplatesShown = z.strictObject({ templates: z.array(TemplateShown), portalUrl: z.string() });
/** PUT mail-templates; `version` that the text was changed from. `conflict` when somebody saved another meanwhile. */
export const TemplateKept = z.strictObject({
  kind: z.enum(WRITTEN_KINDS),
  /** Of the office's own; "" of an event. */
  name: z.string().trim().max(80),
  template: MailTemplate,
  version: Count,
});
/** DELETE mail-templates/{id}. */
export const TemplateDropped = z.strictObject({ version: Count });

export const MailReaders = z.strictObject({ kind: z.enum(READER_KINDS), of: z.string().max(100_000) });
/** POST mail-sendings. `previewed` null: nothing is sent, only shown; else the fingerprint of the preview that was read. */
export const SendingAsked = z.strictObject({
  readers: MailReaders,
  template: MailTemplate,
  previewed: z.string().nullable(),
});
const Reached = z.strictObject({ personId: Id, studentNumber: z.string(), name: z.string(), recipient: z.string() });
export const RECIPIENTS_SHOWN = 500;
export const SendingShown = z.strictObject({
  /** How many mails were queued, or would be. */
  count: Count,
  queued: z.boolean(),
  /** Of these very mails: another text, another list or another sending in between has another one. */
  fingerprint: z.string(),
  /** The first of them. */
  recipients: z.array(Reached).max(RECIPIENTS_SHOWN),
  /** Would be readers, and have no address. */
  withoutAddress: z.array(z.strictObject({ personId: Id, studentNumber: z.string(), name: z.string() })),
  /** As the first readers of each language get it. */
  samples: z.array(
    z.strictObject({
      ...{ name: z.string(), recipient: z.string(), language: z.enum(["fr", "en"]) },
      ...{ subject: z.string(), body: z.string() },
    }),
  ),
});
export type SendingShown = z.infer<typeof SendingShown>;

/** GET mails?state=&search=&before=: newest first. */
export const MAILS_SHOWN = 100;
export const MailShown = z.strictObject({
  ...{ id: Id, kind: z.enum(MAIL_KINDS), recipient: z.string(), subject: z.string(), body: z.string() },
  ...{ state: z.enum(MAIL_STATES), attempts: Count, queuedAtMs: Count, dueAtMs: Count },
  ...{ sentAtMs: Count.nullable(), said: z.string().nullable() },
});
export type MailShown = z.infer<typeof MailShown>;
export const MailsShown = z.strictObject({
  counts: z.record(z.enum(MAIL_STATES), Count),
  mails: z.array(MailShown),
  /** There are older ones. */
  more: z.boolean(),
});
/** POST mails/again; `ids` null: all that were given up. */
export const MailsAgain = z.strictObject({ ids: z.array(Id).max(1_000).nullable() });

/** GET populations/{id}/accounts. */
export const AccountCounts = z.strictObject({
  ...{ students: Count, withoutMail: Count, withoutAccount: Count, waiting: Count, ready: Count },
});
export type AccountCounts = z.infer<typeof AccountCounts>;
/** POST populations/{id}/invitations; `personId` null: everybody who has not chosen a password. */
export const InvitationsAsked = z.strictObject({ personId: Id.nullable() });
export const Invited = z.strictObject({
  ...{ made: Count, joined: Count, invited: Count, withoutMail: Count },
  /** Student numbers whose address is somebody else's with another name. */
  doubtful: z.array(z.string()),
});
export type Invited = z.infer<typeof Invited>;
