import { drizzle } from "drizzle-orm/node-postgres";
import { Refusal, UsageError, type Command } from "#cli/command";
import { readArguments } from "#cli/import/arguments";
import { createExam } from "#postgres/exam/exams";

/** Makes an exam for papers and candidates to be imported into. */
export const createExamCommand: Command = {
  path: ["create", "exam"],
  usage: "create exam SLUG --title TITLE",
  summary: "makes an exam, for papers and candidates to be imported into",
  async run(args, context) {
    const { values, positionals } = readArguments(args, { title: { type: "string" } });
    const [slug, ...rest] = positionals;
    const title = values.title?.trim();
    if (slug === undefined || rest.length > 0 || !title) throw new UsageError("one slug and a title are needed");
    if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(slug))
      throw new UsageError(`"${slug}": a slug is of small letters, digits and dashes, at most 40`);
    const made = await createExam(drizzle(context.database()), slug, title);
    if (!made) throw new Refusal(`there is already an exam "${slug}"`);
    context.out(`exam "${slug}" made: ${title}`);
    return 0;
  },
};
