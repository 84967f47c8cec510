/** `amphi rehearsal token|tokens|revoke`: with which rehearsals may be played against a running platform. */
import { type Command, Refusal, UsageError } from "#cli/command";
import { readArguments, wholeNumber } from "#cli/import/arguments";
import { TOKEN_DAYS_MAX } from "#contracts/http/rehearsal-run";
import { databaseOf } from "#postgres/queries/reading";
import { listTokens, makeToken, type RehearsalToken, revokeToken } from "#postgres/queries/rehearsal-tokens";

const DAY_MS = 86_400_000;
const DAYS = "30";
const NAME_CHARS_MAX = 80;

export const rehearsalTokenCommand: Command = {
  path: ["rehearsal", "token"],
  usage: `rehearsal token --name NAME [--days N (${DAYS}, at most ${TOKEN_DAYS_MAX})]`,
  summary: "makes a token for npm run rehearsal -- --target URL --token-file FILE and prints it once",
  async run(args, context) {
    const { positionals, values } = readArguments(args, {
      name: { type: "string" },
      days: { type: "string", default: DAYS },
    });
    const name = values.name?.trim() ?? "";
    if (name === "" || name.length > NAME_CHARS_MAX || positionals.length > 0)
      throw new UsageError(`--name takes what the token is called, 1 to ${NAME_CHARS_MAX} characters`);
    const days = wholeNumber("days", values.days, 1, TOKEN_DAYS_MAX);
    const expiresAtMs = context.now() + days * DAY_MS;
    const made = await makeToken(databaseOf(context.database()), { name, madeBy: "command line", expiresAtMs });
    context.err(`token ${made.id} "${name}", good until ${new Date(expiresAtMs).toISOString()}; it is shown this once`);
    context.out(made.token);
    return 0;
  },
};

export const rehearsalTokensCommand: Command = {
  path: ["rehearsal", "tokens"],
  usage: "rehearsal tokens",
  summary: "lists the tokens of rehearsals, one a line: id, state, until when, last used, made by, name",
  async run(args, context) {
    readArguments(args, {});
    for (const token of await listTokens(databaseOf(context.database()))) context.out(lineOf(token, context.now()));
    return 0;
  },
};

function lineOf(token: RehearsalToken, nowMs: number): string {
  const { expiresAtMs, id, lastUsedAtMs, madeBy, name, revokedAtMs } = token;
  const state = revokedAtMs !== null ? "revoked" : expiresAtMs <= nowMs ? "expired" : "in force";
  const used = lastUsedAtMs === null ? "never used" : new Date(lastUsedAtMs).toISOString();
  return [id, state, new Date(expiresAtMs).toISOString(), used, madeBy, name].join("\t");
}

export const rehearsalRevokeCommand: Command = {
  path: ["rehearsal", "revoke"],
  usage: "rehearsal revoke ID",
  summary: "a token is good no more; a rehearsal that runs with it is refused within a minute",
  async run(args, context) {
    const [id, ...rest] = readArguments(args, {}).positionals;
    if (id === undefined || rest.length > 0) throw new UsageError("the id of one token is needed");
    const tokenId = wholeNumber("id", id, 1, 2_147_483_647);
    if (!(await revokeToken(databaseOf(context.database()), tokenId)))
      throw new Refusal(`there is no token ${tokenId}; amphi rehearsal tokens lists them`);
    context.out(`token ${tokenId} is revoked`);
    return 0;
  },
};
