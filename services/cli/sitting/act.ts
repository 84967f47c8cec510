import { inEnglish } from "#domain/sitting/reason-in-english";
import { randomUUID } from "node:crypto";
import { type Command, Refusal } from "#cli/command";
import type { CliContext } from "#cli/context";
import { COMMAND_KINDS } from "#cli/sitting/act-details";
import { type AskedAct, readAct } from "#cli/sitting/act-arguments";
import { inWords, readInstant } from "#cli/sitting/instant";
import { mustBeRehearsed } from "#cli/sitting/must-be-rehearsed";
import { keysFor } from "#cli/packages/keys";
import { findScope, FOUND_NATION, type FoundScope, SCOPE_USAGE } from "#cli/sitting/scope-argument";
import { Act } from "#contracts/act";
import type { ActKind, ActRequest } from "#domain/sitting/act";
import { type Act as DomainAct, actOf, UNDOABLE_KINDS } from "#domain/sitting/act";
import { refusalToPlay } from "#domain/sitting/play";
import { scopeKey } from "#domain/sitting/scope";
import { databaseOf } from "#postgres/queries/reading";
import { findSitting } from "#postgres/queries/sittings";
import { createJournal, serverTimeMs } from "#redis/journal";

/** Appends one act to a sitting's journal. Repeating an id returns the first outcome. */
export const sittingActCommand: Command = {
  path: ["sitting", "act"],
  usage:
    `sitting act ${COMMAND_KINDS.join("|")}\n` +
    `  --sitting S --cause TEXT [--scope ${SCOPE_USAGE}]\n` +
    `  [--at ISO|HH:MM:SS] [--author NAME] [--id ID]\n` +
    `  [--minutes N (credit)] [--lifts SCOPE (resume)] [--override REASON (ready, start)] [--factor 4/3 (extra_time)]\n` +
    `  [--act ID (undo)] [--text TEXT --audience candidates|proctors|everyone --corrects NUMBER (instruction)]`,
  summary: "appends an act to a sitting's journal; the same --id again returns the first outcome",
  async run(args, context) {
    const asked = readAct(args);
    const journal = createJournal(context.redisControl());
    const acts = await journal.read(asked.sittingId);
    const first = acts.find((act) => act.id === asked.id);
    if (first) {
      mustBeTheSame(first, asked);
      context.out(lineOf("repeated", first, asked, context));
      return 0;
    }
    const request = await requestOf(asked, acts, context);
    await mustBeRehearsed(request, asked.sittingId, acts, context);
    const said = await journal.append(asked.sittingId, request);
    if (said.outcome === "refused")
      throw new Refusal(`sitting ${asked.sittingId}: ${ofPart(asked)}${inEnglish(said.reason)}`);
    mustBeTheSame(said.act, asked);
    context.out(lineOf(said.outcome, said.act, asked, context));
    return 0;
  },
};
const ofPart = (asked: AskedAct): string => (asked.scope.kind === "nation" ? "" : `${asked.scopeText}: `);

