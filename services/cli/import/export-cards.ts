/** `amphi export cards`: the only moment when card codes exist in clear. */
import { randomBytes } from "node:crypto";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import { Refusal, UsageError, type Command } from "#cli/command";
import type { CliContext } from "#cli/context";
import { chosenExam, readArguments } from "#cli/import/arguments";
import { type SecretFile, withSecretFile } from "#cli/import/secret-file";
import { cardSheet, type PrintedCard } from "#cli/import/card-sheet";
import { CARD_CODE_BYTES, cardCodeFrom } from "#domain/exam/card-code";
import { cardHmac, cardHolders, issueCards, type CardHolder } from "#postgres/exam/cards";
import { lockExam, type ExamRef } from "#postgres/exam/exams";
import { findRooms } from "#postgres/exam/places";

const OPTIONS = {
  exam: { type: "string" },
  room: { type: "string" },
  out: { type: "string" },
  reissue: { type: "boolean" },
  missing: { type: "boolean" },
} as const;

export const exportCardsCommand: Command = {
  path: ["export", "cards"],
  usage: "export cards --out FILE.pdf [--exam SLUG] [--room CODE] [--missing | --reissue]",
  summary: "makes sign-in cards as a PDF; --reissue revokes the old ones, --missing makes only those nobody has yet",
  async run(args, context) {
    const { values, positionals } = readArguments(args, OPTIONS);
    const out = values.out;
    if (out === undefined || positionals.length > 0) throw new UsageError("--out FILE.pdf is needed");
    if (values.reissue && values.missing) throw new UsageError("--missing and --reissue exclude each other");
    const done = await withSecretFile(out, "cards", (file) => issueInto(file, values, context));
    context.out(`${out}: ${done}`);
    return 0;
  },
};

interface Choice {
  readonly exam?: string;
  readonly room?: string;
  readonly reissue?: boolean;
  readonly missing?: boolean;
}

/** One transaction: either the cards are in force and on the disk, or neither. */
async function issueInto(file: SecretFile, choice: Choice, context: CliContext): Promise<string> {
  return drizzle(context.database()).transaction(async (tx) => {
    const exam = await chosenExam(tx, choice.exam);
    await lockExam(tx, exam.id);
    return issue(tx, exam, await chosenHolders(tx, exam, choice), file, context);
  });
}

async function chosenHolders(db: NodePgDatabase, exam: ExamRef, values: Choice): Promise<CardHolder[]> {
  const holders = await cardHolders(
    db,
    exam.id,
    values.room === undefined ? null : [await roomId(db, exam, values.room)],
  );
  const chosen = values.missing ? holders.filter((one) => !one.hasCard) : holders;
  if (chosen.length === 0)
    throw new Refusal(values.missing ? "every candidate has a card" : "there is no candidate to make a card for");
  const having = chosen.filter((one) => one.hasCard).length;
  if (having > 0 && !values.reissue)
    throw new Refusal(
      `${having} of ${chosen.length} candidates have a card already; ` +
        "--reissue revokes those and makes new ones, --missing makes only the others",
    );
  return chosen;
}

async function roomId(db: NodePgDatabase, exam: ExamRef, code: string): Promise<number> {
  const found = await findRooms(db, exam.id, code);
  const [only] = found;
  if (!only) throw new Refusal(`no room "${code}" in exam "${exam.slug}"`);
  if (found.length > 1)
    throw new Refusal(`several rooms "${code}": ${found.map((one) => `${one.centre}/${one.room}`).join(", ")}`);
  return only.id;
}

/** Makes codes, stores their HMAC, writes them to disk. The transaction commits after that. */
async function issue(
  db: NodePgDatabase,
  exam: ExamRef,
  holders: readonly CardHolder[],
  file: SecretFile,
  context: CliContext,
): Promise<string> {
  const cards = holders.map((holder) => ({ holder, code: cardCodeFrom(randomBytes(CARD_CODE_BYTES)) }));
  const revoked = await issueCards(
    db,
    cards.map(({ holder, code }) => ({
      candidateId: holder.candidateId,
      codeHmac: cardHmac(context.cardSecret, code),
    })),
  );
  file.write(await cardSheet(exam.title, cards.map(printed)));
  const rooms = new Set(holders.map((one) => JSON.stringify([one.centreCode, one.roomCode]))).size;
  return `${cards.length} cards in ${rooms} ${rooms === 1 ? "room" : "rooms"}, ${revoked} old ones revoked`;
}

const printed = ({ holder, code }: { holder: CardHolder; code: string }): PrintedCard => ({
  ...holder,
  extraTime: holder.extraTimeNumerator > holder.extraTimeDenominator,
  code,
});
