/** Templates that an office has written; where there is none, the built-in text goes out. */
import { and, asc, eq, sql } from "drizzle-orm";
import { BUILT_IN } from "#domain/mail/built-in-texts";
import type { MailKind } from "#domain/mail/mail";
import type { MailTemplate } from "#domain/mail/mail-text";
import { type Database, reading } from "#postgres/queries/reading";
import { mailTemplate } from "#postgres/schema/mail";

export type EventKind = Exclude<MailKind, "office">;

export async function eventTemplate(database: Database, competitionId: number, kind: EventKind): Promise<MailTemplate> {
  const [row] = await database
    .select({ template: mailTemplate.template })
    .from(mailTemplate)
    .where(and(eq(mailTemplate.competitionId, competitionId), eq(mailTemplate.kind, kind), eq(mailTemplate.name, "")));
  return row?.template ?? BUILT_IN[kind];
}

export type TemplateRow = typeof mailTemplate.$inferSelect;
export const templatesOf = (database: Database, competitionId: number): Promise<TemplateRow[]> =>
  reading("templates", () =>
    database
      .select()
      .from(mailTemplate)
      .where(eq(mailTemplate.competitionId, competitionId))
      .orderBy(asc(mailTemplate.kind), asc(mailTemplate.name)),
  );

export interface TemplateToKeep {
  readonly competitionId: number;
  readonly kind: MailKind;
  readonly name: string;
  readonly template: MailTemplate;
  readonly by: string;
}
/** A text that an office no longer wants: of an event, the built-in one goes out again. False: another version stands there. */
export async function dropTemplate(
  database: Database,
  competitionId: number,
  id: number,
  version: number,
): Promise<boolean> {
  const gone = await reading("template", () =>
    database
      .delete(mailTemplate)
      .where(
        and(eq(mailTemplate.id, id), eq(mailTemplate.competitionId, competitionId), eq(mailTemplate.version, version)),
      )
      .returning({ id: mailTemplate.id }),
  );
  return gone.length > 0;
}

/** `version`: that the text was changed from; 0: there was none. Null: somebody else was first. */
export async function keepTemplate(database: Database, kept: TemplateToKeep, version: number): Promise<number | null> {
  const rows = await reading("template", () =>
    database
      .insert(mailTemplate)
      .values(kept)
      .onConflictDoUpdate({
        target: [mailTemplate.competitionId, mailTemplate.kind, mailTemplate.name],
        set: { template: kept.template, by: kept.by, at: sql`now()`, version: sql`${mailTemplate.version} + 1` },
        setWhere: eq(mailTemplate.version, version),
      })
      .returning({ version: mailTemplate.version }),
  );
  return rows[0]?.version ?? null;
}