/** The request with ids and instants. Throws Refusal with every problem; a national act asks PostgreSQL nothing. */
async function requestOf(asked: AskedAct, acts: readonly DomainAct[], context: CliContext): Promise<ActRequest> {
  const problems: string[] = [];
  const nowMs = await serverTimeMs(context.redisControl());
  const at = asked.at === null ? null : readInstant(asked.at, nowMs, context.timeZone);
  if (at && "problem" in at) problems.push(`--at: ${at.problem}`);
  if (at && "ms" in at && at.ms < nowMs)
    problems.push(`--at: ${inWords(at.ms, context.timeZone)} is past, it is ${inWords(nowMs, context.timeZone)}`);
  const [scope, lifts] = await scopesOf(asked, acts.length > 0, context, problems);
  const undone = asked.kind === "undo" ? undoneBy(asked, acts, problems) : {};
  if (problems.length > 0) throw new Refusal(...problems);
  const { kind, author, cause, details } = asked;
  const request: ActRequest = {
    id: asked.id ?? randomUUID(),
    kind,
    author,
    cause,
    scope: scope.scope,
    effectiveAtMs: at && "ms" in at ? at.ms : null,
    ...details,
    ...undone,
    ...(await keysFor(kind, asked.sittingId, acts, context)),
    lifts: lifts.scope,
  };
  // What is appended is read by every process: an act that the contract does not know must never get there.
  const read = Act.safeParse(actOf(request, nowMs));
  if (!read.success)
    throw new Refusal(...read.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`));
  return request;
}

/** What kind of act is taken back, as the journal says. */
function undoneBy(asked: AskedAct, acts: readonly DomainAct[], problems: string[]): Pick<ActRequest, "undoes"> {
  const found = acts.find((act) => act.id === asked.details.actId);
  const undoes = UNDOABLE_KINDS.find((kind) => kind === found?.kind);
  if (!found) problems.push(`--act: the journal has no act ${asked.details.actId ?? ""}`);
  else if (!undoes) problems.push(`--act: a ${found.kind} is not taken back; ${UNDOABLE_KINDS.join(", ")} can be`);
  return undoes ? { undoes } : {};
}

/** The scopes of the act and of the pause that it lifts, with every problem added to the list. */
async function scopesOf(
  asked: AskedAct,
  hasActs: boolean,
  context: CliContext,
  problems: string[],
): Promise<[FoundScope, FoundScope]> {
  const national = asked.scope.kind === "nation" && (asked.lifts === null || asked.lifts.kind === "nation");
  // A sitting with a journal exists: national acts work while PostgreSQL is away.
  const needsSitting: readonly ActKind[] = ["backup", "play", "stop_play"];
  if (national && hasActs && !needsSitting.includes(asked.kind)) return [FOUND_NATION, FOUND_NATION];
  const database = databaseOf(context.database());
  const sitting = await findSitting(database, asked.sittingId);
  if (sitting === null) throw new Refusal(`there is no sitting ${asked.sittingId}; amphi sitting list shows them`);
  if (asked.kind === "backup" && sitting.backup === null)
    throw new Refusal(`no backup paper is staged with sitting ${asked.sittingId}`);
  const realSitting = refusalToPlay(asked.kind, sitting.rehearsal !== 0);
  if (realSitting !== null) throw new Refusal(`sitting ${asked.sittingId}: ${inEnglish(realSitting)}`);
  const found = async (option: string, named: AskedAct["scope"]) => {
    const one = await findScope(() => database, sitting.examId, named);
    if (!("problem" in one)) return one;
    problems.push(`${option}: ${one.problem}`);
    return null;
  };
  const scope = await found("--scope", asked.scope);
  const lifts = asked.lifts === null ? scope : await found("--lifts", asked.lifts);
  if (scope && lifts && !scope.within.includes(scopeKey(lifts.scope)))
    problems.push(`--lifts: ${asked.liftsText ?? ""} does not contain ${asked.scopeText}`);
  return [scope ?? FOUND_NATION, lifts ?? FOUND_NATION];
}

/** An id that was used for something else: to say "repeated" would let a script believe that this act happened. */
function mustBeTheSame(first: DomainAct, asked: AskedAct): void {
  if (first.kind === asked.kind && first.scope.kind === asked.scope.kind) return;
  throw new Refusal(
    `sitting ${asked.sittingId}: --id ${first.id} was used for ${first.kind} (${first.scope.kind}), nothing appended`,
  );
}

function lineOf(outcome: string, act: DomainAct, asked: AskedAct, context: CliContext): string {
  const what = `${outcome} ${act.kind} ${act.id} at ${new Date(act.atMs).toISOString()} for ${asked.scopeText}`;
  const credit = act.kind === "credit" ? `, ${act.creditMs / 60_000} min` : "";
  if (act.effectiveAtMs === act.atMs) return `${what}${credit}, at once`;
  const { effectiveAtMs } = act;
  return `${what}${credit}, effective ${new Date(effectiveAtMs).toISOString()} = ${inWords(effectiveAtMs, context.timeZone)}`;
}
