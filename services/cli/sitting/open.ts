import { randomUUID } from "node:crypto";
import { type Command, Refusal, UsageError } from "#cli/command";
import { readArguments } from "#cli/import/arguments";
import { manifestKey } from "#cli/packages/keys";
import { isoInstant } from "#domain/exam/local-time";
import { databaseOf, type Database } from "#postgres/queries/reading";
import { createSitting, findPapers } from "#postgres/queries/sittings";
import { sealSitting } from "#preparation/seal/seal-paper";
import { createJournal } from "#redis/journal";
import { inEnglish } from "#domain/sitting/reason-in-english";
import { NATION } from "#domain/sitting/scope";

/** Makes a sitting, seals its paper and opens its check-in: candidates of the paper's exam may sign in from then on. */
export const sittingOpenCommand: Command = {
  path: ["sitting", "open"],
  usage: "sitting open --paper SLUG --title TITLE [--exam SLUG] [--start ISO] [--rehearsal]",
  summary: "makes a sitting of a paper, seals it and opens its check-in; prints its id",
  async run(args, context) {
    const { values } = readArguments(args, {
      paper: { type: "string" },
      title: { type: "string" },
      exam: { type: "string" },
      start: { type: "string" },
      rehearsal: { type: "boolean", default: false },
    });
    const title = values.title?.trim();
    if (!values.paper || !title) throw new UsageError("--paper and --title are needed");
    const plannedStartMs = values.start === undefined ? context.now() : instantOf(values.start);
    const database = databaseOf(context.database());
    const journal = createJournal(context.redisControl());
    const paperId = await onePaper(database, values.paper, values.exam ?? null);
    await context.redisControl().ping(); // before anything is made: without the journal nothing can be opened
    const key = await manifestKey(context);
    const sittingId = await createSitting(database, { paperId, title, plannedStartMs, rehearsal: values.rehearsal });
    await sealSitting(context.database(), sittingId, key); // whoever signs in next gets the package
    const request = {
      id: randomUUID(),
      kind: "check_in",
      author: "operator",
      cause: "opened",
      scope: NATION,
      effectiveAtMs: null,
    } as const;
    const said = await journal.append(sittingId, request);
    if (said.outcome === "refused")
      throw new Refusal(`sitting ${sittingId} is planned, but not open: ${inEnglish(said.reason)}`);
    context.out(String(sittingId));
    return 0;
  },
};

function instantOf(text: string): number {
  const ms = isoInstant(text);
  if (ms === null) throw new UsageError(`--start takes an instant such as 2026-03-19T09:00+01:00, not "${text}"`);
  return ms;
}

async function onePaper(database: Database, slug: string, examSlug: string | null): Promise<number> {
  const papers = await findPapers(database, slug, examSlug);
  const [only] = papers;
  if (!only) throw new Refusal(`no paper "${slug}"${examSlug === null ? "" : ` in exam "${examSlug}"`}`);
  if (papers.length > 1) throw new Refusal(`which exam? --exam ${papers.map((paper) => paper.examSlug).join(" | ")}`);
  return only.id;
}
