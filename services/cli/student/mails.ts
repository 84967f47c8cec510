/** `amphi student mails|template`: the log of mails by recipient, and what they say. */
import { readFileSync } from "node:fs";
import { type Command, BadInput, Refusal, UsageError } from "#cli/command";
import { readArguments, wholeNumber } from "#cli/import/arguments";
import { BUILT_IN } from "#domain/mail/built-in-texts";
import { filled, type MailTemplate, PLACEHOLDERS, templateProblems } from "#domain/mail/mail-text";
import { problemLine } from "#domain/exam/problem";
import { z } from "zod";
import { mailsAgain, mailsOf } from "#postgres/queries/mail/mail-log";
import { type EventKind, keepTemplate, templatesOf } from "#postgres/queries/mail/templates";
import { competitionBySlug } from "#postgres/queries/student/competitions";
import { type Database, databaseOf } from "#postgres/queries/reading";

const COMPETITION = { competition: { type: "string" } } as const;

async function chosenCompetition(database: Database, slug: string | undefined): Promise<number> {
  if (slug === undefined) throw new UsageError("--competition takes the short name of a competition");
  const id = await competitionBySlug(database, slug);
  if (id === null) throw new Refusal(`no competition "${slug}"`);
  return id;
}

export const studentMailsCommand: Command = {
  path: ["student", "mails"],
  usage: "student mails --competition SLUG [--again ID]",
  summary: "lists the mails of a competition, the newest first; one that was given up is sent again",
  async run(args, context) {
    const { values } = readArguments(args, { ...COMPETITION, again: { type: "string" } });
    const database = databaseOf(context.database());
    const competitionId = await chosenCompetition(database, values.competition);
    if (values.again !== undefined) {
      const id = wholeNumber("again", values.again, 1, Number.MAX_SAFE_INTEGER);
      if ((await mailsAgain(database, competitionId, [id], context.now())) === 0)
        throw new Refusal(`mail ${id} of this competition does not wait and was not given up`);
      context.out(`mail ${id} is tried again`);
      return 0;
    }
    for (const { attempts, id, kind, queuedAtMs, recipient, said, sentAtMs, state, subject } of await mailsOf(
      database,
      competitionId,
    )) {
      const when = new Date(sentAtMs ?? queuedAtMs).toISOString();
      context.out([id, state, when, recipient, kind, subject, `${attempts} attempts`, said ?? ""].join("\t"));
    }
    return 0;
  },
};

const EVENTS = Object.keys(BUILT_IN).filter((kind) => kind !== "invitation" && kind !== "reset") as EventKind[];
const Text = z.strictObject({ subject: z.string(), body: z.string() });
const Template = z.strictObject({ fr: Text, en: Text });

export const studentTemplateCommand: Command = {
  path: ["student", "template"],
  usage: `student template ${EVENTS.join("|")} --competition SLUG [--file JSON] [--preview]`,
  summary: "prints what a mail of a competition says, or puts another text in its place; with --preview only shows it",
  async run(args, context) {
    const options = { ...COMPETITION, file: { type: "string" }, preview: { type: "boolean", default: false } } as const;
    const { positionals, values } = readArguments(args, options);
    const kind = EVENTS.find((one) => one === positionals[0]);
    if (!kind || positionals.length > 1) throw new UsageError(`a kind of mail is needed: ${EVENTS.join(", ")}`);
    const database = databaseOf(context.database());
    const competitionId = await chosenCompetition(database, values.competition);
    const kept = (await templatesOf(database, competitionId)).find((one) => one.kind === kind && one.name === "");
    const template = values.file === undefined ? (kept?.template ?? BUILT_IN[kind]) : templateIn(values.file);
    const problems = templateProblems(kind, template);
    if (problems.length > 0) throw new BadInput(...problems.map(problemLine));
    if (values.preview) {
      const words = Object.fromEntries(PLACEHOLDERS[kind].map((word) => [word, `‹${word}›`]));
      for (const text of [template.fr, template.en].map((one) => filled(one, words)))
        context.out(`${text.subject}\n\n${text.body}\n`);
      return 0;
    }
    if (values.file === undefined) {
      context.out(JSON.stringify(template, null, 2));
      return 0;
    }
    const order = { competitionId, kind, name: "", template, by: "command line" };
    if ((await keepTemplate(database, order, kept?.version ?? 0)) === null)
      throw new Refusal("somebody else has changed this text meanwhile; look at it, then run this again");
    context.out(`the text of ${kind} is kept`);
    return 0;
  },
};

function templateIn(file: string): MailTemplate {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new BadInput(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const read = Template.safeParse(json);
  if (read.success) return read.data;
  throw new BadInput(...read.error.issues.map(({ message, path }) => `${file}: ${path.join(".")}: ${message}`));
}
