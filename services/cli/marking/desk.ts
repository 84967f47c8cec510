/** The marking process, asked from the command line. */
import { Refusal } from "#cli/command";
import type { CliContext } from "#cli/context";
import type { AnswerTo, MarkingRequest, Refused } from "#contracts/marking/requests";
import { StoreTrouble } from "#domain/ports/answer-stream";
import { createMarkingDesk } from "#redis/marking-desk";

/** Kept with what is asked for. */
export const COMMAND_LINE = { accountId: null, name: "command line" } as const;

/** Throws Refusal with the process's reasons, or when it does not answer. */
export async function askMarking<Request extends MarkingRequest>(
  context: CliContext,
  request: Request,
): Promise<Exclude<AnswerTo<Request["ask"]>, Refused>> {
  const connection = context.redisControl().duplicate({ maxRetriesPerRequest: null, commandTimeout: undefined });
  connection.on("error", () => undefined); // told by the question that it keeps from being answered
  const desk = createMarkingDesk(connection);
  try {
    const answer = await desk.ask(request);
    if (isRefused(answer)) throw refusalOf(answer);
    return answer as Exclude<typeof answer, Refused>;
  } catch (error) {
    if (error instanceof StoreTrouble) throw new Refusal(error.message);
    throw error;
  } finally {
    await desk.close();
    connection.disconnect();
  }
}

const isRefused = (answer: { readonly kind: string }): answer is Refused => answer.kind === "refused";

const IN_WORDS: Readonly<Record<Refused["code"], string>> = {
  sitting_unknown: "there is no such sitting; amphi sitting list shows them",
  sitting_not_closed: "the sitting's collection is not closed",
  still_arriving: "what was received before the close is not all stored yet; ask again in a moment",
  rehearsal: "a rehearsal or demonstration is never marked",
  key_shut: "the answer key is shut: none was imported, or another sitting of the paper is not over",
  paper_not_whole: "the paper or its key is not whole",
  rulings_problems: "the rulings do not fit",
  run_unknown: "there is no such run",
  run_not_done: "the run is not done",
  candidate_unknown: "the run has no such candidate",
  item_unknown: "the run has no such item",
  exam_unknown: "there is no such exam",
  no_ranking_rules: "the exam has no rules of ranking; amphi ranking rules gives them",
  ranking_problems: "the exam cannot be ranked",
  ties_left: "equal candidates are left after every tie-break: a lottery committed to these rules is needed",
};
export const refusalOf = ({ code, details }: Refused): Refusal =>
  new Refusal(IN_WORDS[code], ...details.map((one) => `  ${one}`));
